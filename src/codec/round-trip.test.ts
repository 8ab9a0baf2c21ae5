/** Objects made at random from the tables survive every encoding: whatever a table may hold, all codecs agree on it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ObjectMeta } from '../apis/meta/v1/types.ts';
import type { StructType } from '../machinery/descriptor.ts';
import type { KubeObject } from '../machinery/object.ts';
import { DecodeError } from './interface.ts';
import { decodeJson } from './json/decode.ts';
import { encodeJson, encodeServed } from './json/encode.ts';
import { peekEntry } from './json/peek.ts';
import { decodeProtobuf } from './protobuf/decode.ts';
import { encodeProtobuf, encodeProtobufRaw } from './protobuf/encode.ts';
import { peekLabels } from './protobuf/peek.ts';
import { withRevision } from './protobuf/revision.ts';
import { allKinds, Maker, randomFrom } from './random-objects.fixture.ts';
import { decodeYaml } from './yaml/decode.ts';
import { encodeYaml } from './yaml/encode.ts';

const ROUNDS = 6;
const MUTATIONS = 40;

const kinds = await allKinds();

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

for (const type of kinds) {
  test(`${type.name} through JSON, YAML and Protobuf`, () => {
    for (let seed = 1; seed <= ROUNDS; seed++) {
      const made = new Maker(seed).struct(type, 0) as KubeObject;
      const { object: sent, strictErrors } = decodeJson(encodeJson({ ...made, kind: 'Kind', apiVersion: 'g/v1' }, type), type, 'collect');
      assert.deepEqual(strictErrors, []);
      // Decoding brings the object into memory form, storing it takes away what is empty.
      const { object } = decodeProtobuf(encodeProtobuf(sent, type), type);
      const json = textOf(encodeJson(object, type));
      assert.equal(textOf(encodeJson(decodeJson(Buffer.from(json), type, 'ignore').object, type)), json);
      assert.equal(textOf(encodeJson(decodeYaml(encodeYaml(object, type), type, 'ignore').object, type)), json);
      assert.equal(textOf(encodeJson(decodeProtobuf(encodeProtobuf(object, type), type).object, type)), json);
      checkServed(object, type, json);
      checkExact(made, object, type);
      checkRevision(object, type);
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

/** A stored message with a revision put in is what encoding the object with that revision makes. */
/** An encoding that calls itself exact can be read back as the very object that it was made of; what a decoder made is always so. */
function checkExact(made: KubeObject, object: KubeObject, type: StructType): void {
  if (type.field('metadata')?.type.kind !== 'struct' || Object.keys(object.metadata).length === 0) return;
  const { resourceVersion: _, ...metadata } = object.metadata;
  const bare = { ...object, metadata };
  assert.ok(encodeServed(bare, type).exact, 'a decoded object');
  assert.deepEqual(decodeProtobuf(encodeProtobuf(bare, type), type).object, bare);
  const { resourceVersion: __, ...raw } = made.metadata;
  const changed = { ...made, kind: 'Kind', apiVersion: 'g/v1', metadata: raw };
  if (encodeServed(changed, type).exact) assert.deepEqual(decodeProtobuf(encodeProtobuf(changed, type), type).object, changed);
}

function checkRevision(object: KubeObject, type: StructType): void {
  if (type.field('metadata')?.type !== ObjectMeta) return;
  const { resourceVersion: _, ...metadata } = object.metadata ?? {};
  const stored = encodeProtobufRaw({ ...object, metadata }, type);
  for (const revision of [7, 1234567890123]) {
    const expected = encodeProtobufRaw({ ...object, metadata: { ...metadata, resourceVersion: String(revision) } }, type);
    assert.deepEqual(Buffer.from(withRevision(stored, revision) ?? []), Buffer.from(expected));
  }
}

/** One change of the kind that disks and strangers make. */
function mutated(bytes: Uint8Array, random: () => number): Buffer {
  const at = Math.floor(random() * bytes.length);
  const copy = Buffer.from(bytes);
  switch (Math.floor(random() * 4)) {
    case 0:
      return copy.subarray(0, at);
    case 1:
      copy[at] = Math.floor(random() * 256);
      return copy;
    case 2:
      copy[at] = 0xff;
      return copy;
    default:
      return Buffer.concat([copy.subarray(0, at), copy.subarray(Math.floor(random() * bytes.length))]);
  }
}

for (const type of kinds) {
  test(`${type.name} from damaged Protobuf is another object or an error`, () => {
    const random = randomFrom(1);
    const made = new Maker(3).struct(type, 0) as KubeObject;
    const bytes = encodeProtobuf(decodeJson(encodeJson({ ...made, kind: 'Kind', apiVersion: 'g/v1' }, type), type, 'ignore').object, type);
    for (let i = 0; i < MUTATIONS; i++) {
      const damaged = mutated(bytes, random);
      try {
        const { object } = decodeProtobuf(damaged, type);
        // What was read must be something that can be written.
        assert.ok(encodeProtobuf(object, type).length > 0 && encodeJson(object, type).length > 0);
        peekLabels(damaged);
      } catch (error) {
        if (!(error instanceof DecodeError)) throw error;
      }
    }
  });
}
