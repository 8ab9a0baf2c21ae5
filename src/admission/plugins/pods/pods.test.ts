/** Plugins that look at what runs: images, and changes to pods on nodes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../../../machinery/object.ts';
import { getterOf, object, pod, podRequest, refusal, specOf } from '../../admission.fixture.ts';
import { makeAlwaysPullImages } from './always-pull-images.ts';
import { makeNodeDeclaredFeatureValidator } from './node-declared-feature-validator.ts';
import { makePodResizeValidator } from './pod-resize-validator.ts';

test('always pulling: every image on creation, and on updates that bring a new one', async () => {
  const plugin = makeAlwaysPullImages();
  const request = podRequest(
    pod({ containers: [{ name: 'c', image: 'i', imagePullPolicy: 'Never' }], volumes: [{ name: 'v', image: { reference: 'r' } }] }),
  );
  assert.equal(await refusal(plugin, request), undefined);
  assert.deepEqual(specOf(request).containers, [{ name: 'c', image: 'i', imagePullPolicy: 'Always' }]);
  assert.deepEqual(specOf(request).volumes, [{ name: 'v', image: { reference: 'r', pullPolicy: 'Always' } }]);
  const old = pod({ containers: [{ name: 'c', image: 'i', imagePullPolicy: 'Never' }] });
  const update = podRequest(pod({ containers: [{ name: 'c', image: 'i', imagePullPolicy: 'Never' }] }), { operation: 'UPDATE', oldObject: old });
  assert.equal(await refusal(plugin, update), undefined);
  assert.deepEqual(specOf(update).containers, [{ name: 'c', image: 'i', imagePullPolicy: 'Never' }]);
});

test('a pod grows only as far as its node', async () => {
  const node = object('Node', 'n', { status: { allocatable: { cpu: '2', memory: '1Gi' } } });
  const plugin = makePodResizeValidator({ node: getterOf(node) });
  const resize = (requests: { [name: string]: string }, nodeName = 'n'): Promise<string | undefined> => {
    const now = pod({ nodeName, containers: [{ name: 'c', resources: { requests } }] }, { name: 'a', generation: 2 });
    return refusal(
      plugin,
      podRequest(now, { operation: 'UPDATE', subresource: 'resize', oldObject: pod({ nodeName }, { name: 'a', generation: 1 }) }),
    );
  };
  assert.equal(await resize({ cpu: '2' }), undefined);
  assert.match(
    (await resize({ cpu: '2500m', memory: '2Gi' })) ?? '',
    /cpu, requested: 2500, allocatable: 2000; memory, requested: 2147483648, allocatable: 1073741824/,
  );
  assert.equal(await resize({ cpu: '1' }, 'gone'), 'pods "a" is forbidden: node "gone" not found');
});

test('a running pod is changed only in ways that its node says it can follow', async () => {
  const node = object('Node', 'n', { status: { declaredFeatures: ['InPlacePodLevelResourcesVerticalScaling'] } });
  const plugin = makeNodeDeclaredFeatureValidator({ node: getterOf(node) });
  const cpu = (amount: string) => ({ resources: { requests: { cpu: amount } } });
  const running = (fields: object): KubeObject => ({
    ...pod({ nodeName: 'n', containers: [{ name: 'c', ...cpu('1') }], ...fields }),
    status: { qosClass: 'Guaranteed' },
  });
  const change = (now: object, before: object = {}): Promise<string | undefined> => {
    const [object, oldObject] = [running(now), running(before)];
    object.metadata = { name: 'a', generation: 2 };
    return refusal(plugin, podRequest(object, { operation: 'UPDATE', subresource: 'resize', oldObject }));
  };
  const lacks = (features: string) => `pods "a" is forbidden: pod update requires features ${features} which are not available on node "n"`;
  assert.equal(await change(cpu('1')), undefined, 'the node declares it');
  assert.equal(await change({ containers: [{ name: 'c', ...cpu('2') }] }), lacks('GuaranteedQoSPodCPUResize'));
  const init = (amount: string, fields: object = {}) => ({ initContainers: [{ name: 'i', ...fields, ...cpu(amount) }] });
  assert.equal(await change(init('2'), init('1')), lacks('InPlacePodVerticalScalingInitContainers'));
  assert.equal(await change(init('2', { restartPolicy: 'Always' }), init('1', { restartPolicy: 'Always' })), undefined, 'a sidecar');
});
