/**
 * JSON to CBOR as upstream writes it: every item begins with the tag that says "this is CBOR", strings and the names of fields are byte strings,
 * bytes are byte strings under the tag that expects base64, floats are as short as they can be, keys are in the order of their encoding. (KEP-4222;
 * apimachinery: pkg/runtime/serializer/cbor)
 */
import { encode, rfc8949EncodeOptions, Tagged, Token, Type as TokenType } from 'cborg';
import type { StructType, Type } from '../../machinery/descriptor.ts';
import { decodeUntyped } from '../json/untyped.ts';

/** "Self-described CBOR", tag 55799 (RFC 8949, 3.4.6). */
const SELF_DESCRIBED: Uint8Array = Uint8Array.of(0xd9, 0xd9, 0xf7);
const EXPECTED_BASE64 = 22;

const OPTIONS = {
  ...rfc8949EncodeOptions,
  typeEncoders: { ...rfc8949EncodeOptions.typeEncoders, string: (text: string) => new Token(TokenType.bytes, Buffer.from(text)) },
};

/**
 * @param json one JSON value, well-formed
 * @param type says which strings are bytes; without it strings of base64 stay strings, which decoders of bytes accept as well
 */
export function jsonToCbor(json: Uint8Array, type?: StructType): Uint8Array {
  return withTag(encode(tree(decodeUntyped(json), type), OPTIONS));
}

/** A frame of a watch, from its JSON. @param type of the object inside */
export function jsonFrameToCbor(json: Uint8Array, type?: StructType): Uint8Array {
  const { type: event, object } = decodeUntyped(json) as { readonly type: unknown; readonly object: unknown };
  return withTag(
    Buffer.concat([
      mapHead(2),
      encode('type', OPTIONS),
      encode(event, OPTIONS),
      encode('object', OPTIONS),
      withTag(encode(tree(object, type), OPTIONS)),
    ]),
  );
}

/**
 * What stands around the items of a list.
 *
 * @param json the list without its items
 * @param count of the items to come
 */
export function cborListFrame(json: Uint8Array, count: number): { readonly head: Uint8Array; readonly tail: Uint8Array } {
  const members = Object.entries(decodeUntyped(json) as object).map(([key, value]) => ({
    key: encode(key, OPTIONS),
    value: count > 0 && (key === 'items' || key === 'rows') ? undefined : encode(tree(value, undefined), OPTIONS),
  }));
  members.sort((a, b) => Buffer.compare(a.key, b.key));
  const head: Uint8Array[] = [SELF_DESCRIBED, mapHead(members.length)];
  const tail: Uint8Array[] = [];
  let pieces = head;
  for (const { key, value } of members) {
    pieces.push(key, value ?? arrayHead(count));
    if (value === undefined) pieces = tail;
  }
  return { head: Buffer.concat(head), tail: Buffer.concat(tail) };
}

/** An item of a list; no tag of its own. */
export function cborListItem(json: Uint8Array, type?: StructType): Uint8Array {
  return encode(tree(decodeUntyped(json), type), OPTIONS);
}

const MAP = 5;
const ARRAY = 4;

function mapHead(count: number): Uint8Array {
  return head(MAP, count);
}

function arrayHead(count: number): Uint8Array {
  return head(ARRAY, count);
}

/** Major type and count: RFC 8949, 3. */
function head(major: number, count: number): Uint8Array {
  const type = major << 5;
  if (count < 24) return Uint8Array.of(type | count);
  if (count < 1 << 8) return Uint8Array.of(type | 24, count);
  if (count < 1 << 16) return Uint8Array.of(type | 25, count >> 8, count & 255);
  return Uint8Array.of(type | 26, count >>> 24, (count >> 16) & 255, (count >> 8) & 255, count & 255);
}

function withTag(item: Uint8Array): Uint8Array {
  return Buffer.concat([SELF_DESCRIBED, item]);
}

/** What the library takes: objects as maps, so that a key is never mistaken for something inherited. */
function tree(value: unknown, type: Type | undefined): unknown {
  if (typeof value === 'string') return isBytes(type) ? new Tagged(EXPECTED_BASE64, Buffer.from(value, 'base64')) : value;
  if (Array.isArray(value)) return value.map((item) => tree(item, type?.kind === 'list' ? type.element : undefined));
  if (typeof value !== 'object' || value === null) return value;
  return new Map(Object.entries(value).map(([key, member]) => [key, tree(member, memberType(type, key))]));
}

function memberType(type: Type | undefined, key: string): Type | undefined {
  if (type?.kind === 'struct') return type.field(key)?.type;
  return type?.kind === 'map' ? type.value : undefined;
}

function isBytes(type: Type | undefined): boolean {
  return type?.kind === 'scalar' && type.scalar === 'bytes';
}
