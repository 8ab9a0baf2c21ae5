/** The encoders are generated from the tables; what they write is what the tables say, whatever the order and the state of an object's members. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StructType } from '../machinery/descriptor.ts';
import { type Fields, type KubeObject, setKey } from '../machinery/object.ts';
import { RawJson } from '../machinery/raw.ts';
import { decodeJson } from './json/decode.ts';
import { encodeJson, encodeValue } from './json/encode.ts';
import { plainJson, plainProtobuf } from './plain-encoders.fixture.ts';
import { encodeProtobufRaw } from './protobuf/encode.ts';
import { allKinds, Maker, randomFrom } from './random-objects.fixture.ts';

const ROUNDS = 2;

/** The same object with members in another order, and some of them gone. */
function scrambled(value: unknown, random: () => number): unknown {
  if (Array.isArray(value)) return value.map((each) => scrambled(each, random));
  if (typeof value !== 'object' || value === null || value instanceof RawJson) return value;
  const result: Fields = {};
  const places = new Map(Object.keys(value).map((key) => [key, random()]));
  for (const key of Object.keys(value).sort((a, b) => (places.get(a) as number) - (places.get(b) as number))) {
    if (random() < 0.9) setKey(result, key, scrambled((value as Fields)[key], random));
  }
  return result;
}

function check(object: unknown, type: StructType): void {
  const json = plainJson(object, type);
  assert.equal(encodeValue(object, type), json);
  assert.equal(Buffer.from(encodeJson(object as KubeObject, type)).toString(), json);
  assert.deepEqual(Buffer.from(encodeProtobufRaw(object, type)), plainProtobuf(object, type));
}

for (const type of await allKinds()) {
  test(`${type.name} is written as its table says`, () => {
    const random = randomFrom(7);
    for (let seed = 1; seed <= ROUNDS; seed++) {
      const made = { ...new Maker(seed).struct(type, 0), kind: 'Kind', apiVersion: 'g/v1' } as unknown as KubeObject;
      const { object } = decodeJson(encodeJson(made, type), type, 'ignore', 'kept');
      for (const each of [made, object, scrambled(object, random), scrambled(made, random)]) check(each, type);
    }
  });
}
