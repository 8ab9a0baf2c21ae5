/**
 * The annotation in which `kubectl apply` keeps what it applied last. Server-side apply by a manager named kubectl takes over what that
 * annotation proves to be its own, and keeps the annotation up to date.
 */
import { compareBytes } from '../../machinery/go/format.ts';
import { getKey } from '../../machinery/object.ts';
import { RawJson } from '../../machinery/raw.ts';
import type { JsonMap } from '../document.ts';
import { compareValues } from './compare.ts';
import type { FieldSet } from './field-set.ts';
import { isMapValue, toFieldSet } from './typed-value.ts';
import type { Conflict, VersionedSchema } from './updater.ts';
import { validateDocument } from './validate.ts';

const LAST_APPLIED_ANNOTATION = 'kubectl.kubernetes.io/last-applied-configuration';

/** All annotations of an object together, in bytes; an annotation that would break this is left out. */
const MAX_ANNOTATION_BYTES = 256 * 1024;

function annotationsOf(object: JsonMap): JsonMap {
  const metadata = isMapValue(object.metadata) ? object.metadata : {};
  return isMapValue(metadata.annotations) ? metadata.annotations : {};
}

export function hasLastApplied(object: JsonMap): boolean {
  const value = getKey(annotationsOf(object), LAST_APPLIED_ANNOTATION);
  return typeof value === 'string' && value !== '';
}

/** A copy of `object` whose annotation says `applied`; without the annotation when that is too long. */
export function withLastApplied(object: JsonMap, applied: JsonMap): JsonMap {
  const metadata = isMapValue(applied.metadata) ? { ...applied.metadata } : {};
  delete metadata.managedFields;
  // Annotations that are no strings are none.
  if (isMapValue(metadata.annotations) && Object.values(metadata.annotations).every((each) => typeof each === 'string')) {
    const { [LAST_APPLIED_ANNOTATION]: _, ...annotations } = metadata.annotations;
    metadata.annotations = annotations;
  } else delete metadata.annotations;
  const text = `${sortedJson({ ...applied, metadata })}\n`;
  const annotations: JsonMap = { ...annotationsOf(object), [LAST_APPLIED_ANNOTATION]: text };
  const size = Object.entries(annotations).reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(String(value)), 0);
  if (size > MAX_ANNOTATION_BYTES) delete annotations[LAST_APPLIED_ANNOTATION];
  return { ...object, metadata: { ...(object.metadata as JsonMap), annotations } };
}

/** JSON as Go writes a map: sorted keys, HTML characters escaped. */
function sortedJson(value: unknown): string {
  if (value instanceof RawJson) return value.text;
  if (Array.isArray(value)) return `[${value.map(sortedJson).join(',')}]`;
  if (isMapValue(value)) {
    const keys = Object.keys(value)
      .filter((key) => value[key] !== undefined)
      .sort(compareBytes);
    return `{${keys.map((key) => `${escaped(key)}:${sortedJson(value[key])}`).join(',')}}`;
  }
  if (typeof value === 'bigint') return value.toString();
  return typeof value === 'string' ? escaped(value) : (JSON.stringify(value) ?? 'null');
}

function escaped(text: string): string {
  return JSON.stringify(text).replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** What the annotation must be about to prove anything. */
export interface AnnotatedKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly schema: VersionedSchema;
}

/** What is left of the conflicts after those fields whose live value is the one that the annotation says. */
export function allowedByLastApplied(live: JsonMap, about: AnnotatedKind, conflicts: readonly Conflict[]): Conflict[] {
  const own = ownedByAnnotation(live, about);
  if (own === undefined) return [...conflicts];
  return conflicts.map(({ manager, fields }) => ({ manager, fields: fields.difference(own) })).filter(({ fields }) => !fields.isEmpty);
}

function ownedByAnnotation(live: JsonMap, { apiVersion, kind, schema }: AnnotatedKind): FieldSet | undefined {
  const text = getKey(annotationsOf(live), LAST_APPLIED_ANNOTATION);
  const shape = schema.shape(apiVersion);
  if (typeof text !== 'string' || shape === undefined) return undefined;
  let applied: unknown;
  try {
    applied = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isMapValue(applied) || applied.apiVersion !== apiVersion || applied.kind !== kind || validateDocument(applied, shape).length > 0) {
    return undefined;
  }
  const comparison = compareValues(applied, live, shape);
  return toFieldSet(applied, shape).difference(comparison.modified).difference(comparison.added).difference(comparison.removed);
}
