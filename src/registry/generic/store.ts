/**
 * The registry of one resource: what creating, updating and deleting mean, whatever the kind. A declaration says what is special about the kind, the
 * storage keeps entries, and this class joins them. Admission lies above and comes in as functions.
 *
 * Objects are in the storage version here. An object that is handed in belongs to the store from then on; entries are shared and never changed.
 */
import type { Clock } from '../../base/clock.ts';
import { goQuote } from '../../machinery/go-text.ts';
import type { GroupResource } from '../../machinery/gvk.ts';
import { nameIsPathSegment } from '../../machinery/names.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { badRequest, notFound } from '../../machinery/status.ts';
import type {
  Entry,
  EntryFilter,
  ListPage,
  Preconditions,
  ResourceStorage,
  ResourceVersionMatch,
  UpdateResult,
} from '../../storage/resource-storage.ts';
import { createObject } from './create.ts';
import type { Propagation, ResourceDeclaration, Strategy, StrategyContext } from './declaration.ts';
import { type DeleteResult, deleteObject } from './delete.ts';
import { deleteCollection } from './delete-collection.ts';
import { updateObject } from './update.ts';

export interface CreateRequest {
  readonly context: StrategyContext;
  readonly object: KubeObject;
  /** Validating admission; sees the object as it would be stored. */
  readonly admit: (object: KubeObject) => Promise<void>;
}

export interface UpdateRequest {
  readonly context: StrategyContext;
  readonly name: string;
  /** The resource's own strategy, or that of a subresource. */
  readonly strategy: Strategy;
  readonly preconditions?: Preconditions;
  /**
   * Makes the new object from the current entry (undefined: the object is missing and may be created). Called again on every
   * retry; the result belongs to the store.
   */
  readonly transform: (current: Entry | undefined) => Promise<KubeObject>;
  readonly admitCreate: (object: KubeObject) => Promise<void>;
  readonly admitUpdate: (object: KubeObject, old: KubeObject) => Promise<void>;
  /** Creates a missing object whatever the strategy says (server-side apply). */
  readonly forceAllowCreate?: boolean;
}

export interface DeletionOptions {
  readonly gracePeriodSeconds?: number | undefined;
  readonly preconditions?: Preconditions;
  readonly orphanDependents?: boolean | undefined;
  readonly propagationPolicy?: Propagation | undefined;
}

export interface DeleteRequest {
  readonly context: StrategyContext;
  readonly name: string;
  readonly options: DeletionOptions;
  /** Validating admission; sees the object that is about to go. */
  readonly admit: (object: KubeObject) => Promise<void>;
}

export interface DeleteCollectionRequest {
  readonly context: StrategyContext;
  readonly options: DeletionOptions;
  readonly filter: EntryFilter;
  /** Of the first list; pages behind it follow its state. */
  readonly resourceVersion: string;
  readonly resourceVersionMatch: ResourceVersionMatch;
  readonly limit: number;
  readonly continueToken: string;
  readonly admit: (object: KubeObject) => Promise<void>;
}

export interface RegistryStoreOptions {
  readonly declaration: ResourceDeclaration;
  readonly storage: ResourceStorage;
  readonly clock: Clock;
}

export class RegistryStore {
  readonly declaration: ResourceDeclaration;
  readonly storage: ResourceStorage;
  readonly clock: Clock;
  /** How messages name the resource. */
  readonly groupResource: GroupResource;

  constructor(options: RegistryStoreOptions) {
    this.declaration = options.declaration;
    this.storage = options.storage;
    this.clock = options.clock;
    this.groupResource = { group: options.declaration.group, resource: options.declaration.resource };
  }

  /** The storage key of an object. @throws {ApiError} 400 for a namespaced kind without a namespace, or an impossible name */
  keyOf(namespace: string, name: string): string {
    const { storagePrefix, namespaced } = this.declaration;
    if (namespaced && namespace === '') throw badRequest('Namespace parameter required.');
    if (name === '') throw badRequest('Name parameter required.');
    const errors = nameIsPathSegment(name, false);
    if (errors.length > 0) throw badRequest(`Name parameter invalid: ${goQuote(name)}: ${errors.join(';')}`);
    return namespaced ? `${storagePrefix}${namespace}/${name}` : storagePrefix + name;
  }

  /** @throws {ApiError} 404 */
  async get(namespace: string, name: string, resourceVersion = ''): Promise<Entry> {
    const entry = await this.storage.get(this.keyOf(namespace, name), resourceVersion);
    if (entry === undefined) throw notFound(this.groupResource, name);
    return entry;
  }

  create(request: CreateRequest): Promise<Entry> {
    return createObject(this, request);
  }

  update(request: UpdateRequest): Promise<UpdateResult> {
    return updateObject(this, request);
  }

  delete(request: DeleteRequest): Promise<DeleteResult> {
    return deleteObject(this, request);
  }

  deleteCollection(request: DeleteCollectionRequest): Promise<ListPage> {
    return deleteCollection(this, request);
  }
}
