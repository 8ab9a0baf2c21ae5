/**
 * What the server writes in its own name: as the privileged loopback user, past admission, with the ownership of fields that a client would leave
 * behind (upstream's server writes these objects through a client of its own, and they show it). Who wins between several servers is decided by the
 * store, so every write here is safe to run in all of them at once.
 */
import type { Clock } from '../base/clock.ts';
import type { FeatureEnabled } from '../base/feature-gates.ts';
import { decodeJson } from '../codec/json/decode.ts';
import { encodeUntyped } from '../codec/json/untyped.ts';
import { fieldManagerOf, type ManagedWrite, recordOwnership, setManagedFields } from '../endpoints/handlers/write/field-management.ts';
import { wireKind } from '../endpoints/handlers/write/write.ts';
import type { ResourceTable, ResourceTarget } from '../endpoints/routing/resources.ts';
import { clone } from '../machinery/clone.ts';
import { apiVersionOf } from '../machinery/gvk.ts';
import { asKind, type KubeObject } from '../machinery/object.ts';
import { ApiError } from '../machinery/status.ts';
import type { JsonMap } from '../patch/document.ts';
import type { StrategyContext } from '../registry/generic/declaration.ts';
import type { RegistryStore } from '../registry/generic/store.ts';
import { ALL_AUTHENTICATED, PRIVILEGED_GROUP, type UserInfo } from '../request/user.ts';
import type { Entry } from '../storage/resource-storage.ts';

const LOOPBACK_USER: UserInfo = { name: 'system:apiserver', uid: '', groups: [PRIVILEGED_GROUP, ALL_AUTHENTICATED], extra: new Map() };

/** The name that fields are owned under. */
const MANAGER = 'kube-apiserver';

/** Which object. */
export interface Place {
  readonly group: string;
  readonly resource: string;
  /** '' for cluster-scoped kinds. */
  readonly namespace: string;
  readonly name: string;
}

export interface LoopbackClientOptions {
  readonly table: ResourceTable;
  readonly clock: Clock;
  readonly featureEnabled: FeatureEnabled;
}

export class LoopbackClient {
  readonly #options: LoopbackClientOptions;

  constructor(options: LoopbackClientOptions) {
    this.#options = options;
  }

  get clock(): Clock {
    return this.#options.clock;
  }

  /** The registry of a resource; undefined when it is not served. */
  store(group: string, resource: string): RegistryStore | undefined {
    return this.#installed(group, resource)?.store;
  }

  context(namespace: string, subresource = ''): StrategyContext {
    const { clock, featureEnabled } = this.#options;
    return { clock, user: LOOPBACK_USER, namespace, dryRun: false, subresource, featureEnabled, warn: () => {} };
  }

  /**
   * The object as the store has it now, or with '0' as the cache has it.
   * @template T the type of the kind
   */
  async get<T = KubeObject>(place: Place, resourceVersion = ''): Promise<T | undefined> {
    const store = this.store(place.group, place.resource);
    const entry = await store?.storage.get(store.keyOf(place.namespace, place.name), resourceVersion);
    return entry === undefined ? undefined : asKind<T>(entry.object());
  }

  /** All objects, as the cache has them unless `resourceVersion` is '' (then as the store has them now). */
  async list<T = KubeObject>(group: string, resource: string, matches?: (entry: Entry) => boolean, resourceVersion = '0'): Promise<readonly T[]> {
    const store = this.store(group, resource);
    if (store === undefined) return [];
    const request = { namespace: '', name: '', matches, resourceVersion, limit: 0, continueToken: '' };
    const { entries } = await store.storage.list({ ...request, resourceVersionMatch: '' });
    return entries.map((entry) => asKind<T>(entry.object()));
  }

  /** @param object in the storage version; belongs to the store from then on. @throws {ApiError} AlreadyExists among others */
  async create(group: string, resource: string, object: KubeObject): Promise<void> {
    const store = this.store(group, resource);
    if (store === undefined) return;
    const { declaration } = store;
    declaration.versions.find((each) => each.version === declaration.storageVersion)?.setDefaults?.(object);
    this.#recordOwnership(store, '', object, undefined);
    await store.create({ context: this.context(object.metadata.namespace ?? ''), object, admit: async () => {} });
  }

