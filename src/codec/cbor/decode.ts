/**
 * CBOR to JSON, by the rules of upstream's decoder: strings may be text or byte strings, tags that say nothing about JSON are looked through, and
 * what JSON has no word for (NaN, undefined, keys that are no strings, a key that comes twice) is refused.
 *
 * The result goes through the JSON decoder, so that a body means the same in both.
 */
import { decode, type TagDecoder } from 'cborg';
import { errorText } from '../../base/errors.ts';
import { type Fields, setKey } from '../../machinery/object.ts';
import { DecodeError } from '../interface.ts';
import { encodeUntyped } from '../json/untyped.ts';

const MAX_DEPTH = 64;

const asIs: TagDecoder = (content) => content();

/** RFC 3339 times, self-description. */
const TRANSPARENT_TAGS = [0, 55799];

/** Tags by which a byte string says in which text its bytes are to be shown (RFC 8949, 3.4.5.2). */
const TEXT_TAGS: readonly (readonly [number, 'base64url' | 'base64' | 'hex'])[] = [
  [21, 'base64url'],
  [22, 'base64'],
  [23, 'hex'],
];

const OPTIONS = {
  useMaps: true,
  rejectDuplicateMapKeys: true,
  allowNaN: false,
  allowInfinity: false,
  allowUndefined: false,
  tags: Object.fromEntries([
    ...TRANSPARENT_TAGS.map((tag) => [tag, asIs] as const),
    ...TEXT_TAGS.map(([tag, form]) => [tag, (content: () => unknown) => shown(content(), form)] as const),
  ]) as { [tag: number]: TagDecoder },
};

/** @throws {DecodeError} */
export function cborToJson(bytes: Uint8Array): Buffer {
  if (bytes.length === 0) throw new DecodeError('EOF');
  let value: unknown;
  try {
    value = decode(bytes, OPTIONS);
  } catch (error) {
    if (error instanceof DecodeError) throw error;
    // The library walks down by calling itself: an absurd depth ends in the engine's own error.
    const text = error instanceof RangeError ? `exceeded max nested level ${MAX_DEPTH}` : errorText(error);
    throw new DecodeError(`cbor: ${text.replace(/^CBOR decode error: /, '')}`);
  }
  return Buffer.from(encodeUntyped(plain(value, 1)));
}

function shown(value: unknown, form: 'base64url' | 'base64' | 'hex'): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString(form) : value;
}

function plain(value: unknown, depth: number): unknown {
  if (value instanceof Uint8Array) return textOf(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) throw new DecodeError(`cbor: exceeded max nested level ${MAX_DEPTH}`);
  if (Array.isArray(value)) return value.map((item) => plain(item, depth + 1));
  const object: Fields = {};
  for (const [key, member] of value as Map<unknown, unknown>) setKey(object, keyOf(object, key), plain(member, depth + 1));
  return object;
}

/** The library tells byte strings apart by identity, so duplicates among them are found here. */
function keyOf(object: Fields, key: unknown): string {
  const name = key instanceof Uint8Array ? textOf(key) : key;
  if (typeof name !== 'string') throw new DecodeError(`cbor: a map has a key that is no string: ${String(key)}`);
  if (Object.hasOwn(object, name)) throw new DecodeError(`cbor: found duplicate map key ${JSON.stringify(name)}`);
  return name;
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
