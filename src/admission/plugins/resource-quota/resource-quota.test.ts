import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../../../base/manual-clock.ts';
import type { KubeObject } from '../../../machinery/object.ts';
import { conflict } from '../../../machinery/status.ts';
import { attributes, object, pod, podRequest, refusal } from '../../admission.fixture.ts';
import type { AdmissionPlugin } from '../../interface.ts';
import type { DeviceSources } from './device-claims.ts';
import { makeResourceQuota, type ResourceQuotaOptions } from './resource-quota.ts';

type Amounts = { readonly [name: string]: string };

const NO_DEVICES: DeviceSources = { extended: () => true, classes: async () => [], claims: async () => [], pod: async () => undefined };

/** Quotas in a store of their own, with versions; reads may lag behind, as those of another replica's cache do. */
class Books {
  readonly #quotas = new Map<string, KubeObject>();
  #version = 1;
  writes = 0;
  /** What caches answer; undefined: the truth. */
  stale: readonly KubeObject[] | undefined;

  add(name: string, hard: Amounts, spec: object = {}, used?: Amounts): void {
    const zero = Object.fromEntries(Object.keys(hard).map((each) => [each, '0']));
    this.#quotas.set(name, {
      ...object('ResourceQuota', name, { spec: { hard, ...spec }, status: { hard, used: used ?? zero } }),
      metadata: { name, resourceVersion: '1' },
    });
  }

  used(name: string): Amounts {
    return (this.#quotas.get(name) as { status: { used: Amounts } } & KubeObject).status.used;
  }

  snapshot(): readonly KubeObject[] {
    return [...this.#quotas.values()];
  }

  plugin(more: Partial<ResourceQuotaOptions> = {}): AdmissionPlugin {
    return makeResourceQuota({
      clock: new ManualClock(),
      devices: NO_DEVICES,
      mayHaveAny: () => this.#quotas.size > 0,
      list: async (_namespace, fresh) => (fresh ? undefined : this.stale) ?? this.snapshot(),
      update: async (_namespace, name, resourceVersion, change) => {
        await Promise.resolve();
        const quota = this.#quotas.get(name) as KubeObject;
        if (quota.metadata.resourceVersion !== resourceVersion) throw conflict({ group: '', resource: 'resourcequotas' }, name, 'changed');
        this.writes += 1;
        const next = change(quota);
        this.#quotas.set(name, { ...next, metadata: { ...next.metadata, resourceVersion: String(++this.#version) } });
      },
      ...more,
    });
  }
}

const container = (requests: Amounts, limits: Amounts = {}) => ({ name: 'c', resources: { requests, limits } });
const name = 'pods "a" is forbidden: ';

test('what is used is added up, and never beyond the limit', async () => {
  const books = new Books();
  books.add('q', { 'requests.cpu': '1', pods: '5' });
  const plugin = books.plugin();
  const create = (cpu: string): Promise<string | undefined> => refusal(plugin, podRequest(pod({ containers: [container({ cpu })] })));
  assert.equal(await create('600m'), undefined);
  assert.deepEqual(books.used('q'), { 'requests.cpu': '600m', pods: '1' });
  assert.equal(await create('500m'), `${name}exceeded quota: q, requested: requests.cpu=500m, used: requests.cpu=600m, limited: requests.cpu=1`);
  assert.equal(await create('0.4'), undefined);
  assert.deepEqual(books.used('q'), { 'requests.cpu': '1', pods: '2' });
});

test('fifty at once through three replicas with old caches: a hundred fit, not one more', async () => {
  const books = new Books();
  books.add('q', { pods: '100' }, {}, { pods: '70' });
  books.stale = books.snapshot();
  const replicas = [books.plugin(), books.plugin(), books.plugin()];
  const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => refusal(replicas[i % 3] as AdmissionPlugin, podRequest(pod()))));
  assert.equal(answers.filter((each) => each === undefined).length, 30);
  assert.deepEqual(books.used('q'), { pods: '100' });
  // One write per batch, not one per pod.
  assert.ok(books.writes < 15, String(books.writes));
});

