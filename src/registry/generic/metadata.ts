/** What the server itself writes into metadata, and the checks that compare an object with its request. */
import { randomUuid } from '../../base/uuid.ts';
import { equal } from '../../machinery/clone.ts';
import { goQuote } from '../../machinery/go/text.ts';
import { parseUint64, successor } from '../../machinery/int64.ts';
import type { KubeObject, ObjectMeta } from '../../machinery/object.ts';
import { badRequest, rawError } from '../../machinery/status.ts';
import { timeText } from '../../machinery/time.ts';
import type { Strategy } from './declaration.ts';

const SYSTEM_FIELDS = ['creationTimestamp', 'uid', 'deletionTimestamp', 'deletionGracePeriodSeconds', 'selfLink'] as const;

/** Removes what only the server may say of a new object. Most objects say nothing of it, and to delete what is not there is not free. */
export function wipeSystemFields(meta: ObjectMeta): void {
  for (const field of SYSTEM_FIELDS) if (field in meta) delete meta[field];
}

/** A new object's identity. */
export function fillSystemFields(meta: ObjectMeta, now: number): void {
  meta.creationTimestamp = timeText(now);
  meta.uid = randomUuid();
}

/**
 * An object says the namespace of its request or none. `expected` is '' for cluster-scoped kinds, where a given namespace is dropped.
 * @throws {ApiError} 400
 */
export function matchNamespace(meta: ObjectMeta, expected: string): void {
  if (expected === '') delete meta.namespace;
  else if (meta.namespace === undefined || meta.namespace === '') meta.namespace = expected;
  else if (meta.namespace !== expected) throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
}

/** An object's resourceVersion as upstream compares it: 0 for none. @throws {ApiError} 500 for what is no number */
export function parseResourceVersion(text: string | undefined): number {
  if (text === undefined || text === '') return 0;
  const value = parseUint64(text);
  if (typeof value === 'string') throw rawError(`strconv.ParseUint: parsing ${goQuote(text)}: ${value}`);
  return Number(value);
}

/** metadata.generation of a new object. */
export function initialGeneration(meta: ObjectMeta, strategy: Strategy): void {
  const rule = strategy.generation ?? 'managed';
  if (rule === 'client') return;
  if (rule === 'none') delete meta.generation;
  else meta.generation = 1;
}

/** Clients never choose the generation of an existing object. */
export function keepGeneration(meta: ObjectMeta, old: ObjectMeta): void {
  if (old.generation === undefined) delete meta.generation;
  else meta.generation = old.generation;
}

/** Raises the generation when the update changes what the generation counts. `object` has been prepared. */
export function raiseGeneration(object: KubeObject, old: KubeObject, rule: NonNullable<Strategy['generation']>): void {
  const raises = typeof rule === 'function' ? rule(object, old) : rule === 'managed' && differsOutsideStatus(object, old);
  if (raises) object.metadata.generation = successor(old.metadata.generation ?? 0);
}

function differsOutsideStatus(object: KubeObject, old: KubeObject): boolean {
  for (const field in object) if (counts(field) && !equal(object[field], old[field])) return true;
  for (const field in old) if (counts(field) && !Object.hasOwn(object, field) && !equal(undefined, old[field])) return true;
  return false;
}

const counts = (field: string): boolean => field !== 'metadata' && field !== 'status' && field !== 'kind' && field !== 'apiVersion';
