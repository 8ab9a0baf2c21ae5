import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFieldSelector } from '../../machinery/fields.ts';
import { parseLabelSelector } from '../../machinery/labels.ts';
import type { ApiError } from '../../machinery/status.ts';
import type { Entry } from '../../storage/resource-storage.ts';
import { exchange } from '../exchange.fixture.ts';
import type { ResourceTarget } from '../routing/resources.ts';
import { filterOf } from './selection.ts';

const selectableFields = {
  values: { 'spec.nodeName': () => '', 'status.phase': () => '' },
  namespaceSelectable: false,
  refusal: (label: string) => `field label not supported: ${label}`,
  indexed: ['spec.nodeName'],
};

/** What filters look at of a target. */
function target(options: { readonly name?: string; readonly fieldLabels?: { readonly [label: string]: string } } = {}): ResourceTarget {
  const { name = '', fieldLabels } = options;
  const version = fieldLabels === undefined ? { version: 'v1' } : { version: 'v1', fieldLabels };
  return { installed: { declaration: { selectableFields } }, version, namespace: 'n', name } as unknown as ResourceTarget;
}

function filter(labels: string, fields: string, where = target()) {
  return filterOf(exchange('/').context, where, { labels: parseLabelSelector(labels), fields: parseFieldSelector(fields) });
}

const entry = (name: string, labels: { readonly [key: string]: string } = {}, fields: { readonly [key: string]: string } = {}): Entry =>
  ({ name, namespace: 'n', labels, fields }) as unknown as Entry;

test('no selector selects everything, and says so', () => {
  assert.deepEqual(filter('', ''), { namespace: 'n', name: '', matches: undefined });
});

test('labels and fields must all match', () => {
  const { matches } = filter('app=a', 'status.phase!=Running');
  assert.equal(matches?.(entry('x', { app: 'a' }, { 'status.phase': 'Pending' })), true);
  assert.equal(matches?.(entry('x', { app: 'b' }, { 'status.phase': 'Pending' })), false);
  assert.equal(matches?.(entry('x', { app: 'a' }, { 'status.phase': 'Running' })), false);
});

test('a name and an indexed value narrow the search, and are still checked', () => {
  const named = filter('', 'metadata.name=a,metadata.name=b');
  assert.equal(named.name, 'a');
  assert.equal(named.matches?.(entry('a')), false);
  assert.deepEqual(filter('', 'spec.nodeName=n1').indexed, { field: 'spec.nodeName', value: 'n1' });
  assert.equal(filter('', 'spec.nodeName!=n1').indexed, undefined);
  assert.equal(filter('', 'status.phase=Running').indexed, undefined);
});

test('fields are called as the requested version calls them', () => {
  const where = target({ fieldLabels: { 'spec.host': 'spec.nodeName' } });
  assert.deepEqual(filter('', 'spec.host=n1', where).indexed, { field: 'spec.nodeName', value: 'n1' });
  assert.throws(() => filter('', 'status.phase=x', where), /^ApiError: field label not supported: status\.phase$/);
});

test('unknown fields are refused in the words of the kind, inherited names too', () => {
  for (const field of ['spec.x', 'metadata.namespace', 'constructor', '__proto__']) {
    assert.throws(
      () => filter('', `${field}=1`),
      (error: unknown) => (error as ApiError).code === 400 && (error as ApiError).message === `field label not supported: ${field}`,
    );
  }
});

test('a name in the path counts as a selector and must agree with one', () => {
  assert.equal(filter('', '', target({ name: 'a' })).matches?.(entry('b')), false);
  assert.equal(filter('', 'metadata.name=a', target({ name: 'a' })).name, 'a');
  assert.throws(() => filter('', 'metadata.name=b', target({ name: 'a' })), /fieldSelector metadata\.name doesn't match requested name/);
});
