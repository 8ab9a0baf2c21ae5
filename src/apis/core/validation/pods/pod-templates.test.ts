import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../../../../machinery/object.ts';
import { setPodTemplateDefaults } from '../../v1/defaults.ts';
import type { PodTemplate } from '../../v1/objects.gen.ts';
import { type Case, changed, NO_GATES, reportsOf } from '../workloads.fixture.ts';
import { validatePodTemplate } from './pod-templates.ts';

function stored(): KubeObject {
  const object: KubeObject = { kind: 'PodTemplate', apiVersion: 'v1', metadata: { name: 'w', namespace: 'n' } };
  object.template = { metadata: { labels: { app: 'w' } }, spec: { containers: [{ name: 'c', image: 'i' }] } };
  setPodTemplateDefaults(object);
  return object;
}

const CASES: readonly Case[] = [
  ['nothing', [], []],
  ['pods that end', [['template.spec.restartPolicy', 'Never']], []],
  ['no containers', [['template.spec.containers', []]], ['template.spec.containers: Required value']],
  [
    'a label with a bad value, at a path without "metadata"',
    [['template.metadata.labels.app', '-']],
    [
      "template.labels: Invalid value: \"-\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
    ],
  ],
];

test('pod templates: what is refused', () => {
  for (const [what, changes, reports] of CASES)
    assert.deepEqual(reportsOf(validatePodTemplate(changed<PodTemplate>(stored(), changes), NO_GATES)), reports, what);
});

test('pod templates: a bad selector value of an affinity stays where it is stored', () => {
  const term = { topologyKey: 'zone', labelSelector: { matchExpressions: [{ key: 'a', operator: 'In', values: ['a b'] }] } };
  const bad = changed<PodTemplate>(stored(), [
    ['template.spec.affinity', { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } }],
  ]);
  assert.equal(validatePodTemplate(bad, NO_GATES).length, 1);
  assert.deepEqual(reportsOf(validatePodTemplate(bad, NO_GATES, {}, bad)), []);
});
