/** Plugins that fill in or refuse parts of a pod's spec. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../../base/manual-clock.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { getterOf, listerOf, object, pod, podRequest, refusal, specOf } from '../admission.fixture.ts';
import { makeAlwaysPullImages } from './always-pull-images.ts';
import { makeDefaultTolerationSeconds } from './default-toleration-seconds.ts';
import { makeExtendedResourceToleration } from './extended-resource-toleration.ts';
import { makeLimitPodHardAntiAffinityTopology } from './limit-pod-hard-anti-affinity-topology.ts';
import { makeNodeDeclaredFeatureValidator } from './node-declared-feature-validator.ts';
import { makePodResizeValidator } from './pod-resize-validator.ts';
import { makePodTopologyLabels } from './pod-topology-labels.ts';
import { makePriority } from './priority.ts';
import { makeRuntimeClass } from './runtime-class.ts';
import { makeServiceAccount } from './service-account.ts';

const account = (name: string, fields: { readonly [field: string]: unknown } = {}) => object('ServiceAccount', name, fields);

test('a pod runs as the account `default`, with its token and its pull secrets', async () => {
  const plugin = makeServiceAccount({
    clock: new ManualClock(),
    serviceAccounts: getterOf(account('default', { imagePullSecrets: [{ name: 'registry' }] })),
  });
  const request = podRequest(
    pod({ initContainers: [{ name: 'i', volumeMounts: [{ name: 'own', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' }] }] }),
  );
  assert.equal(await refusal(plugin, request), undefined);
  const spec = specOf<{
    serviceAccountName: string;
    serviceAccount: string;
    imagePullSecrets: unknown;
    volumes: { name: string; projected: unknown }[];
    containers: { volumeMounts: { name: string }[] }[];
    initContainers: { volumeMounts: { name: string }[] }[];
  }>(request);
  assert.deepEqual([spec.serviceAccountName, spec.serviceAccount, spec.imagePullSecrets], ['default', 'default', [{ name: 'registry' }]]);
  assert.match(spec.volumes[0]?.name ?? '', /^kube-api-access-[a-z0-9]{5}$/);
  assert.equal(spec.containers[0]?.volumeMounts[0]?.name, spec.volumes[0]?.name);
  // What is mounted there already stays.
  assert.deepEqual(
    spec.initContainers[0]?.volumeMounts.map((each) => each.name),
    ['own'],
  );
});

test('the account `default` is waited for, others are not', async () => {
  const clock = new ManualClock();
  let looked = 0;
  const plugin = makeServiceAccount({
    clock,
    serviceAccounts: async (_namespace, name) => {
      looked += 1;
      return looked < 3 ? undefined : account(name);
    },
  });
  const waiting = refusal(plugin, podRequest(pod()));
  for (let i = 0; i < 5; i++) {
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(1000);
  }
  assert.equal(await waiting, undefined);
  looked = 0;
  const text = await refusal(plugin, podRequest(pod({ serviceAccountName: 'robot' })));
  assert.equal(text, 'pods "a" is forbidden: error looking up service account here/robot: serviceaccount "robot" not found');
  assert.equal(looked, 1);
});

test('an account that limits its secrets does so wherever a pod names one', async () => {
  const strict = object('ServiceAccount', 'default', { secrets: [{ name: 'mine' }] });
  strict.metadata.annotations = { 'kubernetes.io/enforce-mountable-secrets': 'true' };
  const plugin = makeServiceAccount({ clock: new ManualClock(), serviceAccounts: getterOf(strict) });
  const env = (name: string) => [{ name: 'E', valueFrom: { secretKeyRef: { name, key: 'k' } } }];
  const envFrom = (name: string) => [{ secretRef: { name } }];
  const cases: [spec: { [field: string]: unknown }, subject: string][] = [
    [{ volumes: [{ name: 'v', secret: { secretName: 'other' } }] }, 'volume with secret.secretName="other"'],
    [{ containers: [{ name: 'c', env: env('other') }] }, 'container c with envVar E referencing secret.secretName="other"'],
    [{ containers: [{ name: 'c', envFrom: envFrom('other') }] }, 'container c with envFrom referencing secret.secretName="other"'],
    [{ initContainers: [{ name: 'i', env: env('other') }] }, 'init container i with envVar E referencing secret.secretName="other"'],
    [{ initContainers: [{ name: 'i', envFrom: envFrom('other') }] }, 'init container i with envFrom referencing secret.secretName="other"'],
  ];
  for (const [spec, subject] of cases) {
    const text = await refusal(plugin, podRequest(pod(spec)));
    assert.equal(text, `pods "a" is forbidden: ${subject} is not allowed because service account default does not reference that secret`);
  }
  assert.equal(await refusal(plugin, podRequest(pod({ containers: [{ name: 'c', env: env('mine'), envFrom: envFrom('mine') }] }))), undefined);
  const ephemeral = podRequest(pod({ serviceAccountName: 'default', ephemeralContainers: [{ name: 'e', env: env('other') }] }), {
    operation: 'UPDATE',
    subresource: 'ephemeralcontainers',
  });
  assert.match((await refusal(plugin, ephemeral)) ?? '', /^ephemeral container e with envVar E referencing/);
});

test('a mirror pod names neither account nor secret, and is left as it is', async () => {
  const plugin = makeServiceAccount({ clock: new ManualClock(), serviceAccounts: getterOf(account('default')) });
  const mirror = (spec: { [field: string]: unknown }) => podRequest(pod(spec, { name: 'a', annotations: { 'kubernetes.io/config.mirror': 'x' } }));
  assert.equal(await refusal(plugin, mirror({})), undefined);
  assert.equal(
    await refusal(plugin, mirror({ serviceAccountName: 'default' })),
    'pods "a" is forbidden: a mirror pod may not reference service accounts',
  );
  assert.equal(await refusal(plugin, mirror({ imagePullSecrets: [{ name: 's' }] })), 'pods "a" is forbidden: a mirror pod may not reference secrets');
});

const priorityClass = (name: string, value: number, fields: { readonly [field: string]: unknown } = {}) =>
  object('PriorityClass', name, { value, preemptionPolicy: 'PreemptLowerPriority', ...fields });

test("a pod's priority is its class's number, the default class's, or 0", async () => {
  const classes = [priorityClass('high', 1000), priorityClass('usual', 5, { globalDefault: true })];
  const plugin = makePriority({ priorityClass: getterOf(...classes), priorityClasses: listerOf(...classes) });
  const priorityOf = async (spec: { [field: string]: unknown }): Promise<unknown> => {
    const request = podRequest(pod(spec));
    return (await refusal(plugin, request)) ?? [specOf(request).priorityClassName, specOf(request).priority];
  };
  assert.deepEqual(await priorityOf({ priorityClassName: 'high' }), ['high', 1000]);
  assert.deepEqual(await priorityOf({}), ['usual', 5]);
  assert.equal(await priorityOf({ priorityClassName: 'no' }), 'pods "a" is forbidden: no PriorityClass with name no was found');
  assert.match(String(await priorityOf({ priority: 7 })), /the integer value of priority \(7\) must not be provided in pod spec/);
  const plain = makePriority({ priorityClass: getterOf(), priorityClasses: listerOf() });
  const request = podRequest(pod());
  await plain.mutate?.(request);
  assert.deepEqual([specOf(request).priorityClassName, specOf(request).priority], [undefined, 0]);
});

test('there is one default priority class', async () => {
  const usual = priorityClass('usual', 5, { globalDefault: true });
  const plugin = makePriority({ priorityClass: getterOf(usual), priorityClasses: listerOf(usual) });
  const write = (name: string, operation: 'CREATE' | 'UPDATE') => ({
    ...podRequest(priorityClass(name, 1, { globalDefault: true })),
    group: 'scheduling.k8s.io',
    resource: 'priorityclasses',
    name,
    operation,
  });
  assert.match((await refusal(plugin, write('other', 'CREATE'))) ?? '', /PriorityClass usual is already marked as default/);
  assert.equal(await refusal(plugin, write('usual', 'UPDATE')), undefined);
});

test('pods leave nodes that are not ready after five minutes, unless they tolerate that otherwise', async () => {
  const plugin = makeDefaultTolerationSeconds({ notReady: 300, unreachable: 60 });
  const request = podRequest(pod({ tolerations: [{ key: 'node.kubernetes.io/not-ready', operator: 'Exists' }] }));
  await plugin.mutate?.(request);
  assert.deepEqual(specOf(request).tolerations, [
    { key: 'node.kubernetes.io/not-ready', operator: 'Exists' },
    { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 60 },
  ]);
});

test('a runtime class adds its overhead and where it runs, and nobody else may', async () => {
  const heavy = object('RuntimeClass', 'heavy', {
    overhead: { podFixed: { cpu: '250m' } },
    scheduling: { nodeSelector: { kind: 'vm' }, tolerations: [{ key: 'vm', operator: 'Exists' }] },
  });
  const plugin = makeRuntimeClass({ runtimeClass: getterOf(heavy) });
  const request = podRequest(
    pod({ runtimeClassName: 'heavy', overhead: { cpu: '0.25' }, tolerations: [{ key: 'vm', operator: 'Exists', effect: 'NoSchedule' }] }),
  );
  assert.equal(await refusal(plugin, request), undefined);
  assert.deepEqual(specOf(request).overhead, { cpu: '250m' });
  assert.deepEqual(specOf(request).nodeSelector, { kind: 'vm' });
  // The class's toleration includes the pod's own.
  assert.deepEqual(specOf(request).tolerations, [{ key: 'vm', operator: 'Exists' }]);
  const refused = (spec: { [field: string]: unknown }): Promise<string | undefined> => refusal(plugin, podRequest(pod(spec)));
  assert.match((await refused({ runtimeClassName: 'no' })) ?? '', /pod rejected: RuntimeClass "no" not found/);
  assert.equal(await refused({ runtimeClassName: '' }), 'resource name may not be empty');
  assert.match((await refused({ overhead: { cpu: '1' } })) ?? '', /Pod Overhead set without corresponding RuntimeClass/);
  assert.match(
    (await refused({ runtimeClassName: 'heavy', nodeSelector: { kind: 'metal' } })) ?? '',
    /conflict: runtimeClass\.scheduling\.nodeSelector\[kind\] = vm/,
  );
});

test("a bound pod and a binding carry the node's zone and region", async () => {
  const node = object('Node', 'n');
  node.metadata.labels = { 'topology.kubernetes.io/zone': 'z', 'topology.kubernetes.io/region': 'r', other: 'x' };
  const plugin = makePodTopologyLabels({ node: getterOf(node) });
  const bound = podRequest(pod({ nodeName: 'n' }, { name: 'a', labels: { 'topology.kubernetes.io/zone': 'mine', app: 'w' } }));
  await plugin.mutate?.(bound);
  assert.deepEqual(bound.object?.metadata.labels, { 'topology.kubernetes.io/zone': 'z', app: 'w', 'topology.kubernetes.io/region': 'r' });
  const binding = podRequest(object('Binding', 'a', { target: { kind: 'Node', name: 'n' } }), { subresource: 'binding' });
  await plugin.mutate?.(binding);
  assert.deepEqual(binding.object?.metadata.labels, { 'topology.kubernetes.io/zone': 'z', 'topology.kubernetes.io/region': 'r' });
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

test('whoever asks for a device tolerates its taint; nobody excludes others from more than a host', async () => {
  const request = podRequest(pod({ containers: [{ name: 'c', resources: { requests: { 'example.test/gpu': '1', cpu: '1' } } }] }));
  await makeExtendedResourceToleration().mutate?.(request);
  const toleration = { key: 'example.test/gpu', operator: 'Exists', effect: 'NoSchedule' };
  assert.deepEqual(specOf(request).tolerations, [toleration]);
  const given = { tolerations: [{ ...toleration, tolerationSeconds: 5 }, { operator: 'Exists' }] };
  const own = podRequest(pod({ ...given, containers: [{ name: 'c', resources: { requests: { 'example.test/gpu': '1' } } }] }));
  await makeExtendedResourceToleration().mutate?.(own);
  assert.deepEqual(specOf(own).tolerations, [toleration, { operator: 'Exists' }]);
  const anti = (topologyKey: string) =>
    podRequest(pod({ affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey }] } } }));
  assert.equal(await refusal(makeLimitPodHardAntiAffinityTopology(), anti('kubernetes.io/hostname')), undefined);
  assert.match(
    (await refusal(makeLimitPodHardAntiAffinityTopology(), anti('rack'))) ?? '',
    /TopologyKey rack but only key kubernetes.io\/hostname is allowed/,
  );
});
