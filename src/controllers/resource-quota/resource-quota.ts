/**
 * resourcequota-controller: counts what quotas have used, for a new or changed quota, when something goes or becomes smaller, and every five minutes
 * whatever happened. Admission only ever adds; what is given back is given back here.
 *
 * Nobody may be admitted on room that is not there: a request is charged a moment before its object is stored, so use is lowered only when the last
 * charge has lain long enough for its object to be counted, and only if nothing was charged meanwhile.
 */
import type { DeviceSources } from '../../admission/plugins/resource-quota/device-claims.ts';
import { quotaEvaluators } from '../../admission/plugins/resource-quota/evaluators.ts';
import { type ReadonlyUsage, usageFields } from '../../admission/plugins/resource-quota/usage.ts';
import { quantitiesOf } from '../../apis/core/container-resources.ts';
import type { ResourceQuotaSpec, ResourceQuotaStatus } from '../../apis/core/v1/objects.gen.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { ApiError } from '../../machinery/status.ts';
import { everyEntry } from '../../registry/generic/every-entry.ts';
import type { RegistryStore } from '../../registry/generic/store.ts';
import type { Informer } from '../../storage/informer.ts';
import type { Entry } from '../../storage/resource-storage.ts';
import { informerFor, informerOf } from '../framework/informer.ts';
import type { Controller, ControllerContext, RunningController } from '../framework/interface.ts';
import { RequeueAfter, WorkQueue } from '../framework/work-queue.ts';
import { storedResources } from '../stored-resources.ts';
import { calculateUsage, hardOf, type Measured, measuredBy } from './calculate.ts';

const QUOTAS = { group: '', version: 'v1', resource: 'resourcequotas' };
const WORKERS = 5;
const RESYNC_MS = 300_000;
/** Several objects that go in a row are counted once. */
const GATHER_MS = 20;
/** How long an object may take from its charge to the store. */
const OWN_SETTLE_MS = 100;
const SHARED_SETTLE_MS = 1_000;

export const resourceQuotaController: Controller = {
  name: 'resourcequota-controller',
  account: 'resourcequota-controller',
  start: (context) => new ResourceQuotaController(context),
};

/** A quota as it was last seen. */
interface Seen {
  readonly revision: number;
  /** When it got this revision. */
  readonly at: number;
}

class ResourceQuotaController implements RunningController {
  readonly #context: ControllerContext;
  readonly #queue: WorkQueue;
  readonly #quotas: Informer;
  /** By key, and the keys by namespace. */
  readonly #seen = new Map<string, Seen>();
  readonly #byNamespace = new Map<string, Set<string>>();
  /** Resources that some quota measures are followed. */
  readonly #followed = new Map<RegistryStore, Informer>();
  readonly #unsubscribe: () => void;
  #measured: readonly Measured[];
  #cancelResync: () => void = () => {};