  /** Whether it was made: false when it is there already, whoever made it. */
  async ensure(group: string, resource: string, object: KubeObject): Promise<boolean> {
    const { name = '', namespace = '' } = object.metadata;
    if ((await this.get({ group, resource, name, namespace })) !== undefined) return false;
    try {
      await this.create(group, resource, object);
      return true;
    } catch (error) {
      if (error instanceof ApiError && error.reason === 'AlreadyExists') return false;
      throw error;
    }
  }

  /**
   * @param change what to make of a copy of the object, in place or anew; undefined: nothing. Runs again when somebody else was faster
   * @throws {ApiError} NotFound, Conflict when `change` keeps the resourceVersion of an older state
   */
  async update(place: Place, change: (object: KubeObject) => KubeObject | undefined, subresource: '' | 'status' = ''): Promise<void> {
    const store = this.store(place.group, place.resource);
    if (store === undefined) return;
    const part = store.declaration.subresources[subresource];
    const partStrategy = part?.kind === 'stored' ? part.strategy : store.declaration.strategy;
    await store.update({
      context: this.context(place.namespace, subresource),
      name: place.name,
      strategy: { ...partStrategy, allowCreateOnUpdate: false },
      transform: async (current) => {
        const old = (current as Entry).object();
        const next = change(clone(old));
        if (next === undefined) return clone(old);
        this.#recordOwnership(store, subresource, next, old);
        return next;
      },
      admitCreate: async () => {},
      admitUpdate: async () => {},
    });
  }

  /**
   * Server-side apply, by force: what `configuration` says is so afterwards, and belongs to `manager`.
   * @param configuration without kind, apiVersion and name
   * @throws {ApiError} NotFound
   */
  async apply(place: Place, configuration: JsonMap, manager: string, subresource: '' | 'status' = ''): Promise<void> {
    const store = this.store(place.group, place.resource);
    const write = store === undefined ? undefined : this.#managed(store, subresource);
    if (store === undefined || write === undefined) return;
    const { wire } = write;
    const identity = { kind: wire.kind, apiVersion: apiVersionOf(wire), metadata: { name: place.name } };
    await store.update({
      context: this.context(place.namespace, subresource),
      name: place.name,
      strategy: { ...write.strategy, allowCreateOnUpdate: false },
      transform: async (current) => {
        const live = clone((current as Entry).object());
        const { object, managedFields } = fieldManagerOf(write).apply(live, { ...identity, ...configuration }, manager, true);
        const next = object === undefined ? live : decodeJson(Buffer.from(encodeUntyped(object)), wire.type, 'ignore').object;
        setManagedFields(next, managedFields);
        return next;
      },
      admitCreate: async () => {},
      admitUpdate: async () => {},
    });
  }

  /** Whether it was there. @param uid of the object that is meant; another one of its name stays */
  async delete(place: Place, uid?: string): Promise<boolean> {
    const store = this.store(place.group, place.resource);
    if (store === undefined) return false;
    const options = uid === undefined ? {} : { preconditions: { uid } };
    try {
      await store.delete({ context: this.context(place.namespace), name: place.name, options, admit: async () => {} });
      return true;
    } catch (error) {
      if (error instanceof ApiError && (error.reason === 'NotFound' || error.reason === 'Conflict')) return false;
      throw error;
    }
  }

  #recordOwnership(store: RegistryStore, subresource: string, object: KubeObject, old: KubeObject | undefined): void {
    const write = this.#managed(store, subresource);
    if (write !== undefined) recordOwnership(write, MANAGER, object, old);
  }

  #managed({ declaration }: RegistryStore, subresourceName: string): ManagedWrite | undefined {
    const installed = this.#installed(declaration.group, declaration.resource);
    const version = declaration.versions.find((each) => each.version === declaration.storageVersion);
    if (installed === undefined || version === undefined) return undefined;
    const subresource = declaration.subresources[subresourceName];
    const target: ResourceTarget = { installed, group: declaration.group, version, subresource, subresourceName, namespace: '', name: '' };
    const strategy = subresource?.kind === 'stored' ? subresource.strategy : declaration.strategy;
    return { target, strategy, wire: wireKind(target), deps: { clock: this.clock } };
  }

  #installed(group: string, resource: string) {
    const snapshot = this.#options.table.snapshot();
    for (const version of snapshot.group(group)?.versions ?? []) {
      const found = version.find(resource);
      if (found !== undefined) return found.installed;
    }
    return undefined;
  }
}
