import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../../../machinery/object.ts';
import { podColumns } from './columns.ts';

const NOW = Date.parse('2024-01-01T01:00:00Z');

function show(status: object, spec: object = {}, metadata: object = {}): string[] {
  const object: KubeObject = {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: { name: 'p', creationTimestamp: '2024-01-01T00:00:00Z', ...metadata },
    spec: { containers: [{ name: 'a' }, { name: 'b' }], ...spec },
    status: { phase: 'Running', ...status },
  };
  return podColumns.row(object).cells.map((cell) => String(typeof cell === 'function' ? cell(NOW) : cell));
}

const running = { ready: true, state: { running: {} } };

test('a running pod shows its ready containers, restarts with the time of the last one, and its age', () => {
  const restarted = { ...running, restartCount: 3, lastState: { terminated: { exitCode: 1, finishedAt: '2024-01-01T00:55:00Z' } } };
  assert.deepEqual(show({ containerStatuses: [restarted, running], podIPs: [{ ip: '10.0.0.1' }] }, { nodeName: 'n' }), [
    'p',
    '2/2',
    'Running',
    '3 (5m ago)',
    '60m',
    '10.0.0.1',
    'n',
    '<none>',
    '<none>',
  ]);
});

test('the status is the most telling of what containers and conditions say', () => {
  const status = (value: object, spec: object = {}, metadata: object = {}): string | undefined => show(value, spec, metadata)[2];
  assert.equal(status({ containerStatuses: [{ state: { waiting: { reason: 'CrashLoopBackOff' } } }, running] }), 'CrashLoopBackOff');
  assert.equal(status({ containerStatuses: [{ state: { terminated: { exitCode: 0, reason: 'Completed' } } }, running] }), 'NotReady');
  assert.equal(
    status({
      containerStatuses: [{ state: { terminated: { exitCode: 0, reason: 'Completed' } } }, running],
      conditions: [{ type: 'Ready', status: 'True' }],
    }),
    'Running',
  );
  assert.equal(status({ containerStatuses: [{ state: { terminated: { exitCode: 3 } } }] }), 'ExitCode:3');
  assert.equal(status({ containerStatuses: [{ state: { terminated: { exitCode: 1, signal: 9 } } }] }), 'Signal:9');
  assert.equal(status({ phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }] }), 'SchedulingGated');
  assert.equal(status({ phase: 'Failed', reason: 'Evicted' }), 'Evicted');
  assert.equal(status({}, {}, { deletionTimestamp: '2024-01-01T00:00:00Z' }), 'Terminating');
  assert.equal(status({ reason: 'NodeLost' }, {}, { deletionTimestamp: '2024-01-01T00:00:00Z' }), 'Unknown');
});

test('init containers hold a pod up in order; a sidecar counts like a container', () => {
  const spec = { initContainers: [{ name: 'i' }, { name: 's', restartPolicy: 'Always' }, { name: 'j' }] };
  const done = { name: 'i', state: { terminated: { exitCode: 0 } } };
  const sidecar = { name: 's', started: true, ready: true, restartCount: 1, state: { running: {} } };
  assert.deepEqual(show({ initContainerStatuses: [{ name: 'i', state: { waiting: {} } }] }, spec).slice(1, 3), ['0/3', 'Init:0/3']);
  assert.deepEqual(show({ initContainerStatuses: [done, sidecar, { name: 'j', state: { terminated: { exitCode: 2 } } }] }, spec).slice(1, 4), [
    '1/3',
    'Init:ExitCode:2',
    '1',
  ]);
  const all = { initContainerStatuses: [done, sidecar, { ...done, name: 'j' }], containerStatuses: [running, running] };
  assert.deepEqual(show(all, spec).slice(1, 4), ['3/3', 'Running', '1']);
});

test('a pod that is over says so beside its cells', () => {
  const object: KubeObject = { kind: 'Pod', apiVersion: 'v1', metadata: { name: 'p' }, spec: {}, status: { phase: 'Succeeded' } };
  assert.deepEqual(podColumns.row(object).conditions, [
    { type: 'Completed', status: 'True', reason: 'Succeeded', message: 'The pod has completed successfully.' },
  ]);
});
