/** What is generated from a table does what the table says, and never what a name in it could say to the engine. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bool, field, int64, string, struct } from '../machinery/descriptor.ts';
import type { KubeObject } from '../machinery/object.ts';
import { decodeJson } from './json/decode.ts';
import { encodeJson, encodeValue } from './json/encode.ts';
import { decodeProtobufRaw } from './protobuf/decode.ts';
import { encodeProtobufRaw } from './protobuf/encode.ts';

const NAMES = ['"]; throw 1; //', "'", '`', '\\', '\n', '\u2028', '*/', 'ключ', 'constructor', 'a b'];

test('a name is a name, whatever is in it', () => {
  const type = struct('example.com/v1.Name "]; throw 1; //', () => NAMES.map((name, i) => field(name, string, i + 1, { go: 'Name' })));
  const object = Object.fromEntries(NAMES.map((name, i) => [name, `value ${i}`]));
  assert.deepEqual(JSON.parse(encodeValue(object, type)), object);
  assert.deepEqual(decodeJson(encodeJson(object as unknown as KubeObject, type), type, 'collect').object, object);
  assert.deepEqual(decodeProtobufRaw(encodeProtobufRaw(object, type), type), object);
});

test('structs with many fields keep them apart, duplicates and all', () => {
  const fields = Array.from({ length: 70 }, (_, i) =>
    field(`field${i}`, i % 3 === 0 ? int64 : i % 3 === 1 ? bool : string, i + 1, { pointer: true }),
  );
  const type = struct('example.com/v1.Wide', () => fields);
  const object = Object.fromEntries(fields.map(({ name }, i) => [name, i % 3 === 0 ? i : i % 3 === 1 ? i % 2 === 0 : `${i}`]));
  const text = JSON.stringify(object);
  assert.equal(encodeValue(Object.fromEntries(Object.entries(object).reverse()), type), text);
  assert.deepEqual(decodeProtobufRaw(encodeProtobufRaw(object, type), type), object);
  const { object: decoded, strictErrors } = decodeJson(Buffer.from(`{"field33":1,"field3":5,"field65":"x",${text.slice(1)}`), type, 'collect');
  assert.deepEqual(decoded, object);
  assert.deepEqual(strictErrors, ['duplicate field "field3"', 'duplicate field "field33"', 'duplicate field "field65"']);
});
