/** Objects made at random from the tables, and every kind that there is a table of. */
import { globSync } from 'node:fs';
import { TypeMeta } from '../apis/meta/v1/types.ts';
import type { OpaqueName, ScalarName, StructType, Type } from '../machinery/descriptor.ts';
import { type Fields, setKey } from '../machinery/object.ts';
import { RawJson } from '../machinery/raw.ts';

/** Numbers from 0 to 1, the same in every run. */
export function randomFrom(seed: number): () => number {
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

/** Makes objects of a type, with values at the edges of what fits; the same for the same seed. */
export class Maker {
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

/** Every type with kind and apiVersion that is no list and has a Protobuf form, of every version. */
export async function allKinds(): Promise<readonly StructType[]> {
  const files = globSync('../apis/*/v*/types.ts', { cwd: import.meta.dirname }).sort();
  const tables = await Promise.all(files.map((file) => import(new URL(file, import.meta.url).href)));
  const types = tables.flatMap((table) => Object.values(table as { readonly [name: string]: Type }));
  return types.filter(
    (type): type is StructType =>
      type.kind === 'struct' &&
      type.members.some((member) => member.kind === 'inline' && member.type === TypeMeta) &&
      type.members.some((member) => member.number > 0) &&
      type.field('items') === undefined,
  );
}
