/**
 * JSON Merge Patch (RFC 7386): maps merge, null removes, everything else replaces. Nulls are dropped from maps that are new to the document, but
 * stay where they are elements of lists.
 */
import { compareBytes } from '../machinery/go/format.ts';
import { getKey, setKey } from '../machinery/object.ts';
import { type ApiError, badRequest } from '../machinery/status.ts';
import { isMap, type JsonMap } from './document.ts';
import type { Touched } from './touched.ts';

/**
 * @param document left alone; what the patch does not touch is shared with the result
 * @param patch a decoded patch, consumed as well
 * @param touched is told which maps are looked into
 * @throws {ApiError} 400 for a patch that is neither an object nor a list; a list becomes the result itself
 */
export function mergePatch(document: unknown, patch: unknown, touched?: Touched): unknown {
  if (!Array.isArray(patch) && !isMap(patch)) throw invalidPatch();
  return isMap(document) && isMap(patch) ? merge(document, patch, touched) : withoutNulls(patch, touched);
}

export function invalidPatch(): ApiError {
  return badRequest('Invalid JSON Patch');
}

/** A map that was touched comes back with sorted keys, as Go writes maps; carried JSON shows that. */
function merge(target: JsonMap, patch: JsonMap, touched: Touched | undefined): JsonMap {
  const merged: JsonMap = {};
  touched?.add(merged);
  for (const key of [...new Set([...Object.keys(target), ...Object.keys(patch)])].sort(compareBytes)) {
    const value = Object.hasOwn(patch, key) ? patch[key] : undefined;
    if (value === null) continue;
    const current = getKey(target, key);
    if (value === undefined) setKey(merged, key, current);
    else if (!isMap(current)) setKey(merged, key, withoutNulls(value, touched));
    else setKey(merged, key, isMap(value) ? merge(current, value, touched) : value);
  }
  return merged;
}

function withoutNulls(value: unknown, touched: Touched | undefined): unknown {
  if (Array.isArray(value)) {
    for (const each of value) withoutNulls(each, touched);
  } else if (isMap(value)) {
    touched?.add(value);
    for (const key of Object.keys(value)) {
      if (value[key] === null) delete value[key];
      else withoutNulls(value[key], touched);
    }
  }
  return value;
}
