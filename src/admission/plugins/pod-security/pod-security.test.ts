import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../../../base/manual-clock.ts';
import { MetricsRegistry } from '../../../base/metrics.ts';
import type { KubeObject } from '../../../machinery/object.ts';
import { attributes, getterOf, listerOf, object, pod, podRequest, refusal, USER } from '../../admission.fixture.ts';
import type { AdmissionAttributes } from '../../interface.ts';
import { CONTAINER_CONTROLS, type Fields, GOOD, POD_CONTROLS } from './controls.fixture.ts';
import { podSecurityMetrics } from './metrics.ts';
import { makePodSecurity, type PodSecurityOptions } from './pod-security.ts';
import type { Level } from './policy.ts';

const namespace = (labels: { readonly [mode: string]: string }): KubeObject => ({
  ...object('Namespace', 'here'),
  metadata: {
    name: 'here',
    labels: Object.fromEntries(Object.entries(labels).map(([mode, level]) => [`pod-security.kubernetes.io/${mode}`, level])),
  },
});

const security = (labels: { readonly [mode: string]: string }, more: Partial<PodSecurityOptions> = {}) =>
  makePodSecurity({ clock: new ManualClock(), namespace: getterOf(namespace(labels)), pods: listerOf(), ...more });

const PRIVILEGED = { containers: [{ name: 'c', image: 'i', securityContext: { privileged: true } }] };
const REFUSED = 'privileged (container "c" must not set securityContext.privileged=true)';

async function warningsOf(plugin: ReturnType<typeof security>, request: AdmissionAttributes): Promise<string[]> {
  const warnings: string[] = [];
  assert.equal(await refusal(plugin, { ...request, warn: (text) => void warnings.push(text) }), undefined);
  return warnings;
}

test('enforce refuses pods; a refused pod is not warned of', async () => {
  const warnings: string[] = [];
  const request = { ...podRequest(pod(PRIVILEGED)), warn: (text: string) => void warnings.push(text) };
  assert.equal(
    await refusal(security({ enforce: 'baseline', warn: 'restricted' }), request),
    `pods "a" is forbidden: violates PodSecurity "baseline:latest": ${REFUSED}`,
  );
  assert.deepEqual(warnings, []);
  assert.equal(await refusal(security({}), podRequest(pod(PRIVILEGED))), undefined);
});

type Holder = (template: object) => { readonly [field: string]: unknown };
const inSpec: Holder = (template) => ({ spec: { template } });
const WORKLOADS: readonly (readonly [group: string, resource: string, holding: Holder])[] = [
  ['', 'podtemplates', (template) => ({ template })],
  ['', 'replicationcontrollers', inSpec],
  ['apps', 'replicasets', inSpec],
  ['apps', 'deployments', inSpec],
  ['apps', 'statefulsets', inSpec],
  ['apps', 'daemonsets', inSpec],
  ['batch', 'jobs', inSpec],
  ['batch', 'cronjobs', (template) => ({ spec: { jobTemplate: { spec: { template } } } })],
];

test('whatever holds a pod template is warned of, never refused', async () => {
  for (const [group, resource, holding] of WORKLOADS) {
    const request = attributes({ group, resource, object: object('Any', 'a', holding({ metadata: {}, spec: PRIVILEGED })) });
    assert.deepEqual(
      await warningsOf(security({ enforce: 'baseline' }), request),
      [`would violate PodSecurity "baseline:latest": ${REFUSED}`],
      resource,
    );
  }
});

/** Specs by control: what it allows and what it refuses, in each place of a template where the control looks. */
function* controls(): Generator<readonly [level: Level, reason: string, where: string, allowed: Fields, refused: Fields]> {
  const modest = { containers: [{ name: 'c', image: 'i', securityContext: GOOD }] };
  for (const [level, reason, allowed, refused] of POD_CONTROLS) yield [level, reason, 'pod', { ...modest, ...allowed }, { ...modest, ...refused }];
  for (const [level, reason, allowed, refused] of CONTAINER_CONTROLS) {
    for (const kind of ['containers', 'initContainers', 'ephemeralContainers']) {
      const of = (fields: Fields): Fields => ({ ...modest, [kind]: [{ name: 'x', image: 'i', ...fields }] });
      yield [level, reason, kind, of(allowed), of(refused)];
    }
  }
}

