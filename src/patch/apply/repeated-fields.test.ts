import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigMap, Pod } from '../../apis/core/v1/types.ts';
import { decodeJson } from '../../codec/json/decode.ts';
import { encodeJson } from '../../codec/json/encode.ts';
import { allKinds, Maker } from '../../codec/random-objects.fixture.ts';
import type { StructType } from '../../machinery/descriptor.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { JsonMap } from '../document.ts';
import { FieldSet } from './field-set.ts';
import { firstFieldsV1 } from './first-fields.ts';
import { RepeatedFields } from './repeated-fields.ts';
import { shapeOfStruct } from './shape.ts';

const MAX_VARIANTS = 60;
const UNOWNED = { whole: FieldSet.of(['f:status']), single: FieldSet.of(['f:metadata', 'f:name']) };
const kinds = (await allKinds()).filter((type) => type.field('metadata')?.type.kind === 'struct');

function decoded(type: StructType, bytes: Uint8Array): JsonMap {
  return decodeJson(bytes, type, 'ignore').object as JsonMap;
}

function zeroOf(type: StructType): JsonMap {
  return decoded(type, Buffer.from('{"metadata":{}}'));
}

/** Copies of an object, each with one small difference. */
function* variants(value: unknown): Generator<unknown, void, void> {
  if (Array.isArray(value)) {
    yield value.slice(1);
    yield [];
    for (const [i, item] of value.entries()) for (const each of variants(item)) yield value.with(i, each);
  } else if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) !== null && value.constructor !== Object) {
    return;
  } else if (typeof value === 'object' && value !== null) {
    yield {};
    for (const [name, member] of Object.entries(value)) {
      const { [name]: _, ...rest } = value as JsonMap;
      yield rest;
      for (const each of variants(member)) yield { ...value, [name]: each };
    }
  } else if (typeof value === 'string') yield `${value}x`;
  else if (typeof value === 'number') yield value + 1;
  else if (typeof value === 'boolean') yield !value;
}

/** What is owned, or why that cannot be told. */
function ownedText(fields: () => string | undefined): string | undefined {
  try {
    return fields();
  } catch (error) {
    return (error as Error).message;
  }
}

test('what is built alike is told without writing it, and what differs in anything that matters is written, for every kind', () => {
  for (const [index, type] of kinds.entries()) {
    const [zero, shape] = [zeroOf(type), shapeOfStruct(type)];
    const made = { ...new Maker(index + 1).struct(type, 0), kind: 'Kind', apiVersion: 'g/v1' } as KubeObject;
    const object = decoded(type, encodeJson(made, type));
    const repeated = new RepeatedFields(zero, shape, UNOWNED);
    let seen = 0;
    for (const variant of variants(object)) {
      if (++seen > MAX_VARIANTS) break;
      for (let i = 0; i < 3; i++) ownedText(() => repeated.of(object)?.text);
      const expected = ownedText(() => firstFieldsV1(variant as JsonMap, zero, shape, UNOWNED));
      assert.equal(
        ownedText(() => repeated.of(variant as JsonMap)?.text),
        expected,
        `${type.name}, variant ${seen}`,
      );
    }
  }
});

test('objects built alike have their fields in common, whatever their values, and whatever becomes of the first', () => {
  const type = ConfigMap;
  const repeated = new RepeatedFields(zeroOf(type), shapeOfStruct(type), UNOWNED);
  const object = (name: string): JsonMap => decoded(type, Buffer.from(`{"metadata":{"name":"${name}","labels":{"app":"x"}},"data":{"k":"${name}"}}`));
  const first = repeated.of(object('a'));
  const second = object('b');
  repeated.of(second);
  (second.data as JsonMap).more = 'than before';
  assert.equal(repeated.of(object('c')), first);
});

test('nothing is written for a pod that is built like the one before, though its lists are null in a pod that Go makes', () => {
  const shape = shapeOfStruct(Pod);
  let written = 0;
  const counted = {
    ...shape,
    sortedFields: () => {
      written++;
      return shape.sortedFields?.() ?? [];
    },
  };
  const repeated = new RepeatedFields(zeroOf(Pod), counted, UNOWNED);
  const object = (name: string, port = 80): JsonMap =>
    decoded(
      Pod,
      Buffer.from(`{"metadata":{"name":"${name}"},"spec":{"containers":[{"name":"c","image":"${name}","ports":[{"containerPort":${port}}]}]}}`),
    );
  const first = repeated.of(object('a'));
  repeated.of(object('b'));
  assert.equal(written, 2);
  assert.equal(repeated.of(object('c')), first);
  assert.equal(written, 2);
  assert.notEqual(repeated.of(object('d', 81)), first);
});
