/** Bodies of too many values are told from big ones by their bytes alone. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encode } from 'cborg';
import { ConfigMap } from '../apis/core/v1/types.ts';
import type { KubeObject } from '../machinery/object.ts';
import { RawJson } from '../machinery/raw.ts';
import { ApiError } from '../machinery/status.ts';
import { decodeProtobuf } from './protobuf/decode.ts';
import { encodeProtobuf } from './protobuf/encode.ts';
import { checkCborValues, checkJsonValues, MAX_VALUES } from './values.ts';
import { decodeYaml } from './yaml/decode.ts';

const tooMany = (error: unknown): boolean => error instanceof ApiError && error.code === 413 && error.reason === 'RequestEntityTooLarge';

/** A list of `count` elements has one value more: itself. */
const list = (element: string, count: number): Buffer => Buffer.from(`[${Array(count).fill(element).join(', ')}]`);

test('JSON is refused from the first value beyond the bound on, whatever its values are', () => {
  for (const element of ['{}', '[ ]', '1234', '"a,[{\\"\\\\"', 'null']) {
    checkJsonValues(list(element, MAX_VALUES - 1));
    assert.throws(() => checkJsonValues(list(element, MAX_VALUES)), tooMany, element);
  }
});

test('keys are no values, and members count as elements do', () => {
  const members = (count: number): Buffer => Buffer.from(`{${Array.from({ length: count }, (_, i) => `"k${i}":{"a":1}`).join()}}`);
  checkJsonValues(members(MAX_VALUES / 2 - 1));
  assert.throws(() => checkJsonValues(members(MAX_VALUES / 2)), tooMany);
});

test('what stands in strings does not count, and a string without an end is left to the decoder', () => {
  checkJsonValues(Buffer.from(JSON.stringify({ data: { text: '{},[],'.repeat(400_000), quotes: '"\\'.repeat(200_000) } })));
  checkJsonValues(Buffer.from(`{"a":"${',\\"'.repeat(500_000)}`));
});

test('the same holds for CBOR, YAML and Protobuf', () => {
  checkCborValues(encode({ data: 'x'.repeat(3_000_000) }));
  assert.throws(() => checkCborValues(encode(Array(MAX_VALUES).fill({}))), tooMany);
  const flow = `kind: ConfigMap\nx: [${Array(2 * MAX_VALUES)
    .fill('a')
    .join()}]`;
  assert.throws(() => decodeYaml(Buffer.from(flow), ConfigMap, 'ignore'), tooMany);
  const finalizers = (count: number): Uint8Array =>
    encodeProtobuf({ kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'a', finalizers: Array(count).fill('a') } }, ConfigMap);
  assert.equal(decodeProtobuf(finalizers(MAX_VALUES - 100), ConfigMap).object.metadata.name, 'a');
  assert.throws(() => decodeProtobuf(finalizers(MAX_VALUES + 1), ConfigMap), tooMany);
  const fieldsV1 = new RawJson(`{${Array.from({ length: MAX_VALUES }, (_, i) => `"f:k${i}":{}`).join()}}`);
  const owned = { kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'a', managedFields: [{ manager: 'a', fieldsV1 }] } } as KubeObject;
  assert.throws(() => decodeProtobuf(encodeProtobuf(owned, ConfigMap), ConfigMap), tooMany);
});
