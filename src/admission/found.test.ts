import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../base/manual-clock.ts';
import { object, pod, podRequest, specOf } from './admission.fixture.ts';
import type { AdmissionPlugin } from './interface.ts';
import { makeLimitRanger } from './plugins/limit-ranger.ts';
import { makePodSecurity } from './plugins/pod-security/pod-security.ts';
import { makePriority } from './plugins/scheduling/priority.ts';
import { makeServiceAccount } from './plugins/service-account/service-account.ts';

const clock = new ManualClock();
const limits = { spec: { limits: [{ type: 'Container', default: { memory: '1Gi' }, max: { memory: '2Gi' } }] } };

const PLUGINS: readonly AdmissionPlugin[] = [
  makeServiceAccount({ clock, serviceAccounts: (_namespace, name) => object('ServiceAccount', name) }),
  makeLimitRanger({ limitRanges: () => [object('LimitRange', 'l', limits)] }),
  makePriority({ priorityClass: () => undefined, priorityClasses: () => [object('PriorityClass', 'p', { value: 7, globalDefault: true })] }),
  makePodSecurity({ clock, namespace: (_namespace, name) => object('Namespace', name), pods: () => [] }),
];

test('what a new pod needs is decided at once where the caches have it', () => {
  const request = podRequest(pod());
  for (const plugin of PLUGINS) assert.equal(plugin.mutate?.(request), undefined, plugin.name);
  for (const plugin of PLUGINS) assert.equal(plugin.validate?.(request), undefined, plugin.name);
  const spec = specOf(request);
  assert.equal(spec.serviceAccountName, 'default');
  assert.equal(spec.priority, 7);
  assert.deepEqual((spec.containers as { readonly resources: unknown }[])[0]?.resources, { limits: { memory: '1Gi' } });
});

test('a refusal that is known at once is thrown', () => {
  const request = podRequest(pod({ containers: [{ name: 'c', image: 'i', resources: { limits: { memory: '3Gi' } } }] }));
  assert.throws(() => PLUGINS[1]?.validate?.(request), { message: /maximum memory usage per Container is 2Gi, but limit is 3Gi/ });
});
