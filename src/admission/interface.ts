/**
 * Admission: plugins that see every write before it is stored. Mutating ones may change the object, validating ones may only refuse; the chain runs
 * all mutating plugins, then the object's validation, then the validating ones.
 */
import type { KubeObject } from '../machinery/object.ts';
import type { UserInfo } from '../request/user.ts';

export type AdmissionOperation = 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';

export interface AdmissionAttributes {
  readonly operation: AdmissionOperation;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  /** Empty while generateName has not been resolved. */
  readonly name: string;
  /** In the storage version; plugins of the mutating phase change it in place. Undefined for DELETE and CONNECT without a body. */
  readonly object: KubeObject | undefined;
  /** Never changed. */
  readonly oldObject: KubeObject | undefined;
  readonly options: { readonly [field: string]: unknown };
  readonly user: UserInfo;
  readonly dryRun: boolean;
  warn(text: string): void;
  /** Notes something for the audit event. */
  annotate?(key: string, value: string): void;
}

export interface AdmissionPlugin {
  /** As upstream names it ("NamespaceLifecycle"). */
  readonly name: string;
  readonly operations: readonly AdmissionOperation[];
  /** What it handles: "pods", "pods/binding", "ingresses.networking.k8s.io". Absent: every resource and subresource. */
  readonly resources?: readonly string[];
  /** @throws {ApiError} to refuse */
  readonly mutate?: (attributes: AdmissionAttributes) => Promise<void> | void;
  /** @throws {ApiError} to refuse */
  readonly validate?: (attributes: AdmissionAttributes) => Promise<void> | void;
}

/** At hand, or on its way. */
export type MaybePromise<T> = T | Promise<T>;

/** Reads one object of a kind from the cache; `namespace` is '' for cluster-scoped kinds. */
export type Getter = (namespace: string, name: string) => MaybePromise<KubeObject | undefined>;

/** Reads all objects of a kind in a namespace ('' = everywhere) from the cache, sorted by name. */
export type Lister = (namespace: string) => MaybePromise<readonly KubeObject[]>;

/** Reads a namespace: as the cache knows it, or as the store has it now. */
export type NamespaceGetter = (name: string, from: 'cache' | 'store') => MaybePromise<KubeObject | undefined>;

export interface AdmissionChain {
  /** Undefined: through already. */
  mutate(attributes: AdmissionAttributes): Promise<void> | undefined;
  validate(attributes: AdmissionAttributes): Promise<void> | undefined;
  /** Whether any plugin cares, so that callers need not prepare attributes. */
  handles(operation: AdmissionOperation): boolean;
}
