import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pod } from '../../v1/objects.gen.ts';
import { newPod } from '../pods.fixture.ts';
import { changed, NO_GATES, reportsOf } from '../workloads.fixture.ts';
import { validatePod } from './pods.ts';

test('pods of files on nodes have no resource claims', () => {
  const pod = changed<Pod>(newPod({ nodeName: 'n', resourceClaims: [{ name: 'a' }, { name: 'b' }] }), [
    ['metadata.annotations', { 'kubernetes.io/config.mirror': 'x' }],
  ]);
  const refused = '[]: Forbidden: static pods do not support resource claims';
  assert.deepEqual(reportsOf(validatePod(pod, NO_GATES)), [refused, refused]);
});

test('pods that are scheduled as a group name it', () => {
  const of = (schedulingGroup: object): readonly string[] => reportsOf(validatePod(changed<Pod>(newPod({ schedulingGroup })), NO_GATES));
  assert.deepEqual(of({ podGroupName: 'g' }), []);
  assert.deepEqual(of({}), ['spec.schedulingGroup.podGroupName: Invalid value: null: must specify one of: `podGroupName`']);
  assert.match(of({ podGroupName: 'G' })[0] ?? '', /^spec\.schedulingGroup\.podGroupName: Invalid value: "G": a lowercase RFC 1123 subdomain/);
});

test('pods: another name for the host is looked at before the names of accounts and nodes', () => {
  const reports = reportsOf(validatePod(changed<Pod>(newPod({ hostnameOverride: 'A', serviceAccountName: 'B' })), NO_GATES));
  assert.deepEqual(
    reports.map((each) => each.split(':')[0]),
    ['spec.hostnameOverride', 'spec.serviceAccountName'],
  );
});