test('every control holds for pods and for whatever holds a pod template', async () => {
  for (const [level, reason, where, allowed, refused] of controls()) {
    const plugin = security({ enforce: level });
    const said = `${level} ${reason} in ${where} ${JSON.stringify(refused)}`;
    assert.equal(await refusal(plugin, podRequest(pod(allowed))), undefined, said);
    assert.match((await refusal(plugin, podRequest(pod(refused)))) ?? '', new RegExp(`: violates PodSecurity "${level}:latest": ${reason}`), said);
    for (const [group, resource, holding] of WORKLOADS) {
      const warned = (spec: Fields) => warningsOf(plugin, attributes({ group, resource, object: object('Any', 'a', holding({ spec })) }));
      assert.deepEqual(await warned(allowed), [], `${resource} ${said}`);
      assert.match((await warned(refused)).join(), new RegExp(`^would violate PodSecurity "${level}:latest": ${reason}`), `${resource} ${said}`);
    }
  }
});

test('updates count when they change what the standards look at', async () => {
  const plugin = security({ enforce: 'baseline' });
  const update = (spec: { readonly [field: string]: unknown }, subresource = ''): Promise<string | undefined> =>
    refusal(plugin, podRequest(pod(spec), { operation: 'UPDATE', subresource, oldObject: pod(PRIVILEGED) }));
  assert.equal(await update(PRIVILEGED), undefined);
  assert.notEqual(await update({ containers: [{ ...PRIVILEGED.containers[0], image: 'other' }] }), undefined);
  assert.notEqual(await update({ ...PRIVILEGED, ephemeralContainers: [{ name: 'e', image: 'i' }] }, 'ephemeralcontainers'), undefined);
});

test('evaluations, exemptions and labels that cannot be read are counted', async () => {
  const registry = new MetricsRegistry();
  const metrics = podSecurityMetrics(registry);
  const workload = attributes({ group: 'apps', resource: 'deployments', object: { ...object('Deployment', 'd'), ...inSpec({ spec: PRIVILEGED }) } });
  await refusal(security({ enforce: 'baseline', warn: 'restricted' }, { metrics }), podRequest(pod(PRIVILEGED)));
  await refusal(security({ warn: 'baseline', 'warn-version': 'v1.99' }, { metrics }), podRequest(pod(PRIVILEGED)));
  await refusal(security({ audit: 'baseline', 'audit-version': 'v1.30' }, { metrics }), workload);
  await refusal(security({}, { metrics }), podRequest(pod(PRIVILEGED)));
  await refusal(security({}, { metrics, exemptions: { usernames: [USER.name] } }), workload);
  await refusal(security({ enforce: 'severe' }, { metrics }), podRequest(pod({})));
  const counted = registry.render().match(/^pod_security.*[1-9]$/gm) ?? [];
  const evaluation = (decision: string, mode: string, level: string, version: string, resource = 'pod'): string =>
    `pod_security_evaluations_total{decision="${decision}",mode="${mode}",policy_level="${level}",policy_version="${version}",request_operation="create",resource="${resource}",subresource=""}`;
  assert.deepEqual(counted, [
    'pod_security_errors_total{fatal="false",request_operation="create",resource="pod",subresource=""} 1',
    `${evaluation('allow', 'enforce', 'privileged', 'latest')} 2`,
    `${evaluation('deny', 'audit', 'baseline', 'v1.30', 'controller')} 1`,
    `${evaluation('deny', 'enforce', 'baseline', 'latest')} 1`,
    `${evaluation('deny', 'enforce', 'restricted', 'latest')} 1`,
    `${evaluation('deny', 'warn', 'baseline', 'future')} 1`,
    'pod_security_exemptions_total{request_operation="create",resource="controller",subresource=""} 1',
  ]);
});

test('users, namespaces and runtime classes may be exempt', async () => {
  const exempt = (exemptions: NonNullable<PodSecurityOptions['exemptions']>): Promise<string | undefined> =>
    refusal(security({ enforce: 'restricted' }, { exemptions }), podRequest(pod({ ...PRIVILEGED, runtimeClassName: 'vm' })));
  assert.notEqual(await exempt({}), undefined);
  assert.equal(await exempt({ usernames: [USER.name] }), undefined);
  assert.equal(await exempt({ namespaces: ['here'] }), undefined);
  assert.equal(await exempt({ runtimeClasses: ['vm'] }), undefined);
});

