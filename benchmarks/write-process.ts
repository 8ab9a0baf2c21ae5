/**
 * What the steps of a write cost, each alone: a patch without HTTP, admission and validation; the default admission chain; the validation of a pod.
 * Prints microseconds of CPU time as JSON. A process of its own, so that garbage of other rows is not collected on this one's time.
 */
import { makeAdmissionChain } from '../src/admission/chain.ts';
import type { AdmissionAttributes, AdmissionChain } from '../src/admission/interface.ts';
import { ConfigMap, Pod } from '../src/apis/core/v1/types.ts';
import { systemClock } from '../src/base/clock.ts';
import { FeatureGates } from '../src/base/feature-gates.ts';
import { silentLogger } from '../src/base/log.ts';
import { MetricsRegistry } from '../src/base/metrics.ts';
import { decodeJson } from '../src/codec/json/decode.ts';
import { LoopbackClient } from '../src/controllers/loopback-client.ts';
import { makeAdmission } from '../src/controlplane/admission/admission.ts';
import { completeOptions } from '../src/controlplane/options.ts';
import { BUILT_IN_RESOURCES } from '../src/controlplane/resources.ts';
import { installResources } from '../src/controlplane/storage/install.ts';
import { exchange } from '../src/endpoints/exchange.fixture.ts';
import { makeCreate } from '../src/endpoints/handlers/create.ts';
import { makePatch } from '../src/endpoints/handlers/patch.ts';
import { BigBodies } from '../src/endpoints/handlers/write/big-body.ts';
import { type ResourceHandler, ResourceTable, type ResourceTarget } from '../src/endpoints/routing/resources.ts';
import { PROTOBUF_TYPE } from '../src/machinery/media.ts';
import type { KubeObject } from '../src/machinery/object.ts';
import { pods } from '../src/registry/core/pods/pods.ts';
import { podStrategy } from '../src/registry/core/pods/strategy.ts';
import type { StrategyContext } from '../src/registry/generic/declaration.ts';
import type { RegistryStore } from '../src/registry/generic/store.ts';
import { openMemoryStore } from '../src/storage/memory/memory-store.ts';
import { openStoreFeed } from '../src/storage/watch-cache/feed.ts';
import { configMap, pod, SERVICE_ACCOUNT } from './objects.ts';

const TURNS = 12;
const EACH_TURN = 1000;
const MANAGERS = ['kubectl-edit', 'deployer', 'annotator', 'scaler', 'auditor'];

/** Microseconds of CPU time. */
export interface WriteCosts {
  readonly patch: number;
  readonly admissionOfPod: number;
  readonly admissionOfConfigMap: number;
  readonly validationOfPod: number;
}

const clock = systemClock;
const log = silentLogger;
const gates = new FeatureGates();
const featureEnabled = (gate: string): boolean => gates.enabled(gate);
const user = { name: 'admin', uid: '', groups: ['system:masters'], extra: new Map() };
const authorizer = { authorize: () => ({ decision: 'allow' as const, reason: '' }) };
const store = openMemoryStore({ clock });
const main = { store, feed: openStoreFeed({ store, clock, log }) };
const stores = { main, overrides: [], of: () => main, close: () => store.close() };

/** The resources of a whole server over a memory store; pods without their validation. */
function install(): { readonly table: ResourceTable; readonly registry: (group: string, resource: string) => RegistryStore } {
  const table = new ResourceTable([]);
  const { validate: _, validateUpdate: __, warningsOnCreate: ___, warningsOnUpdate: ____, ...strategy } = podStrategy;
  const declarations = BUILT_IN_RESOURCES.map((each) => (each === pods ? { ...pods, strategy } : each));
  const registries = installResources(
    {
      stores,
      clock,
      log,
      table,
      prefix: '/registry',
      virtualHandlers: () => undefined,
      fingerprint: 1,
      mediaType: PROTOBUF_TYPE,
      metrics: new MetricsRegistry(),
      options: completeOptions({ storage: { backend: 'memory' } }),
    },
    declarations,
  );
  return { table, registry: (group, resource) => registries.require(group, resource) };
}

const { table, registry } = install();
const deps = { admission: makeAdmissionChain([]), clock, authorizer, featureEnabled, table, bigBodies: new BigBodies() };

function targetOf(group: string, resource: string, name: string): ResourceTarget {
  const installed = table
    .snapshot()
    .version(group, 'v1')
    ?.resources.find((each) => each.declaration.resource === resource);
  const version = installed?.declaration.versions[0];
  if (installed === undefined || version === undefined) throw new Error(`${resource} is not there`);
  const namespace = installed.declaration.namespaced ? 'default' : '';
  return { installed, group, version, subresource: undefined, subresourceName: '', namespace, name };
}

