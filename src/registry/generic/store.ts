/**
 * The registry of one resource: what creating, updating and deleting mean, whatever the kind. A declaration says what is special about the kind, the
 * storage keeps entries, and this class joins them.
 *
 * Objects are in the storage version here. An object that is handed in belongs to the store from then on; entries are shared and never changed.
 */
import type { Clock } from '../../base/clock.ts';
import { goQuote } from '../../machinery/go/text.ts';
import { nameIsPathSegment } from '../../machinery/grammar/names.ts';
import type { GroupResource } from '../../machinery/gvk.ts';
import { badRequest, forbidden, notFound } from '../../machinery/status.ts';
import type { Entry, ListPage, ResourceStorage, UpdateResult } from '../../storage/resource-storage.ts';
import type { Allocation } from './allocation.ts';
import { createObject } from './create.ts';
import type { ResourceDeclaration } from './declaration.ts';
import { type DeleteResult, deleteObject } from './delete.ts';
import { deleteCollection } from './delete-collection.ts';
import type { CreateRequest, DeleteCollectionRequest, DeleteRequest, Registry, UpdateRequest } from './requests.ts';
import { updateObject } from './update.ts';

export interface RegistryStoreOptions {
  readonly declaration: ResourceDeclaration;
  readonly storage: ResourceStorage;
  readonly clock: Clock;
  /** Deletions under way at a time when a collection is deleted. Default 16. */
  readonly deleteCollectionWorkers?: number;
  /** Whether deletions leave word for the garbage collector about dependents. Default true. */
  readonly garbageCollection?: boolean;
}

const DELETE_COLLECTION_WORKERS = 16;

export class RegistryStore implements Registry {
  readonly declaration: ResourceDeclaration;
  readonly storage: ResourceStorage;
  readonly clock: Clock;
  readonly groupResource: GroupResource;
  readonly deleteCollectionWorkers: number;
  readonly garbageCollection: boolean;
  /** Set once, before the first write, by whoever joins the resources. */
  allocation: Allocation | undefined;

  constructor(options: RegistryStoreOptions) {
    this.declaration = options.declaration;
    this.storage = options.storage;
    this.clock = options.clock;
    this.groupResource = { group: options.declaration.group, resource: options.declaration.resource };
    this.deleteCollectionWorkers = options.deleteCollectionWorkers ?? DELETE_COLLECTION_WORKERS;
    this.garbageCollection = options.garbageCollection ?? true;
  }

  keyOf(namespace: string, name: string): string {
    const { storagePrefix, namespaced } = this.declaration;
    if (namespaced && namespace === '') throw badRequest('Namespace parameter required.');
    if (name === '') throw badRequest('Name parameter required.');
    const errors = nameIsPathSegment(name);
    if (errors.length > 0) throw badRequest(`Name parameter invalid: ${goQuote(name)}: ${errors.join(';')}`);
    return namespaced ? `${storagePrefix}${namespace}/${name}` : storagePrefix + name;
  }

  /** At once where the storage can. @throws {ApiError} 404 */
  get(namespace: string, name: string, resourceVersion = ''): Entry | Promise<Entry> {
    const found = this.storage.get(this.keyOf(namespace, name), resourceVersion);
    return found instanceof Promise ? found.then((entry) => this.#present(entry, name)) : this.#present(found, name);
  }

  #present(entry: Entry | undefined, name: string): Entry {
    if (entry === undefined) throw notFound(this.groupResource, name);
    return entry;
  }

  create(request: CreateRequest): Promise<Entry> {
    return createObject(this, request);
  }

  update(request: UpdateRequest): Promise<UpdateResult> {
    return updateObject(this, request);
  }

  async delete(request: DeleteRequest): Promise<DeleteResult> {
    const refusal = this.declaration.strategy.refuseDelete?.(request.name);
    if (refusal !== undefined) throw forbidden(this.groupResource, request.name, refusal);
    return deleteObject(this, request);
  }

  deleteCollection(request: DeleteCollectionRequest): Promise<ListPage> {
    return deleteCollection(this, request);
  }
}