test('the audit event says which policy was enforced, what violates the one to note, who is exempt, and what could not be read', async () => {
  const notes = async (plugin: ReturnType<typeof security>, request: AdmissionAttributes): Promise<object> => {
    const found: { [key: string]: string } = {};
    await refusal(plugin, {
      ...request,
      annotate: (key, value) => void Object.assign(found, { [key.replace('pod-security.kubernetes.io/', '')]: value }),
    });
    return found;
  };
  const request = podRequest(pod({ ...PRIVILEGED, runtimeClassName: 'vm' }));
  const deployment = attributes({
    group: 'apps',
    resource: 'deployments',
    object: object('Deployment', 'd', { spec: { template: pod(PRIVILEGED) } }),
  });
  assert.deepEqual(await notes(security({}), request), { 'enforce-policy': 'privileged:latest' });
  assert.deepEqual(await notes(security({ enforce: 'baseline' }), request), { 'enforce-policy': 'baseline:latest' });
  const noted = `would violate PodSecurity "baseline:latest": ${REFUSED}`;
  assert.deepEqual(await notes(security({ audit: 'baseline' }), request), { 'enforce-policy': 'privileged:latest', 'audit-violations': noted });
  assert.deepEqual(await notes(security({ audit: 'baseline' }), deployment), { 'audit-violations': noted });
  for (const [exempt, exemptions] of [
    ['namespace', { namespaces: ['here'] }],
    ['user', { usernames: [USER.name] }],
    ['runtimeClass', { runtimeClasses: ['vm'] }],
  ] as const)
    assert.deepEqual(await notes(security({ enforce: 'baseline' }, { exemptions }), request), { exempt });
  assert.deepEqual(await notes(security({ warn: 'x' }), request), {
    'enforce-policy': 'privileged:latest',
    error:
      'Failed to parse policy: metadata.labels[pod-security.kubernetes.io/warn]: Invalid value: "x": must be one of privileged, baseline, restricted',
  });
});

test('whoever asks for a policy in an exempt namespace hears that it is ignored', async () => {
  const plugin = security({}, { exemptions: { namespaces: ['here'] } });
  const create = (labels: { readonly [mode: string]: string }): AdmissionAttributes =>
    attributes({ resource: 'namespaces', namespace: 'here', object: namespace(labels) });
  assert.deepEqual(await warningsOf(plugin, create({ enforce: 'baseline', audit: 'privileged', warn: 'restricted', 'warn-version': 'v1.30' })), [
    'namespace "here" is exempt from Pod Security, and the policy (enforce=baseline:latest, warn=restricted:v1.30) will be ignored',
  ]);
  assert.deepEqual(await warningsOf(plugin, create({ enforce: 'privileged' })), []);
  const update = { ...create({ enforce: 'restricted' }), operation: 'UPDATE', oldObject: namespace({}) } as const;
  assert.match((await warningsOf(plugin, update)).join(), /is exempt from Pod Security/);
});

test('a namespace that becomes stricter hears of its pods, those with the same faults together', async () => {
  const named = (name: string, spec: { readonly [field: string]: unknown }): KubeObject => pod(spec, { name });
  const plugin = security({}, { pods: listerOf(named('a', PRIVILEGED), named('b', PRIVILEGED), named('n', { hostNetwork: true }), named('ok', {})) });
  const change = (now: { readonly [mode: string]: string }, old: { readonly [mode: string]: string }): AdmissionAttributes =>
    attributes({ resource: 'namespaces', operation: 'UPDATE', namespace: 'here', name: 'here', object: namespace(now), oldObject: namespace(old) });
  assert.deepEqual(await warningsOf(plugin, change({ enforce: 'baseline' }, {})), [
    'existing pods in namespace "here" violate the new PodSecurity enforce level "baseline:latest"',
    'a (and 1 other pod): privileged',
    'n: host namespaces',
  ]);
  assert.deepEqual(await warningsOf(plugin, change({ enforce: 'baseline' }, { enforce: 'restricted' })), []);
  assert.match(
    (await refusal(plugin, change({ enforce: 'no' }, {}))) ?? '',
    /^Namespace "here" is invalid: metadata\.labels\[pod-security\.kubernetes\.io\/enforce\]/,
  );
});