async function send(
  handler: ResourceHandler,
  target: ResourceTarget,
  method: string,
  type: string,
  body: string,
  manager = 'creator',
): Promise<void> {
  const { context } = exchange(`/x?fieldManager=${manager}`, { method, headers: { 'content-type': type } });
  const bytes = Buffer.from(body);
  await handler({ ...context, request: { ...context.request, readBody: async () => bytes } }, target);
}

/** The least of several turns: what disturbs only ever slows down. */
async function least(work: (turn: number) => Promise<() => unknown>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < TURNS; turn++) {
    const run = await work(turn);
    const before = process.cpuUsage();
    await run();
    const { user: own, system } = process.cpuUsage(before);
    best = Math.min(best, (own + system) / EACH_TURN);
  }
  return best;
}

async function patchCost(): Promise<number> {
  const target = targetOf('', 'pods', 'pod');
  await send(makeCreate(deps), target, 'POST', 'application/json', pod('pod'));
  const patch = makePatch(deps);
  const merge = (body: unknown, manager: string): Promise<void> =>
    send(patch, target, 'PATCH', 'application/merge-patch+json', JSON.stringify(body), manager);
  for (const [index, manager] of MANAGERS.entries()) {
    await merge({ metadata: { annotations: { [`example.com/of-${index}`]: 'value' }, labels: { [`label-${index}`]: 'value' } } }, manager);
  }
  return least(async (turn) => async () => {
    for (let i = 0; i < EACH_TURN; i++) await merge({ metadata: { annotations: { 'example.com/touched': `${turn}-${i}` } } }, 'annotator');
  });
}

function defaulted(text: string, type: typeof Pod): KubeObject {
  const { object } = decodeJson(Buffer.from(text), type, 'ignore');
  if (type === Pod) pods.versions[0]?.setDefaults?.(object);
  Object.assign(object.metadata, { namespace: 'default', uid: '3f0b4a0e-5b0c-4a43-9d9c-0a1b2c3d4e5f', creationTimestamp: '2030-01-01T00:00:00Z' });
  return object;
}

async function admissionCost(chain: AdmissionChain, kind: string, resource: string, object: () => KubeObject): Promise<number> {
  return least(async () => {
    const all = Array.from({ length: EACH_TURN }, (): AdmissionAttributes => {
      const attributes = { operation: 'CREATE', group: '', version: 'v1', kind, resource, subresource: '', namespace: 'default', name: 'x' } as const;
      return { ...attributes, object: object(), oldObject: undefined, options: {}, user, dryRun: false, warn: () => {} };
    });
    return async () => {
      for (const each of all) {
        await chain.mutate(each);
        await chain.validate(each);
      }
    };
  });
}

async function validationCost(): Promise<number> {
  const context: StrategyContext = { clock, user, namespace: 'default', dryRun: false, subresource: '', featureEnabled, warn: () => {} };
  const object = defaulted(pod('pod'), Pod);
  podStrategy.prepareForCreate?.(context, object);
  const errors = podStrategy.validate?.(context, object);
  if (errors !== undefined && errors.length > 0) throw new Error(`the pod is not valid: ${JSON.stringify(errors)}`);
  return least(async () => () => {
    for (let i = 0; i < EACH_TURN; i++) podStrategy.validate?.(context, object);
  });
}

async function measure(): Promise<WriteCosts> {
  await send(makeCreate(deps), targetOf('', 'namespaces', ''), 'POST', 'application/json', '{"metadata":{"name":"default"}}');
  await send(makeCreate(deps), targetOf('', 'serviceaccounts', ''), 'POST', 'application/json', SERVICE_ACCOUNT);
  const loopback = new LoopbackClient({ table, clock, featureEnabled });
  const options = completeOptions({ storage: { backend: 'memory' } });
  const chain = makeAdmission({
    options,
    clock,
    metrics: new MetricsRegistry(),
    authorizer,
    featureEnabled,
    loopback,
    registry,
    resourcesOf: () => [],
  });
  return {
    patch: await patchCost(),
    admissionOfPod: await admissionCost(chain, 'Pod', 'pods', () => defaulted(pod('pod'), Pod)),
    admissionOfConfigMap: await admissionCost(chain, 'ConfigMap', 'configmaps', () => defaulted(configMap('cm'), ConfigMap)),
    validationOfPod: await validationCost(),
  };
}

process.stdout.write(JSON.stringify(await measure()));
process.exit(0);
