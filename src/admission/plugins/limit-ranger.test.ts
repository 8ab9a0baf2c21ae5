import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attributes, listerOf, object, pod, podRequest, refusal, specOf } from '../admission.fixture.ts';
import { makeLimitRanger } from './limit-ranger.ts';

const limits = (...items: readonly object[]) => makeLimitRanger({ limitRanges: listerOf(object('LimitRange', 'l', { spec: { limits: items } })) });
const container = (resources: object, name = 'c') => ({ name, image: 'i', resources });

test('what a container does not say is filled in and noted', async () => {
  const plugin = limits({ type: 'Container', default: { cpu: '500m' }, defaultRequest: { cpu: '100m', memory: '1Mi' } });
  const request = podRequest(pod({ containers: [container({ requests: { cpu: '200m' } })], initContainers: [container({}, 'i')] }));
  assert.equal(await refusal(plugin, request), undefined);
  assert.deepEqual(specOf<{ containers: unknown[] }>(request).containers, [
    container({ requests: { cpu: '200m', memory: '1Mi' }, limits: { cpu: '500m' } }),
  ]);
  assert.equal(
    request.object?.metadata.annotations?.['kubernetes.io/limit-ranger'],
    'LimitRanger plugin set: memory request for container c; cpu limit for container c; cpu, memory request for init container i; cpu limit for init container i',
  );
});

test('minimum, maximum and ratio of a container, each distinct complaint once', async () => {
  const refused = (item: object, ...containers: readonly object[]): Promise<string | undefined> =>
    refusal(limits({ type: 'Container', ...item }), podRequest(pod({ containers })));
  const low = container({ requests: { cpu: '10m' } });
  const name = 'pods "a" is forbidden: ';
  assert.equal(await refused({ min: { cpu: '100m' } }, low, low), `${name}minimum cpu usage per Container is 100m, but request is 10m`);
  assert.equal(
    await refused({ min: { cpu: '100m' } }, low, container({ requests: { cpu: '20m' } })),
    `${name}[minimum cpu usage per Container is 100m, but request is 10m, minimum cpu usage per Container is 100m, but request is 20m]`,
  );
  assert.equal(await refused({ max: { memory: '1Mi' } }, container({})), `${name}maximum memory usage per Container is 1Mi.  No limit is specified`);
  assert.equal(
    await refused({ maxLimitRequestRatio: { cpu: '2' } }, container({ requests: { cpu: '30m' }, limits: { cpu: '100m' } })),
    `${name}cpu max limit to request ratio per Container is 2, but provided ratio is 3.333333`,
  );
});

test('a pod is measured as a whole: init containers run one after the other, sidecars beside all', async () => {
  const refused = (spec: { readonly [field: string]: unknown }): Promise<string | undefined> =>
    refusal(limits({ type: 'Pod', max: { cpu: '1' } }), podRequest(pod(spec)));
  const asking = (cpu: string, more: object = {}) => ({ ...container({ limits: { cpu } }), ...more });
  assert.equal(await refused({ containers: [asking('500m'), asking('500m')], initContainers: [asking('1'), asking('1')] }), undefined);
  assert.match((await refused({ containers: [asking('600m'), asking('600m')] })) ?? '', /maximum cpu usage per Pod is 1, but limit is 1200m/);
  assert.match(
    (await refused({ containers: [asking('600m')], initContainers: [asking('500m', { restartPolicy: 'Always' })] })) ?? '',
    /limit is 1100m/,
  );
});

test('volume claims have a size in bounds, also when they grow', async () => {
  const plugin = limits({ type: 'PersistentVolumeClaim', min: { storage: '1Gi' }, max: { storage: '2Gi' } });
  const claim = (storage: string) => object('PersistentVolumeClaim', 'a', { spec: { resources: { requests: { storage } } } });
  const write = (storage: string, operation: 'CREATE' | 'UPDATE') =>
    refusal(plugin, attributes({ resource: 'persistentvolumeclaims', operation, object: claim(storage), oldObject: claim('1Gi') }));
  assert.equal(await write('2Gi', 'CREATE'), undefined);
  assert.match((await write('500Mi', 'CREATE')) ?? '', /minimum storage usage per PersistentVolumeClaim is 1Gi, but request is 500Mi/);
  assert.match((await write('3Gi', 'UPDATE')) ?? '', /maximum storage usage per PersistentVolumeClaim is 2Gi, but request is 3Gi/);
});

test('what a pod says for itself counts in place of the sum of its containers', async () => {
  const plugin = limits({ type: 'Pod', max: { cpu: '1' }, min: { cpu: '100m' } });
  const sized = (cpu: string) => podRequest(pod({ resources: { requests: { cpu }, limits: { cpu } }, containers: [container({})] }));
  assert.equal(await refusal(plugin, sized('500m')), undefined);
  assert.equal(await refusal(plugin, sized('2')), 'pods "a" is forbidden: maximum cpu usage per Pod is 1, but limit is 2');
});
