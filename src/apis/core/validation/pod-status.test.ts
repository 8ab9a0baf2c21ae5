import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pod } from '../v1/objects.gen.ts';
import { validatePodStatus } from './pod-status.ts';
import { newPod } from './pods.fixture.ts';
import { type Case, changed, NO_GATES, reportsOf } from './workloads.fixture.ts';

const ENDED = { name: 'c', state: { terminated: { exitCode: 0 } } };
const RUNNING = { name: 'c', state: { running: {} } };

function check(stored: object, written: object, spec: object = {}): readonly string[] {
  const pod = newPod(spec);
  return reportsOf(validatePodStatus(changed<Pod>(pod, [['status', written]]), changed<Pod>(pod, [['status', stored]]), NO_GATES));
}

const CASES: readonly Case[] = [
  ['nothing', [], []],
  ['another quality of service', [['status.qosClass', 'Burstable']], ['status.qosClass: Invalid value: "Burstable": field is immutable']],
  ['a bad nominated node', [['status.nominatedNodeName', '-']], ['status.nominatedNodeName']],
  ['a condition of any type', [['status.conditions', [{ type: 'example.com/a', status: 'True' }]]], []],
  ['a condition of no type', [['status.conditions', [{ type: 'a b', status: 'True' }]]], ['status.conditions[0].Type']],
  ['a negative generation', [['status.observedGeneration', -1]], ['status.observedGeneration: Invalid value: -1: must be a non-negative integer']],
  ['an address of each family', [['status.podIPs', [{ ip: '10.0.0.1' }, { ip: '::1' }]]], []],
  [
    'two addresses of a family',
    [['status.podIPs', [{ ip: '10.0.0.1' }, { ip: '10.0.0.2' }]]],
    ['status.podIPs: Invalid value: [{"IP":"10.0.0.1"},{"IP":"10.0.0.2"}]: may specify no more than one IP for each IP family'],
  ],
  ['no address', [['status.podIPs', [{ ip: 'a' }]]], ['status.podIPs[0]']],
  [
    'a host address that is another',
    [['status.hostIPs', [{ ip: '10.0.0.1' }]]],
    ['status.hostIPs[0].ip: Invalid value: "10.0.0.1": must be equal to `hostIP`'],
  ],
  [
    'a host address twice',
    [
      ['status.hostIP', '10.0.0.1'],
      ['status.hostIPs', [{ ip: '10.0.0.1' }, { ip: '10.0.0.1' }]],
    ],
    [
      'status.hostIPs[1]: Duplicate value: {"IP":"10.0.0.1"}',
      'status.hostIPs: Invalid value: [{"IP":"10.0.0.1"},{"IP":"10.0.0.1"}]: may specify no more than one IP for each IP family',
    ],
  ],
  [
    'a claim that the pod does not have',
    [['status.resourceClaimStatuses', [{ name: 'x' }]]],
    ['status.resourceClaimStatuses[0].name: Invalid value: "x": must match the name of an entry in `spec.resourceClaims`'],
  ],
  [
    'a negative user',
    [['status.containerStatuses', [{ name: 'c', user: { linux: { uid: -1, gid: 0 } } }]]],
    ['status.containerStatuses[0].user.linux.uid'],
  ],
];

test('pods, status: what is refused', () => {
  for (const [what, changes, reports] of CASES) {
    const old = changed<Pod>(newPod(), [['status', { qosClass: 'BestEffort' }]]);
    const got = reportsOf(validatePodStatus(changed<Pod>(newPod(), [['status', { qosClass: 'BestEffort' }], ...changes]), old, NO_GATES));
    assert.equal(got.length, reports.length, what);
    for (const [i, report] of reports.entries()) assert.ok(got[i]?.startsWith(report), `${what}: ${got[i]}`);
  }
});

test('pods, status: containers that are over do not run again, unless their policy restarts them', () => {
  const refused = ['status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state'];
  const stored = { containerStatuses: [ENDED] };
  const written = { containerStatuses: [RUNNING] };
  assert.deepEqual(check(stored, written, { restartPolicy: 'Never' }), refused);
  assert.deepEqual(check(stored, written, { restartPolicy: 'OnFailure' }), refused);
  assert.deepEqual(
    check({ containerStatuses: [{ name: 'c', state: { terminated: { exitCode: 1 } } }] }, written, { restartPolicy: 'OnFailure' }),
    [],
  );
  assert.deepEqual(check(stored, written, { restartPolicy: 'Always' }), []);
  assert.deepEqual(check(stored, stored, { restartPolicy: 'Never' }), []);
});
