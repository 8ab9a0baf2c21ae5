/** Objects made at random from the tables survive every encoding: whatever a table may hold, all codecs agree on it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as admissionregistration from '../apis/admissionregistration/v1/types.ts';
import * as apiextensions from '../apis/apiextensions/v1/types.ts';
import * as apps from '../apis/apps/v1/types.ts';
import * as autoscaling from '../apis/autoscaling/v2/types.ts';
import * as batch from '../apis/batch/v1/types.ts';
import * as core from '../apis/core/v1/types.ts';
import { TypeMeta } from '../apis/meta/v1/types.ts';
import * as networking from '../apis/networking/v1/types.ts';
import * as resource from '../apis/resource/v1/types.ts';
import * as storage from '../apis/storage/v1/types.ts';
import type { OpaqueName, ScalarName, StructType, Type } from '../machinery/descriptor.ts';
import { type Fields, type KubeObject, setKey } from '../machinery/object.ts';
import { RawJson } from '../machinery/raw.ts';
import { decodeJson } from './json/decode.ts';
import { encodeJson, encodeServed } from './json/encode.ts';
import { peekEntry } from './json/peek.ts';
import { decodeProtobuf } from './protobuf/decode.ts';
import { encodeProtobuf } from './protobuf/encode.ts';
import { decodeYaml } from './yaml/decode.ts';
import { encodeYaml } from './yaml/encode.ts';

const ROUNDS = 12;

/** Numbers from 0 to 1, the same in every run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const STRINGS = [
  '',
  'a',
  'yes',
  '017',
  'a: b',
  '<&>',
  'é😀',
  'line\nline\n',
  ' x ',
  '"',
  "it's",
  '\u0001',
  '\u2028',
  'x'.repeat(90),
  'word '.repeat(30),
  '2020-01-01',
  '-',
  '1e3',
];
const KEYS = ['a', 'b10', 'b9', '__proto__', 'constructor', '10', 'app.kubernetes.io/name', 'é'];

const SCALARS: { readonly [name in ScalarName]: readonly unknown[] } = {
  string: STRINGS,
  bool: [true, false],
  int32: [0, 1, -1, 2147483647, -2147483648],
  int64: [0, 5, -5, 9007199254740991, 9223372036854775807n, -9223372036854775808n],
  uint32: [0, 1],
  uint64: [0, 1],
  float64: [0, 1.5, -0.25, 1e21, 1e-7],
  bytes: ['AQI=', 'QQ==', '/+8='],
};

const OPAQUES: { readonly [name in OpaqueName]: readonly unknown[] } = {
  Time: ['2024-05-01T10:00:00Z', '1969-12-31T23:59:59Z'],
  MicroTime: ['2024-05-01T10:00:00.000001Z'],
  Duration: ['1m0s', '-1.5s', '0s'],
  Quantity: ['0', '500m', '1536Mi', '007', '1e3'],
  IntOrString: [0, -1, 8080, 'http', '25%', ''],
  RawExtension: [new RawJson('{"a":[1,"\\u003c"]}'), new RawJson('5')],
  FieldsV1: [new RawJson('{"f:a":{}}')],
  JSON: [new RawJson('"x"'), new RawJson('[1.5]')],
  JSONSchemaPropsOrBool: [true, false],
  JSONSchemaPropsOrArray: [{ type: 'string' }, [{ type: 'a' }, {}]],
  JSONSchemaPropsOrStringArray: [{ type: 'string' }, ['a', 'b']],
  Any: [null, 1, 'a'],
};

class Maker {
  readonly #random: () => number;
  constructor(seed: number) {
    this.#random = randomFrom(seed);
  }

  #pick<T>(values: readonly T[]): T {
    return values[Math.floor(this.#random() * values.length)] as T;
  }

  value(type: Type, depth: number): unknown {
    switch (type.kind) {
      case 'scalar':
        return this.#pick(SCALARS[type.scalar]);
      case 'opaque':
        return structuredCloneOf(this.#pick(OPAQUES[type.opaque]));
      case 'list':
        return Array.from({ length: 1 + Math.floor(this.#random() * 3) }, () => this.value(type.element, depth + 1));
      case 'map': {
        const map: Fields = {};
        for (const key of [this.#pick(KEYS), ...KEYS])
          if (Object.keys(map).length === 0 || this.#random() < 0.4) setKey(map, key, this.value(type.value, depth + 1));
        return map;
      }
      case 'struct':
        return this.struct(type, depth + 1);
    }
  }

  struct(type: StructType, depth: number): Fields {
    const object: Fields = {};
    const density = depth < 2 ? 1 : depth < 6 ? 0.45 : depth < 9 ? 0.15 : 0;
    for (const field of type.fields) {
      // Protobuf carries the kind of the object, not of objects inside.
      const lost = depth > 0 && TypeMeta.fields.includes(field);
      if (!lost && this.#random() < density) object[field.name] = this.value(field.type, depth);
    }
    return object;
  }
}

/** Values are changed by nobody, but must not be shared either. */
function structuredCloneOf(value: unknown): unknown {
  return value instanceof RawJson || typeof value !== 'object' ? value : structuredClone(value);
}

const kinds: readonly StructType[] = [admissionregistration, apiextensions, apps, autoscaling, batch, core, networking, resource, storage]
  .flatMap((table) => Object.values(table as { readonly [name: string]: Type }))
  .filter(
    (type): type is StructType =>
      type.kind === 'struct' &&
      type.members.some((member) => member.kind === 'inline' && member.type === TypeMeta) &&
      type.field('items') === undefined,
  );

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

for (const type of kinds) {
  test(`${type.name} through JSON, YAML and Protobuf`, () => {
    for (let seed = 1; seed <= ROUNDS; seed++) {
      const made = new Maker(seed).struct(type, 0) as KubeObject;
      // Decoding once brings the object into memory form: what is empty is gone.
      const { object, strictErrors } = decodeJson(encodeJson({ ...made, kind: 'Kind', apiVersion: 'g/v1' }, type), type, 'collect');
      assert.deepEqual(strictErrors, []);
      const json = textOf(encodeJson(object, type));
      assert.equal(textOf(encodeJson(decodeJson(Buffer.from(json), type, 'ignore').object, type)), json);
      assert.equal(textOf(encodeJson(decodeYaml(encodeYaml(object, type), type, 'ignore').object, type)), json);
      assert.equal(textOf(encodeJson(decodeProtobuf(encodeProtobuf(object, type), type).object, type)), json);
      checkServed(object, type, json);
    }
  });
}

function checkServed(object: KubeObject, type: StructType, json: string): void {
  if (type.field('metadata')?.type.kind !== 'struct' || Object.keys(object.metadata).length === 0) return;
  const served = encodeServed(object, type);
  const parts = [served.json.subarray(0, served.revisionAt), '"resourceVersion":"7",', served.json.subarray(served.revisionAt)].map((part) =>
    typeof part === 'string' ? part : textOf(part),
  );
  assert.deepEqual(JSON.parse(parts.join('')), { ...JSON.parse(json), metadata: { ...JSON.parse(json).metadata, resourceVersion: '7' } });
  const peeked = peekEntry(served.json);
  assert.equal(peeked?.revisionAt, served.revisionAt);
  assert.equal(peeked?.name, object.metadata.name ?? '');
}
