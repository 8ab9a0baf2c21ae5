/**
 * API objects as they are in memory: plain objects in table key order (see descriptor.ts for how each type looks).
 *
 * Users choose the keys of labels, annotations, data and resources. Such maps are read with `getKey` and written with `setKey`
 * only, so that `__proto__`, `constructor` and the like are keys like any other.
 */
import { lastingText } from '../base/lasting-text.ts';
import type { Int64 } from './int64.ts';
import type { RawJson } from './raw.ts';

export type Value = null | boolean | number | bigint | string | RawJson | readonly Value[] | { readonly [key: string]: Value | undefined };

/** A struct or map whose shape the caller knows from its descriptor. */
export type Fields = { [key: string]: unknown };

export type StringMap = { [key: string]: string };

export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

/** An owner reference as far as deletion is concerned. */
export interface OwnerLink {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  /** blockOwnerDeletion: an owner that is deleted in the foreground waits for this object. */
  readonly blocks: boolean;
}

/** What ties an object to others, and whether it is on its way out. */
export interface ObjectLinks {
  readonly uid: string;
  readonly owners: readonly OwnerLink[];
  readonly finalizers: readonly string[];
  readonly deleting: boolean;
}

/** The links of an object that has been built already; they may be kept without it. */
export function linksOf({ uid = '', ownerReferences, finalizers, deletionTimestamp }: ObjectMeta): ObjectLinks {
  const owners = ownerReferences?.map(({ apiVersion, kind, name, uid, blockOwnerDeletion }) => ({
    apiVersion: lastingText(apiVersion),
    kind: lastingText(kind),
    name: lastingText(name),
    uid: lastingText(uid),
    blocks: blockOwnerDeletion === true,
  }));
  return { uid: lastingText(uid), owners: owners ?? NONE, finalizers: finalizers ?? NONE, deleting: deletionTimestamp !== undefined };
}

const NONE: readonly never[] = [];

export interface ManagedFieldsEntry {
  manager?: string;
  operation?: string;
  apiVersion?: string;
  time?: string;
  fieldsType?: string;
  fieldsV1?: RawJson;
  subresource?: string;
}

export interface ObjectMeta {
  name?: string;
  generateName?: string;
  namespace?: string;
  selfLink?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: Int64;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: Int64;
  labels?: StringMap;
  annotations?: StringMap;
  ownerReferences?: OwnerReference[];
  finalizers?: string[];
  managedFields?: ManagedFieldsEntry[];
}

export interface KubeObject {
  kind: string;
  apiVersion: string;
  metadata: ObjectMeta;
  spec?: unknown;
  status?: unknown;
  [field: string]: unknown;
}

/** An object as the type of its kind, which is what it has been decoded as. Callers know the kind from where the object comes from. */
export function asKind<T>(object: KubeObject): T {
  return object as unknown as T;
}

/** The value of a user's key, or undefined; never something inherited. */
export function getKey<T>(map: { readonly [key: string]: T } | undefined | null, key: string): T | undefined {
  return map !== undefined && map !== null && Object.hasOwn(map, key) ? map[key] : undefined;
}

/** Sets a user's key as an own property, `__proto__` included. */
export function setKey<T>(map: { [key: string]: T }, key: string, value: T): void {
  if (key === '__proto__') Object.defineProperty(map, key, { value, writable: true, enumerable: true, configurable: true });
  else map[key] = value;
}
