import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../../../machinery/object.ts';
import { RawJson } from '../../../machinery/raw.ts';
import { changed, reportsOf } from '../../core/validation/workloads.fixture.ts';
import type { ControllerRevision } from '../v1/objects.gen.ts';
import { validateControllerRevision, validateControllerRevisionUpdate } from './controllerrevisions.ts';

function revision(data: string | undefined, number = 1): ControllerRevision {
  const object: KubeObject = { kind: 'ControllerRevision', apiVersion: 'apps/v1', metadata: { name: 'w', namespace: 'n' } };
  object.revision = number;
  if (data !== undefined) object.data = new RawJson(data);
  return changed<ControllerRevision>(object);
}

test('controller revisions hold an object and a number', () => {
  assert.deepEqual(reportsOf(validateControllerRevision(revision(' {"a":1}', 0))), []);
  assert.deepEqual(reportsOf(validateControllerRevision(revision('[]'))), ['data: Required value: data must be a valid JSON object']);
  assert.deepEqual(reportsOf(validateControllerRevision(revision(undefined, -1))), [
    'revision: Invalid value: -1: must be greater than or equal to 0',
    'data: Required value: data is mandatory',
  ]);
});

test('controller revisions: data never changes, not even the order of its keys', () => {
  const old = revision('{"a":1,"b":2}');
  assert.deepEqual(reportsOf(validateControllerRevisionUpdate(revision('{"a":1,"b":2}', 7), old)), []);
  assert.deepEqual(reportsOf(validateControllerRevisionUpdate(revision('{"b":2,"a":1}'), old)), [
    'data: Invalid value: {"b":2,"a":1}: field is immutable',
  ]);
});