test('whoever limits cpu or memory makes every container say them', async () => {
  const books = new Books();
  books.add('q', { 'requests.cpu': '1', 'limits.memory': '1Gi' });
  const create = (spec: { readonly [field: string]: unknown }): Promise<string | undefined> => refusal(books.plugin(), podRequest(pod(spec)));
  assert.equal(
    await create({
      containers: [
        { name: 'b', resources: {} },
        { ...container({ cpu: '1m' }), name: 'a' },
      ],
    }),
    `${name}failed quota: q: must specify limits.memory for: a,b; requests.cpu for: b`,
  );
  assert.equal(
    await create({ containers: [{ name: 'b', resources: {} }], resources: { requests: { cpu: '1m' }, limits: { memory: '1Mi' } } }),
    undefined,
  );
});

test('a quota whose use is not known yet refuses, one without limits does not', async () => {
  const books = new Books();
  books.add('q', { pods: '2' }, {}, {});
  assert.equal(await refusal(books.plugin(), podRequest(pod())), `${name}status unknown for quota: q, resources: pods`);
  const empty = new Books();
  empty.add('q', {});
  assert.equal(await refusal(empty.plugin(), podRequest(pod())), undefined);
});

test('scopes: only what is within is counted, and what comes within is charged', async () => {
  const counted = async (spec: object, of: { readonly [field: string]: unknown }): Promise<boolean> => {
    const books = new Books();
    books.add('q', { pods: '5' }, spec);
    await refusal(books.plugin(), podRequest(pod(of)));
    return books.used('q').pods === '1';
  };
  const selector = (operator: string, values: string[] = []) => ({
    scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator, values }] },
  });
  const cpu = { containers: [container({ cpu: '1m' })] };
  assert.ok(await counted({ scopes: ['BestEffort'] }, {}));
  assert.ok(!(await counted({ scopes: ['BestEffort'] }, cpu)));
  assert.ok(await counted({ scopes: ['NotBestEffort'] }, cpu));
  assert.ok(await counted({ scopes: ['Terminating'] }, { activeDeadlineSeconds: 0 }));
  assert.ok(!(await counted({ scopes: ['NotTerminating'] }, { activeDeadlineSeconds: 0 })));
  assert.ok(await counted(selector('In', ['high']), { priorityClassName: 'high' }));
  assert.ok(!(await counted(selector('Exists'), {})));
  assert.ok(await counted(selector('NotIn', ['high']), {}));
  const term = { topologyKey: 'z', namespaces: ['other'] };
  assert.ok(
    await counted(
      { scopes: ['CrossNamespacePodAffinity'] },
      { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } },
    ),
  );

  const books = new Books();
  books.add('q', { pods: '0' }, { scopes: ['Terminating'] });
  const old = pod({}, { name: 'a', resourceVersion: '1' });
  const update = podRequest(pod({ activeDeadlineSeconds: 30 }), { operation: 'UPDATE', oldObject: old });
  assert.match((await refusal(books.plugin(), update)) ?? '', /exceeded quota: q, requested: pods=1/);
});

