/** Plugins that say where pods run, how important they are, and what they tolerate. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../../../machinery/object.ts';
import { attributes, getterOf, listerOf, object, pod, podRequest, refusal, specOf } from '../../admission.fixture.ts';
import { makeDefaultTolerationSeconds } from './default-toleration-seconds.ts';
import { makeExtendedResourceToleration } from './extended-resource-toleration.ts';
import { makeLimitPodHardAntiAffinityTopology } from './limit-pod-hard-anti-affinity-topology.ts';
import { makePodNodeSelector } from './pod-node-selector.ts';
import { makePodTolerationRestriction, type PodTolerationRestrictionOptions } from './pod-toleration-restriction.ts';
import { makePodTopologyLabels } from './pod-topology-labels.ts';
import { makePriority } from './priority.ts';
import { makeRuntimeClass } from './runtime-class.ts';
import { makeTaintNodesByCondition } from './taint-nodes-by-condition.ts';

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

const annotated = (annotations: { [name: string]: string }): KubeObject => ({
  ...object('Namespace', 'here'),
  metadata: { name: 'here', annotations },
});

test('a namespace says on which nodes its pods run and what they tolerate', async () => {
  const select = makePodNodeSelector({ namespace: getterOf(annotated({ 'scheduler.alpha.kubernetes.io/node-selector': 'env=prod, disk=ssd' })) });
  const request = podRequest(pod({ nodeSelector: { own: '1' } }));
  assert.equal(await refusal(select, request), undefined);
  assert.deepEqual(specOf(request).nodeSelector, { env: 'prod', disk: 'ssd', own: '1' });
  assert.match((await refusal(select, podRequest(pod({ nodeSelector: { env: 'dev' } })))) ?? '', /conflicts with its namespace node label selector/);
  const restrict = makePodTolerationRestriction({
    namespace: getterOf(annotated({ 'scheduler.alpha.kubernetes.io/tolerationsWhitelist': '[{"key":"ok","operator":"Exists"}]' })),
  });
  assert.equal(await refusal(restrict, podRequest(pod({ tolerations: [{ key: 'ok', operator: 'Equal', value: 'v' }] }))), undefined);
  assert.match((await refusal(restrict, podRequest(pod({ tolerations: [{ operator: 'Exists' }] })))) ?? '', /conflict with its namespace whitelist/);
});

test('a namespace selector that cannot be read says which part is wrong; a pod without a name is refused without one', async () => {
  const select = (text: string) => makePodNodeSelector({ namespace: getterOf(annotated({ 'scheduler.alpha.kubernetes.io/node-selector': text })) });
  assert.equal(await refusal(select('a=b=c'), podRequest(pod())), 'invalid selector: [a b c]');
  assert.match((await refusal(select('a=-'), podRequest(pod()))) ?? '', /^\[a\]: Invalid value: "-": a valid label must be/);
  assert.match((await refusal(select('-=a'), podRequest(pod()))) ?? '', /^<nil>: Invalid value: "-": /);
  const unnamed = pod({ nodeSelector: { env: 'dev' } }, { generateName: 'p-' });
  delete unnamed.metadata.name;
  assert.equal(
    await refusal(select('env=prod'), podRequest(unnamed, { name: '' })),
    'pods is forbidden: pod node label selector conflicts with its namespace node label selector',
  );
});

test('tolerations of a namespace come after those of the pod, of equal ones the first stays; an empty list hides the server configuration', async () => {
  const DEFAULTS = 'scheduler.alpha.kubernetes.io/defaultTolerations';
  const restrict = (text: string, options: Partial<PodTolerationRestrictionOptions> = {}) =>
    makePodTolerationRestriction({ namespace: getterOf(annotated({ [DEFAULTS]: text })), ...options });
  const one = { key: 'one', operator: 'Exists', effect: 'NoSchedule' };
  const two = { key: 'two', operator: 'Exists', effect: 'NoSchedule' };
  const request = podRequest(pod({ tolerations: [one, two] }));
  await refusal(restrict(JSON.stringify([{ key: 'x', operator: 'Exists' }, one])), request);
  assert.deepEqual(specOf(request).tolerations, [one, two, { key: 'x', operator: 'Exists' }]);
  const hidden = podRequest(pod());
  await refusal(restrict('[]', { defaults: [one] }), hidden);
  assert.equal(specOf(hidden).tolerations, undefined);
  assert.match(
    (await refusal(restrict('', { allowed: [one] }), podRequest(pod({ tolerations: [two] })))) ?? '',
    /conflict with its cluster whitelist$/,
  );
  assert.equal(await refusal(restrict('{'), podRequest(pod())), 'unexpected end of JSON input');
  assert.equal(await refusal(restrict('x'), podRequest(pod())), "invalid character 'x' looking for beginning of value");
  assert.equal(await refusal(restrict('{}'), podRequest(pod())), 'json: cannot unmarshal object into Go value of type []v1.Toleration');
  assert.equal(await refusal(restrict('["a"]'), podRequest(pod())), 'json: cannot unmarshal string into Go value of type v1.Toleration');
  assert.equal(
    await refusal(restrict('[{"key":1}]'), podRequest(pod())),
    'json: cannot unmarshal number into Go struct field Toleration.key of type string',
  );
});

test('a new node takes no pods', async () => {
  const node = attributes({ resource: 'nodes', object: object('Node', 'n') });
  await makeTaintNodesByCondition().mutate?.(node);
  assert.deepEqual(specOf(node).taints, [{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }]);
});
