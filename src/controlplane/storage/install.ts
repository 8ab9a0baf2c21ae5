/**
 * From declarations to served resources: storage, registry, place in the resource table. One storage per declaration, shared by all versions
 * it is served in.
 */
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/log.ts';
import type { MetricsRegistry } from '../../base/metrics.ts';
import type { InstalledResource, ResourceTable, VirtualHandler } from '../../endpoints/routing/resources.ts';
import { groupResourceName } from '../../machinery/gvk.ts';
import { internalError } from '../../machinery/status.ts';
import type { ResourceDeclaration } from '../../registry/generic/declaration.ts';
import { RegistryStore } from '../../registry/generic/store.ts';
import { exportObjects } from '../../server/storage-metrics.ts';
import { openResourceStorage } from '../../storage/resource/open-storage.ts';
import { CacheMetrics } from '../../storage/watch-cache/cache-metrics.ts';
import type { CompletedOptions } from '../options.ts';
import { DEFAULT_PREFIX } from './store.ts';
import type { ResourceStores } from './stores.ts';

export interface InstallOptions {
  readonly stores: ResourceStores;
  readonly clock: Clock;
  readonly log: Logger;
  readonly table: ResourceTable;
  /** What all keys begin with. */
  readonly prefix: string;
  /** Handlers of virtual subresources and virtual resources: "pods/binding", "componentstatuses". */
  readonly virtualHandlers: (group: string, path: string) => VirtualHandler | undefined;
  /** Which schema this process writes. */
  readonly fingerprint: number;
  /** In which form objects are stored. */
  readonly mediaType: string;
  readonly metrics: MetricsRegistry;
  readonly options: Pick<
    CompletedOptions,
    'objectCountPeriod' | 'watchCache' | 'uncachedResources' | 'deleteCollectionWorkers' | 'garbageCollection'
  >;
}

/** The registries of a server, by group and resource. */
export class Registries {
  readonly #stores = new Map<string, RegistryStore>();
  readonly #atClose: (() => void)[] = [];

  get(group: string, resource: string): RegistryStore | undefined {
    return this.#stores.get(`${group}/${resource}`);
  }

  /** @throws {ApiError} 500 when the resource is not served */
  require(group: string, resource: string): RegistryStore {
    const found = this.get(group, resource);
    if (found === undefined) throw internalError(`${groupResourceName({ group, resource })} is not served`);
    return found;
  }

  add(store: RegistryStore): void {
    this.#stores.set(`${store.declaration.group}/${store.declaration.resource}`, store);
  }

  all(): Iterable<RegistryStore> {
    return this.#stores.values();
  }

  /** Resolves when every cache has been filled. */
  async ready(): Promise<void> {
    await Promise.all([...this.#stores.values()].map((each) => each.storage.ready()));
  }

  whenClosed(task: () => void): void {
    this.#atClose.push(task);
  }

  async close(): Promise<void> {
    for (const task of this.#atClose) task();
    await Promise.all([...this.#stores.values()].map((each) => each.storage.close()));
  }
}

/** Opens storage for all declarations and puts them into the table at once. */
export function installResources(options: InstallOptions, declarations: readonly ResourceDeclaration[]): Registries {
  const registries = new Registries();
  const cacheMetrics = new CacheMetrics(options.metrics);
  const { objectCountPeriod, watchCache, uncachedResources, deleteCollectionWorkers, garbageCollection } = options.options;
  if (objectCountPeriod > 0) {
    const stop = exportObjects(options.metrics, { stores: () => registries.all(), clock: options.clock, period: objectCountPeriod });
    registries.whenClosed(stop);
  }
  const installed = declarations.map((declaration): InstalledResource => {
    const virtual: { [subresource: string]: VirtualHandler } = {};
    const own = options.virtualHandlers(declaration.group, declaration.resource);
    if (own !== undefined) virtual[''] = own;
    for (const name of Object.keys(declaration.subresources)) {
      const handler = options.virtualHandlers(declaration.group, `${declaration.resource}/${name}`);
      if (handler !== undefined) virtual[name] = handler;
    }
    if (!isStored(declaration)) return { declaration, store: undefined, virtual };
    const { clock, log, fingerprint, mediaType } = options;
    const { store, feed } = options.stores.of(declaration);
    const placed = {
      ...declaration,
      storagePrefix: options.prefix + declaration.storagePrefix.slice(DEFAULT_PREFIX.length),
      watchCache: watchCache && declaration.watchCache !== false && !uncachedResources.includes(groupResourceName(declaration)),
    };
    const counters = cacheMetrics.of(declaration.group, declaration.resource);
    const storage = openResourceStorage({ store, declaration: placed, clock, log, feed, fingerprint, mediaType, counters });
    const registry = new RegistryStore({ declaration: placed, storage, clock, deleteCollectionWorkers, garbageCollection });
    registries.add(registry);
    return { declaration: placed, store: registry, virtual };
  });
  options.table.install(installed);
  return registries;
}

/** Virtual resources (reviews, bindings) have no keys. */
function isStored(declaration: ResourceDeclaration): boolean {
  return declaration.storagePrefix !== '';
}
