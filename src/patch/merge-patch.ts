/**
 * JSON Merge Patch (RFC 7386): maps merge, null removes, everything else replaces. Nulls are dropped from maps that are new to the document, but
 * stay where they are elements of lists.
 */
import { getKey, setKey } from '../machinery/object.ts';
import { badRequest } from '../machinery/status.ts';
import { isMap, type JsonMap } from './document.ts';

/**
 * @param document consumed: merged in place
 * @param patch a decoded patch, consumed as well
 * @throws {ApiError} 400 for a patch that is not an object
 */
export function mergePatch(document: unknown, patch: unknown): unknown {
  if (!isMap(patch)) throw badRequest('Invalid JSON Patch');
  if (!isMap(document)) return withoutNulls(patch);
  merge(document, patch);
  return document;
}

function merge(target: JsonMap, patch: JsonMap): void {
  for (const key of Object.keys(patch)) {
    const value = patch[key];
    if (value === null) {
      delete target[key];
      continue;
    }
    const current = getKey(target, key);
    if (isMap(current) && isMap(value)) merge(current, value);
    else setKey(target, key, withoutNulls(value));
  }
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
