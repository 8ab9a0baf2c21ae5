import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../../../base/manual-clock.ts';
import { object } from '../../admission.fixture.ts';
import { podEvaluator } from './pods.ts';

test('a pod that is being resized uses the larger of what it has and what it asks for', () => {
  const resources = (requests: string, limits: string): object => ({ requests: { cpu: requests }, limits: { cpu: limits } });
  const used = (status: object): readonly (string | undefined)[] => {
    const pod = object('Pod', 'p', {
      spec: {
        initContainers: [
          { name: 'side', restartPolicy: 'Always', resources: resources('1', '1') },
          { name: 'first', resources: resources('1', '1') },
        ],
        containers: [{ name: 'c', resources: resources('2', '4') }],
      },
      status,
    });
    const usage = podEvaluator(new ManualClock()).usage(pod);
    return ['requests.cpu', 'limits.cpu'].map((name) => usage.get(name)?.toString());
  };
  const running = (name: string, requests: string, limits: string, allocated: string): object => ({
    name,
    resources: resources(requests, limits),
    allocatedResources: { cpu: allocated },
  });
  assert.deepEqual(used({}), ['3', '5']);
  assert.deepEqual(used({ containerStatuses: [{ name: 'c' }] }), ['3', '5']);
  assert.deepEqual(used({ containerStatuses: [running('c', '1', '6', '3')] }), ['4', '7']);
  const small = { containerStatuses: [running('c', '1', '1', '1')] };
  assert.deepEqual(used(small), ['3', '5']);
  assert.deepEqual(used({ ...small, conditions: [{ type: 'PodResizePending', status: 'True', reason: 'Infeasible' }] }), ['2', '2']);
  const starting = { initContainerStatuses: [running('side', '2', '2', '2'), running('first', '9', '9', '9')] };
  assert.deepEqual(used(starting), ['4', '6'], 'only what goes on running');
});
