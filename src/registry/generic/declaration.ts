/**
 * A resource is a declaration: what differs from the generic behaviour, and nothing else. Everything that the server does with a kind follows
 * from here: routes, discovery, storage keys, defaulting, write rules, tables, selectors.
 *
 * Adding a resource: its types under `apis/<group>/<version>/`, its declaration under `registry/<group>/`, one line in `controlplane/`.
 */
import type { Clock } from '../../base/clock.ts';
import type { StructType } from '../../machinery/descriptor.ts';
import type { ErrorList } from '../../machinery/field-errors.ts';
import type { Int64 } from '../../machinery/int64.ts';
import type { KubeObject, StringMap } from '../../machinery/object.ts';
import type { UserInfo } from '../../request/user.ts';

export type Verb = 'create' | 'delete' | 'deletecollection' | 'get' | 'list' | 'patch' | 'update' | 'watch';

/** All verbs, sorted as discovery prints them. */
export const ALL_VERBS: readonly Verb[] = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

/** One version in which a kind is served. */
export interface VersionDeclaration {
  readonly version: string;
  /** The group it is served in, when not the declaration's (events live in two groups). */
  readonly group?: string;
  readonly type: StructType;
  /** Fills in what the client left out; changes the object in place. Runs on decoded and on stored objects of this version. */
  readonly setDefaults?: (object: KubeObject) => void;
  /** Served only while this feature is on. */
  readonly featureGate?: string;
  /** False where the version is only known: objects may be stored, and fields owned, in it. */
  readonly served?: boolean;
  /** To and from the storage version; absent when this is it. Pure: returns a new object or the same one unchanged in place. */
  readonly toHub?: (object: KubeObject) => KubeObject;
  readonly fromHub?: (object: KubeObject) => KubeObject;
  /** Field selector labels of this version -> names in `selectableFields` of the declaration. Absent: the same names. */
  readonly fieldLabels?: { readonly [label: string]: string };
  /** Answers with a Warning header on every request for this version. */
  readonly deprecationWarning?: string;
}

/** What a strategy may look at besides the objects. */
export interface StrategyContext {
  readonly clock: Clock;
  readonly user: UserInfo;
  readonly namespace: string;
  readonly dryRun: boolean;
  readonly subresource: string;
  /** The group that the request names, where a kind is served in several (events). */
  readonly apiGroup?: string;
  /** The labels of a namespace as the cache knows it; undefined when there is none. Absent: nothing is known of namespaces. */
  readonly namespaceLabels?: (name: string) => StringMap | undefined;
  /** The cluster has no privileged containers (--allow-privileged=false). Absent: it may. */
  readonly refusesPrivileged?: boolean;
  featureEnabled(gate: string): boolean;
  warn(text: string): void;
}

export type Propagation = 'Orphan' | 'Background' | 'Foreground';

/**
 * The write rules of a kind. All functions see storage-version objects; `prepare*` change `object` in place (it is the writer's own copy),
 * `old` is never changed.
 */
export interface Strategy {
  /** Clears what a client may not set at creation, sets what the server owns. Metadata is the generic store's work. */
  readonly prepareForCreate?: (context: StrategyContext, object: KubeObject) => void;
  readonly prepareForUpdate?: (context: StrategyContext, object: KubeObject, old: KubeObject) => void;
  readonly validate?: (context: StrategyContext, object: KubeObject) => ErrorList | undefined;
  readonly validateUpdate?: (context: StrategyContext, object: KubeObject, old: KubeObject) => ErrorList | undefined;
  /** Texts for Warning headers. */
  readonly warningsOnCreate?: (context: StrategyContext, object: KubeObject) => readonly string[];
  readonly warningsOnUpdate?: (context: StrategyContext, object: KubeObject, old: KubeObject) => readonly string[];
  /** Brings a validated object into the form in which it is stored. */
  readonly canonicalize?: (object: KubeObject) => void;
  /** Checks metadata.name beyond being a path segment; returns messages. Default: DNS-1123 subdomain. */
  readonly validateName?: (name: string, prefix: boolean) => readonly string[];
  /**
   * Which of the generic metadata checks the kind's own update validation runs again, in order; what they find is reported again. Default: 'update'.
   * Kinds whose update validation includes their creation's (config maps, secrets, services ...) say 'update', 'create'.
   */
  readonly metadataRules?: readonly ('update' | 'create')[];
  /** PUT to a missing name creates it. Default false. */
  readonly allowCreateOnUpdate?: boolean;
  /** PUT without resourceVersion is allowed. Default true. */
  readonly allowUnconditionalUpdate?: boolean;
  /**
   * 'managed' (default): 1 at creation, +1 when anything outside metadata and status changes. 'client': kept as given. 'none': never set.
   * 'one': 1 at creation, never raised. A function decides whether an update raises it.
   */
  readonly generation?: 'managed' | 'client' | 'none' | 'one' | ((object: KubeObject, old: KubeObject) => boolean);
  /** Decides the grace period of a deletion in seconds; undefined: the kind is not deleted gracefully. */
  readonly gracefulDeletion?: (object: KubeObject, requested: Int64 | undefined) => Int64 | undefined;
  readonly defaultPropagation?: Propagation;
  /** A warning to add when a delete did not say how to propagate (Job). */
  readonly propagationWarning?: string;
  /** The object instead of a Status when it is gone at once. Default false. */
  readonly returnDeletedObject?: boolean;
  /** Why an object of this name can never be deleted by a request for it; undefined: it can. */
  readonly refuseDelete?: (name: string) => string | undefined;
  /** Decides whether an object with a deletionTimestamp and no metadata.finalizers may go (namespaces look at spec.finalizers). */
  readonly mayDelete?: (object: KubeObject) => boolean;
  /**
   * Deletion takes two requests: the first one only sets metadata.deletionTimestamp and calls this on the writer's copy; a later one (or an
   * update) removes the object once `mayDelete` agrees (namespaces).
   */
  readonly markDeleted?: (object: KubeObject) => void;
  /** Seconds after which the store removes the object (events). */
  readonly ttlSeconds?: number;
  /** What a status (or other) write resets: field paths from the object's root, for ownership. */
  readonly resetFields?: readonly (readonly string[])[];
  /** The only fields that a write may own, where these are easier told than what it resets; `*` is any element of a list. */
  readonly ownableFields?: readonly (readonly string[])[];
}

