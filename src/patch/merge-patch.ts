/**
 * JSON Merge Patch (RFC 7386): maps merge, null removes, everything else replaces. Nulls are dropped from maps that are new to the document, but
 * stay where they are elements of lists.
 */
import { compareBytes } from '../machinery/go-format.ts';
import { getKey, setKey } from '../machinery/object.ts';
import { type ApiError, badRequest } from '../machinery/status.ts';
import { isMap, type JsonMap } from './document.ts';

/**
 * @param document left alone; what the patch does not touch is shared with the result
 * @param patch a decoded patch, consumed as well
 * @throws {ApiError} 400 for a patch that is neither an object nor a list; a list becomes the result itself
 */
export function mergePatch(document: unknown, patch: unknown): unknown {
  if (Array.isArray(patch)) return withoutNulls(patch);
  if (!isMap(patch)) throw invalidPatch();
  if (!isMap(document)) return withoutNulls(patch);
  return merge(document, patch);
}

export function invalidPatch(): ApiError {
  return badRequest('Invalid JSON Patch');
}

/** A map that was touched comes back with sorted keys, as Go writes maps; carried JSON shows that. */
function merge(target: JsonMap, patch: JsonMap): JsonMap {
  const merged: JsonMap = {};
  for (const key of [...new Set([...Object.keys(target), ...Object.keys(patch)])].sort(compareBytes)) {
    const value = Object.hasOwn(patch, key) ? patch[key] : undefined;
    if (value === null) continue;
    const current = getKey(target, key);
    if (value === undefined) setKey(merged, key, current);
    else if (!isMap(current)) setKey(merged, key, withoutNulls(value));
    else setKey(merged, key, isMap(value) ? merge(current, value) : value);
  }
  return merged;
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) {
    for (const each of value) withoutNulls(each);
  } else if (isMap(value)) {
    for (const key of Object.keys(value)) {
      if (value[key] === null) delete value[key];
      else withoutNulls(value[key]);
    }
  }
  return value;
}