test('objects are counted as they are created; services and claims by what they are', async () => {
  const books = new Books();
  books.add('q', {
    configmaps: '1',
    'count/deployments.apps': '1',
    services: '5',
    'services.nodeports': '1',
    'services.loadbalancers': '1',
    'requests.storage': '10Gi',
    'gold.storageclass.storage.k8s.io/requests.storage': '3Gi',
  });
  const plugin = books.plugin();
  const create = (group: string, resource: string, fields: { readonly [field: string]: unknown } = {}): Promise<string | undefined> =>
    refusal(plugin, attributes({ group, resource, object: object('Any', 'a', fields) }));
  assert.equal(await create('', 'configmaps'), undefined);
  assert.match((await create('', 'configmaps')) ?? '', /requested: configmaps=1, used: configmaps=1, limited: configmaps=1/);
  assert.equal(await create('apps', 'deployments'), undefined);
  assert.notEqual(await create('apps', 'deployments'), undefined);
  assert.equal(await create('', 'events'), undefined);
  assert.match((await create('', 'services', { spec: { type: 'NodePort', ports: [{}, {}] } })) ?? '', /requested: services\.nodeports=2/);
  assert.equal(await create('', 'services', { spec: { type: 'LoadBalancer', allocateLoadBalancerNodePorts: false, ports: [{}, {}] } }), undefined);
  const claim = (storage: string) => ({ spec: { storageClassName: 'gold', resources: { requests: { storage } } } });
  assert.equal(await create('', 'persistentvolumeclaims', claim('2Gi')), undefined);
  assert.match(
    (await create('', 'persistentvolumeclaims', claim('2Gi'))) ?? '',
    /requested: gold\.storageclass\.storage\.k8s\.io\/requests\.storage=2Gi/,
  );
  assert.equal(books.used('q')['requests.storage'], '2Gi');
});

test('a dry run is refused like any other and costs nothing', async () => {
  const books = new Books();
  books.add('q', { pods: '1' });
  const dry = (): Promise<string | undefined> => refusal(books.plugin(), { ...podRequest(pod()), dryRun: true });
  assert.deepEqual([await dry(), await dry()], [undefined, undefined]);
  assert.deepEqual(books.used('q'), { pods: '0' });
  await refusal(books.plugin(), podRequest(pod()));
  assert.match((await dry()) ?? '', /exceeded quota/);
});

test('what is limited by default needs a quota that covers it', async () => {
  const books = new Books();
  const limitedResources = [{ apiGroup: '', resource: 'pods', matchContains: ['gpu'], matchScopes: [] }];
  const create = (): Promise<string | undefined> =>
    refusal(books.plugin({ limitedResources }), podRequest(pod({ containers: [container({ 'example.test/gpu': '1' })] })));
  assert.equal(await create(), `${name}insufficient quota to consume: requests.example.test/gpu`);
  books.add('q', { 'requests.example.test/gpu': '1' });
  assert.equal(await create(), undefined);
});

test('a pod that was there before its quota may be labelled, though it does not say what the quota asks for; a deadline is charged', async () => {
  const books = new Books();
  books.add('q', { 'requests.cpu': '1' });
  const stored = pod({}, { resourceVersion: '7' });
  const update = (spec: object): Promise<string | undefined> =>
    refusal(books.plugin(), podRequest(pod({ ...spec }), { operation: 'UPDATE', oldObject: stored }));
  assert.equal(await update({}), undefined);
  assert.equal(await update({ activeDeadlineSeconds: 5 }), `${name}failed quota: q: must specify requests.cpu for: c`);
});

test('devices are charged by class, and under the names that pods ask for them by', async () => {
  const books = new Books();
  books.add('q', { 'gold.deviceclass.resource.k8s.io/devices': '4', 'requests.example.com/gpu': '4' });
  const classes = async (): Promise<readonly KubeObject[]> => [object('DeviceClass', 'gold', { spec: { extendedResourceName: 'example.com/gpu' } })];
  const plugin = books.plugin({ devices: { ...NO_DEVICES, classes } });
  const claim = object('ResourceClaim', 'c', { spec: { devices: { requests: [{ exactly: { deviceClassName: 'gold', count: 3 } }] } } });
  const ask = (): Promise<string | undefined> =>
    refusal(plugin, attributes({ operation: 'CREATE', group: 'resource.k8s.io', resource: 'resourceclaims', name: 'c', object: claim }));
  assert.equal(await ask(), undefined);
  assert.deepEqual(books.used('q'), { 'gold.deviceclass.resource.k8s.io/devices': '3', 'requests.example.com/gpu': '3' });
  assert.match((await ask()) ?? '', /exceeded quota: q, requested: gold\.deviceclass.*=3,requests\.example\.com\/gpu=3, used: /);
});