/** A subresource that is a view of the same stored object (status, and others that follow a strategy). */
export interface StoredSubresource {
  readonly kind: 'stored';
  readonly verbs: readonly Verb[];
  readonly strategy: Strategy;
}

/** A subresource with a type of its own that reads and writes the stored object (scale). */
export interface ProjectedSubresource {
  readonly kind: 'projected';
  readonly verbs: readonly Verb[];
  /** What is on the wire. */
  readonly group: string;
  readonly version: string;
  readonly objectKind: string;
  readonly type: StructType;
  readonly setDefaults?: (object: KubeObject) => void;
  readonly project: (object: KubeObject) => KubeObject;
  readonly columns: TablePrinter;
  /** Applies a written projection to a copy of the stored object, in place. */
  readonly apply: (context: StrategyContext, projected: KubeObject, object: KubeObject) => ErrorList | undefined;
  readonly strategy: Strategy;
}

/** A subresource (or a whole virtual resource) that a function answers: binding, eviction, token, log, reviews. Installed by the control plane. */
export interface VirtualSubresource {
  readonly kind: 'virtual';
  readonly verbs: readonly Verb[];
  readonly group: string;
  readonly version: string;
  readonly objectKind: string;
  readonly type: StructType;
}

export type Subresource = StoredSubresource | ProjectedSubresource | VirtualSubresource;

/** Column of a table (meta.k8s.io/v1 TableColumnDefinition). */
export interface Column {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description: string;
  readonly priority: number;
}

export interface RowCondition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

/** How `kubectl get` shows the kind. Cells that depend on now (ages) are functions of it. */
export interface TablePrinter {
  readonly columns: readonly Column[];
  /** An empty list has `rows: null` instead of `[]`: so it is for kinds that upstream prints without rules of their own. */
  readonly nullWhenEmpty?: boolean;
  /** The rows of a list stand in this order; absent: in the list's. */
  readonly order?: (one: KubeObject, other: KubeObject) => number;
  /** One row per object, usually; `cells` in column order. */
  readonly row: (object: KubeObject) => {
    readonly cells: readonly (string | Int64 | boolean | null | TimedCell)[];
    readonly conditions?: readonly RowCondition[];
  };
}

/** A cell whose text depends on the time of the answer (milliseconds since the epoch). */
export type TimedCell = (now: number) => string;

export interface SelectableFields {
  /** Values beyond metadata.name and metadata.namespace, by label. */
  readonly values: { readonly [label: string]: (object: KubeObject) => string };
  /** Whether metadata.namespace may be selected on. Default true. */
  readonly namespaceSelectable?: boolean;
  /** How an unknown label is refused; gets the label. */
  readonly refusal: (label: string) => string;
  /** Labels that the watch cache indexes. */
  readonly indexed?: readonly string[];
}

export interface ResourceDeclaration {
  readonly group: string;
  /** Plural, lower case: "deployments". */
  readonly resource: string;
  readonly singular: string;
  readonly kind: string;
  readonly listKind: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  readonly verbs: readonly Verb[];
  /** As published in discovery. */
  readonly storageVersionHash: string | null;
  /** The version that is stored; one of `versions`. */
  readonly storageVersion: string;
  readonly versions: readonly VersionDeclaration[];
  /** The version in the store when upstream stores another one than the version that objects are kept in here. */
  readonly storedAs?: VersionDeclaration;
  /** Stored as JSON, whatever the storage media type of the server is. */
  readonly storedAsJson?: boolean;
  /** Keys are prefix + [namespace/] + name: "/registry/deployments/". */
  readonly storagePrefix: string;
  /** Default true. */
  readonly watchCache?: boolean;
  readonly strategy: Strategy;
  readonly subresources: { readonly [name: string]: Subresource };
  /** Absent: no tables are made of it. */
  readonly columns?: TablePrinter;
  readonly selectableFields: SelectableFields;
}

/** Declares a resource; the place where defaults of a declaration are filled in. */
export function resource(
  declaration: Omit<ResourceDeclaration, 'singular' | 'listKind' | 'shortNames' | 'categories' | 'verbs' | 'subresources'> &
    Partial<ResourceDeclaration>,
): ResourceDeclaration {
  return {
    ...declaration,
    singular: declaration.singular ?? declaration.kind.toLowerCase(),
    listKind: declaration.listKind ?? `${declaration.kind}List`,
    shortNames: declaration.shortNames ?? [],
    categories: declaration.categories ?? [],
    verbs: declaration.verbs ?? ALL_VERBS,
    subresources: declaration.subresources ?? {},
  };
}
