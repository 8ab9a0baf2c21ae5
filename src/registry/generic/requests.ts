/**
 * What is asked of a registry, and what its verbs (create.ts, update.ts, delete.ts) know of it. Admission lies above the registry and comes in as
 * functions.
 */
import type { GroupResource } from '../../machinery/gvk.ts';
import type { Int64 } from '../../machinery/int64.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { Pending } from '../../request/pending.ts';
import type { Entry, EntryFilter, Preconditions, ResourceStorage, ResourceVersionMatch } from '../../storage/resource-storage.ts';
import type { Allocation } from './allocation.ts';
import type { Propagation, ResourceDeclaration, Strategy, StrategyContext } from './declaration.ts';

/** A registry as its verbs see it. */
export interface Registry {
  readonly declaration: ResourceDeclaration;
  readonly storage: ResourceStorage;
  /** How messages name the resource. */
  readonly groupResource: GroupResource;
  /** What objects of the kind take from somewhere else; most kinds take nothing. */
  readonly allocation: Allocation | undefined;
  /** Deletions under way at a time when a collection is deleted. */
  readonly deleteCollectionWorkers: number;
  /** Whether deletions leave word for the garbage collector about dependents. */
  readonly garbageCollection: boolean;
  /** The storage key of an object. @throws {ApiError} 400 for a namespaced kind without a namespace, or an impossible name */
  keyOf(namespace: string, name: string): string;
}

export interface CreateRequest {
  readonly context: StrategyContext;
  readonly object: KubeObject;
  /** Validating admission; sees the object as it would be stored. */
  readonly admit: (object: KubeObject) => Pending;
  /** Preparing and validating it takes so long that others have turns of the loop between. */
  readonly isLong?: boolean;
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
  readonly admitCreate: (object: KubeObject) => Pending;
  readonly admitUpdate: (object: KubeObject, old: KubeObject) => Pending;
  /** As CreateRequest.isLong; asked when `transform` is through. */
  readonly isLong?: () => boolean;
  /** Creates a missing object whatever the strategy says (server-side apply). */
  readonly forceAllowCreate?: boolean;
}

export interface DeletionOptions {
  readonly gracePeriodSeconds?: Int64 | undefined;
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
