/**
 * JSON Patch (RFC 6902) with the behaviour that clients of the API know, which differs from the RFC in small ways: `replace` and `copy` accept an
 * absent key of an object, a missing value is null, indexes may be negative or carry a sign, and `test` against null passes for an absent key.
 *
 * A patch is applied whole or not at all: the caller throws the document away when this throws. Every failure of an operation is the same 422,
 * because that is all upstream tells.
 */
import { encodeUntyped } from '../codec/json/untyped.ts';
import { clone } from '../machinery/clone.ts';
import { getKey, setKey } from '../machinery/object.ts';
import { RawJson } from '../machinery/raw.ts';
import { ApiError, requestTooLarge } from '../machinery/status.ts';
import { isMap } from './document.ts';
import type { Touched } from './touched.ts';

/** How many operations a patch may have; more is a 413. */
export const MAX_JSON_PATCH_OPERATIONS = 10_000;

/** How many bytes all `copy` operations of one patch may add up to: the limit of a request body. */
const MAX_JSON_PATCH_COPY_BYTES = 3 * 1024 * 1024;

type Container = unknown[] | { [key: string]: unknown };

interface Place {
  readonly container: Container;
  readonly key: string;
}

function operationFailed(): ApiError {
  return new ApiError(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
}

/**
 * @param document consumed: its containers become part of the result
 * @param operations a decoded patch: a list whose elements are objects or null; null means "no operations". A string that is written otherwise than Go
 *   would write it may come as RawJson: `test` compares what is written
 * @param touched is told which maps are looked into
 * @throws {ApiError} 413 for too many operations, 422 for an operation that cannot be carried out
 */
export function jsonPatch(document: unknown, operations: readonly unknown[] | null, touched?: Touched): unknown {
  touched?.add(document);
  if (operations === null) return document;
  if (operations.length > MAX_JSON_PATCH_OPERATIONS) {
    throw requestTooLarge(`The allowed maximum operations in a JSON patch is ${MAX_JSON_PATCH_OPERATIONS}, got ${operations.length}`);
  }
  const state: State = { root: document, copied: 0, touched };
  for (const operation of operations) applyOperation(state, operation);
  return state.root;
}

interface State {
  root: unknown;
  copied: number;
  readonly touched: Touched | undefined;
}

function applyOperation(state: State, operation: unknown): void {
  if (!isMap(operation)) throw operationFailed();
  const path = getKey(operation, 'path');
  if (typeof path !== 'string') throw operationFailed();
  // A literal null and no value at all cannot be told apart any more: both stand for null.
  const value = getKey(operation, 'value') ?? null;
  const at = (pointer: string): Place => find(state.root, pointer, state.touched);
  switch (getKey(operation, 'op')) {
    case 'add':
      add(at(path), value);
      break;
    case 'remove':
      remove(at(path));
      break;
    case 'replace':
      if (path === '') {
        state.root = replacedRoot(value);
        state.touched?.add(state.root);
      } else replace(at(path), value);
      break;
    case 'move': {
      const from = at(pointerOf(operation));
      const moved = read(from);
      remove(from);
      add(at(path), moved ?? null);
      break;
    }
    case 'copy': {
      const source = read(at(pointerOf(operation))) ?? null;
      const target = at(path);
      state.copied += sizeOf(source);
      if (state.copied > MAX_JSON_PATCH_COPY_BYTES) throw operationFailed();
      add(target, state.touched === undefined ? clone(source) : state.touched.copy(source));
      break;
    }
    case 'test':
      test(state, path, value);
      break;
    default:
      throw operationFailed();
  }
}

function pointerOf(operation: { readonly [key: string]: unknown }): string {
  const from = getKey(operation, 'from');
  if (typeof from !== 'string') throw operationFailed();
  return from;
}

/** The container that the last part of a pointer names a place in. Everything before it must exist. */
function find(root: unknown, pointer: string, touched: Touched | undefined): Place {
  const parts = pointer.split('/');
  // A pointer starts with a slash; what stands before the first one is ignored, as upstream ignores it.
  if (parts.length < 2 || (!Array.isArray(root) && !isMap(root))) throw operationFailed();
  let container: Container = root;
  for (let i = 1; i < parts.length - 1; i++) {
    const next: unknown = read({ container, key: unescapePart(parts[i] as string) });
    if (!Array.isArray(next) && !isMap(next)) throw operationFailed();
    container = next;
    touched?.add(container);
  }
  return { container, key: unescapePart(parts[parts.length - 1] as string) };
}

function unescapePart(part: string): string {
  return part.includes('~') ? part.replace(/~[01]/g, (pair) => (pair === '~1' ? '/' : '~')) : part;
}

/** An index as Go's Atoi reads it, counted from the end when negative. `size` is one more than the last index allowed. */
function indexOf(key: string, size: number): number {
  if (!/^[+-]?\d+$/.test(key)) throw operationFailed();
  const index = Number(key);
  const counted = index < 0 ? index + size : index;
  if (counted < 0 || counted >= size) throw operationFailed();
  return counted;
}

function read({ container, key }: Place): unknown {
  return Array.isArray(container) ? container[indexOf(key, container.length)] : getKey(container, key);
}

function add({ container, key }: Place, value: unknown): void {
  if (!Array.isArray(container)) setKey(container, key, value);
  else if (key === '-') container.push(value);
  else container.splice(indexOf(key, container.length + 1), 0, value);
}

function remove({ container, key }: Place): void {
  if (Array.isArray(container)) container.splice(indexOf(key, container.length), 1);
  else if (Object.hasOwn(container, key)) delete container[key];
  else throw operationFailed();
}

function replace({ container, key }: Place, value: unknown): void {
  if (Array.isArray(container)) container[indexOf(key, container.length)] = value;
  else setKey(container, key, value);
}

function replacedRoot(value: unknown): unknown {
  if (!isMap(value) && !Array.isArray(value)) throw operationFailed();
  return value;
}

function test({ root, touched }: State, path: string, value: unknown): void {
  const found = path === '' ? root : (read(find(root, path, touched)) ?? null);
  if (!sameAsWritten(found, value)) throw operationFailed();
  touched?.addAll(found);
  touched?.addAll(value);
}

/** Equality of documents in which scalars are compared by their text: 1 is not 1.0, "<" is not "\u003c". Key order does not matter. */
function sameAsWritten(a: unknown, b: unknown): boolean {
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((each, i) => sameAsWritten(each, b[i]));
  if (!isMap(a)) return a === b || (isLiteral(a) && isLiteral(b) && encodeUntyped(a) === encodeUntyped(b));
  if (!isMap(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameAsWritten(a[key], b[key]));
}

/** Scalars that one text may write and another not. */
function isLiteral(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string' || value instanceof RawJson;
}

/** About how many bytes of JSON a value is; only copies pay for this. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length + 2;
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + sizeOf(each) + 1, 2);
  if (isMap(value)) return Object.keys(value).reduce((sum, key) => sum + key.length + 4 + sizeOf(value[key]), 2);
  return 8;
}