  constructor(context: ControllerContext) {
    const { clock, log, table } = context;
    this.#context = context;
    this.#measured = this.#measurable();
    this.#queue = new WorkQueue({
      name: resourceQuotaController.name,
      clock,
      log,
      workers: WORKERS,
      reconcile: (key) => this.#reconcile(key),
      metrics: context.queueMetrics,
    });
    this.#unsubscribe = table.subscribe(() => this.#look());
    this.#quotas = informerFor(context, '', 'resourcequotas', {
      put: (entry, previous) => this.#note(entry, previous),
      remove: (entry) => this.#forget(entry),
    });
    this.#resync();
  }

  close(): Promise<void> {
    this.#unsubscribe();
    this.#cancelResync();
    this.#quotas.close();
    for (const each of this.#followed.values()) each.close();
    this.#followed.clear();
    return this.#queue.close();
  }

  #measurable(): readonly Measured[] {
    const evaluatorOf = quotaEvaluators(this.#context.clock, deviceSources(this.#context));
    return storedResources(this.#context.table.snapshot(), 'delete').flatMap((resource) => {
      const evaluator = resource.namespaced ? evaluatorOf(resource.group, resource.resource) : undefined;
      return evaluator === undefined ? [] : [{ resource, evaluator }];
    });
  }

  /** Custom resources come and go. */
  #look(): void {
    this.#measured = this.#measurable();
    const served = new Set(this.#measured.map(({ resource }) => resource.store));
    for (const [store, informer] of this.#followed) {
      if (served.has(store)) continue;
      informer.close();
      this.#followed.delete(store);
    }
    this.#countAll();
  }

  #resync(): void {
    this.#cancelResync = this.#context.clock.after(RESYNC_MS, () => {
      this.#countAll();
      this.#resync();
    });
  }

  #countAll(): void {
    for (const key of this.#seen.keys()) this.#queue.add(key);
  }

  #note(entry: Entry, previous: Entry | undefined): void {
    const key = keyOf(entry);
    this.#seen.set(key, { revision: entry.revision, at: this.#context.clock.now() });
    const keys = this.#byNamespace.get(entry.namespace) ?? new Set();
    this.#byNamespace.set(entry.namespace, keys.add(key));
    const quota = entry.object();
    // Its status is what admission and we write: only another limit is a reason to count.
    if (previous === undefined || !sameAmounts(hardOf(quota), hardOf(previous.object())) || !isComplete(quota)) this.#queue.add(key);
  }

  #forget(entry: Entry): void {
    const key = keyOf(entry);
    this.#seen.delete(key);
    const keys = this.#byNamespace.get(entry.namespace);
    keys?.delete(key);
    if (keys?.size === 0) this.#byNamespace.delete(entry.namespace);
  }

  #follow(quota: KubeObject): void {
    for (const measured of measuredBy(quota, this.#measured)) {
      const { store } = measured.resource;
      if (this.#followed.has(store)) continue;
      const informer = informerOf(this.#context, store, {
        put: (entry, previous) => this.#changed(measured, entry, previous),
        remove: ({ namespace }) => this.#replenish(namespace),
      });
      this.#followed.set(store, informer);
    }
  }

  /** What is new has been charged; what is only counted stays the same. */
  #changed(measured: Measured, entry: Entry, previous: Entry | undefined): void {
    const { evaluator } = measured;
    if (previous === undefined || evaluator.each !== undefined || !this.#byNamespace.has(entry.namespace)) return;
    if (!sameAmounts(evaluator.usage(entry.object()), evaluator.usage(previous.object()))) this.#replenish(entry.namespace);
  }

  #replenish(namespace: string): void {
    for (const key of this.#byNamespace.get(namespace) ?? []) this.#queue.addAfter(key, GATHER_MS);
  }

  async #reconcile(key: string): Promise<void> {
    const registry = this.#context.registry('', 'resourcequotas');
    const [namespace = '', name = ''] = key.split('/');
    const quota = (await registry?.storage.get(registry.keyOf(namespace, name), ''))?.object();
    if (quota === undefined) return;
    for (const { evaluator } of this.#measured) await evaluator.prepare?.([]);
    // Followed before it is counted: what goes meanwhile is heard of.
    this.#follow(quota);
    const used = await calculateUsage(quota, this.#measured);
    const before = amountsOf(quota, 'used');
    if (isComplete(quota) && sameAmounts(used, before)) return;
    const wait = this.#unsettled(key, quota);
    if (wait > 0 && [...before].some(([each, amount]) => (used.get(each)?.cmp(amount) ?? 0) < 0)) {
      throw new RequeueAfter('something was charged just now', wait);
    }
    const { hard } = (quota.spec ?? {}) as ResourceQuotaSpec;
    try {
      await this.#context.client.update(QUOTAS, { ...quota, status: { hard: hard ?? {}, used: usageFields(used) } }, 'status');
    } catch (error) {
      if (error instanceof ApiError && error.code === 404) return;
      // Somebody was charged meanwhile, as happens all the time.
      if (error instanceof ApiError && error.code === 409) throw new RequeueAfter('the quota has been modified', GATHER_MS);
      throw error;
    }
  }

  /** Milliseconds until everything that was charged by this version of the quota must have been stored. */
  #unsettled(key: string, quota: KubeObject): number {
    const { clock, shared } = this.#context;
    const settle = shared ? SHARED_SETTLE_MS : OWN_SETTLE_MS;
    const seen = this.#seen.get(key);
    const known = seen !== undefined && String(seen.revision) === quota.metadata.resourceVersion;
    return known ? seen.at + settle - clock.now() : settle;
  }
}

function keyOf({ namespace, name }: Entry): string {
  return `${namespace}/${name}`;
}

function amountsOf(quota: KubeObject, part: 'hard' | 'used'): ReadonlyUsage {
  return quantitiesOf((quota.status as ResourceQuotaStatus | undefined)?.[part]);
}

/** The status has the limits of the spec, and some use of each has been counted. */
function isComplete(quota: KubeObject): boolean {
  const { hard, used } = (quota.status ?? {}) as ResourceQuotaStatus;
  return hard !== undefined && hard !== null && used !== undefined && used !== null && sameAmounts(hardOf(quota), amountsOf(quota, 'hard'));
}

function sameAmounts(a: ReadonlyUsage, b: ReadonlyUsage): boolean {
  return a.size === b.size && [...a].every(([name, amount]) => b.get(name)?.cmp(amount) === 0);
}

const DEVICES = 'resource.k8s.io';

/** What is not served is not there. */
function deviceSources({ registry, featureEnabled }: ControllerContext): DeviceSources {
  const list = async (group: string, resource: string, namespace: string): Promise<readonly KubeObject[]> => {
    const store = registry(group, resource);
    return store === undefined ? [] : (await everyEntry(store.storage, namespace, '')).map((each) => each.object());
  };
  return {
    extended: () => featureEnabled('DRAExtendedResource'),
    classes: () => list(DEVICES, 'deviceclasses', ''),
    claims: (namespace) => list(DEVICES, 'resourceclaims', namespace),
    async pod(namespace, name) {
      const pods = registry('', 'pods');
      return (await pods?.storage.get(pods.keyOf(namespace, name), ''))?.object();
    },
  };
}
