/**
 * Patching by halves: most patches touch a label or a field of the status, so only what a patch can touch becomes a document, is merged and decoded
 * again; the rest of the object is copied as it is.
 *
 * Invariants: what the patch does not name is shared between document and object, never copied into the document, so that it can be told by identity;
 * it stays shared with the new object until ownership has been worked out, which need not look into it then; the
 * result is what decoding the whole document would have made. Whatever has to be complained about is left to the whole document.
 */
import { type Decoded, DecodeError, type Strictness } from '../../../codec/interface.ts';
import { decodeJsonText } from '../../../codec/json/decode.ts';
import { decodeUntyped } from '../../../codec/json/untyped.ts';
import { clone } from '../../../machinery/clone.ts';
import type { StructType } from '../../../machinery/descriptor.ts';
import { getKey, type KubeObject, setKey } from '../../../machinery/object.ts';
import { RawJson } from '../../../machinery/raw.ts';
import { isMap, type JsonMap } from '../../../patch/document.ts';

/** A copy of an object as a plain document, what it carries as raw JSON included; the literal of a number stays one. */
export function documentOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof RawJson) return /^[-0-9]/.test(value.text) ? value : decodeUntyped(Buffer.from(value.text, 'utf8'));
  if (Array.isArray(value)) return value.map(documentOf);
  const fields = value as { readonly [key: string]: unknown };
  const copy: JsonMap = {};
  for (const key of Object.keys(fields)) if (fields[key] !== undefined) setKey(copy, key, documentOf(fields[key]));
  return copy;
}

/** As documentOf where a merging patch names something; everything else is shared with `value` and must not be changed. */
export function documentAlong(value: unknown, patch: unknown): unknown {
  if (!isMap(value) || !isMap(patch) || hasDirectives(patch)) return documentOf(value);
  const copy: JsonMap = {};
  for (const key of Object.keys(value)) {
    const member = value[key];
    if (member === undefined) continue;
    setKey(copy, key, Object.hasOwn(patch, key) ? documentAlong(member, getKey(patch, key)) : member);
  }
  return copy;
}

/** Directives of strategic patches speak of other keys than their own. */
function hasDirectives(patch: JsonMap): boolean {
  for (const key of Object.keys(patch)) if (key.charCodeAt(0) === 0x24) return true;
  return false;
}

/**
 * The object of a document; what was not touched is that of `current` itself, until `unshare`.
 * @returns undefined when there is anything to complain about: then the whole document must be decoded, for the words
 */
export function decodeTouched(document: JsonMap, current: KubeObject, type: StructType, strictness: Strictness): Decoded | undefined {
  const metadataType = type.field('metadata')?.type;
  const metadata = document.metadata;
  if (metadataType?.kind !== 'struct' || !isMap(metadata)) return undefined;
  const touched = withoutShared(document, current);
  if (touched === undefined) return undefined;
  // All of metadata is "touched" as soon as one label is; what is big in it is not.
  const touchedMetadata = withoutShared(metadata, current.metadata as JsonMap);
  if (touchedMetadata === undefined) return undefined;
  if (Object.hasOwn(touched, 'metadata')) touched.metadata = touchedMetadata;
  try {
    const { object, strictErrors } = decodeJsonText(JSON.stringify(touched), type, strictness, 'kept');
    if (strictErrors.length > 0) return undefined;
    const whole = joined(type, object, document, current) as KubeObject;
    // Metadata itself is the server's to write, touched or not.
    whole.metadata = Object.hasOwn(touched, 'metadata')
      ? joined(metadataType, object.metadata, metadata, current.metadata as JsonMap)
      : { ...current.metadata };
    return { object: whole, strictErrors };
  } catch (error) {
    // JSON.stringify knows no bigint.
    if (error instanceof DecodeError || error instanceof TypeError) return undefined;
    throw error;
  }
}

/** The members that differ from those of `current`; undefined when a user's key cannot be told from a field. */
function withoutShared(document: JsonMap, current: { readonly [key: string]: unknown }): JsonMap | undefined {
  const touched: JsonMap = {};
  for (const key of Object.keys(document)) {
    if (key === '__proto__') return undefined;
    if (!isShared(document, current, key)) touched[key] = document[key];
  }
  return touched;
}

function isShared(document: JsonMap, current: { readonly [key: string]: unknown }, key: string): boolean {
  return Object.hasOwn(document, key) && Object.hasOwn(current, key) && document[key] === current[key];
}

/** Copies what an object of `decodeTouched` still shares, so that it may be changed. */
export function unshare(object: KubeObject, current: KubeObject): void {
  copyShared(object.metadata as JsonMap, current.metadata as JsonMap);
  copyShared(object, current);
}

function copyShared(fields: JsonMap, current: { readonly [key: string]: unknown }): void {
  for (const key of Object.keys(fields)) if (fields[key] === current[key]) fields[key] = clone(fields[key]);
}

/** In table order: decoded fields, and the shared ones. */
function joined(type: StructType, decoded: object, document: JsonMap, current: { readonly [key: string]: unknown }): JsonMap {
  const object: JsonMap = {};
  for (const { name } of type.fields) {
    if (isShared(document, current, name)) object[name] = current[name];
    else if (Object.hasOwn(decoded, name)) object[name] = (decoded as JsonMap)[name];
  }
  return object;
}
