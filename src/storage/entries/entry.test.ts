import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import v8 from 'node:v8';
import vm from 'node:vm';
import { Pod } from '../../apis/core/v1/types.ts';
import { decodeJson } from '../../codec/json/decode.ts';
import { JSON_TYPE, PROTOBUF_TYPE } from '../../machinery/media.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { ResourceStorageDeclaration } from './declaration.ts';
import { StoredEntry } from './entry.ts';
import { StorageCodec } from './storage-codec.ts';

const FINGERPRINT = 1;
const OBJECTS = 200;
/** Of an object in the store; shorter than what the codecs read string by string. */
const BYTES = 50_000;

const PODS: ResourceStorageDeclaration = {
  group: '',
  resource: 'pods',
  kind: 'Pod',
  namespaced: true,
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: Pod }],
  storagePrefix: '/registry/pods/',
  selectableFields: {
    values: { 'spec.nodeName': ({ spec }) => (spec as { nodeName: string }).nodeName },
    indexed: ['spec.nodeName'],
  },
};

const label = (i: number): string => `a label of a length that is cut out of a text ${i}`;

/** As a client sends it. */
function received(i: number): KubeObject {
  const text = JSON.stringify({
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: { name: `pod-${i}`, namespace: 'default', labels: { app: label(i) }, annotations: { note: 'x'.repeat(BYTES) } },
    spec: { nodeName: `a node with a name that is long enough ${i}` },
  });
  return decodeJson(Buffer.from(text), Pod, 'ignore').object;
}

const keyOf = (i: number): string => `/registry/pods/default/pod-${i}`;

function readBack(mediaType: string, fingerprint?: number): StoredEntry[] {
  const codec = new StorageCodec(PODS, { mediaType });
  return Array.from({ length: OBJECTS }, (_, i) => {
    const value = codec.encode(received(i)).bytes;
    return StoredEntry.stored(codec, { key: keyOf(i), value, revision: i + 1, fingerprint }, FINGERPRINT);
  });
}

function written(): StoredEntry[] {
  const codec = new StorageCodec(PODS);
  return Array.from({ length: OBJECTS }, (_, i) => {
    const entry = StoredEntry.encoded(codec, keyOf(i), received(i)).at(i + 1);
    entry.forget();
    return entry;
  });
}

/** Bytes of the heap, in which no bytes of objects lie. */
async function heap(): Promise<number> {
  v8.setFlagsFromString('--expose-gc');
  // Objects that were held weakly live until the task ends that looked at them.
  await new Promise(setImmediate);
  (vm.runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

suite('what an entry knows of its object keeps nothing else of it in memory', () => {
  const origins: readonly (readonly [string, () => StoredEntry[]])[] = [
    ['stored as Protobuf', () => readBack(PROTOBUF_TYPE, FINGERPRINT)],
    ['stored as Protobuf by another release', () => readBack(PROTOBUF_TYPE)],
    ['stored as JSON', () => readBack(JSON_TYPE, FINGERPRINT)],
    ['just written', written],
  ];
  for (const [origin, make] of origins) {
    test(origin, async () => {
      const before = await heap();
      const entries = make();
      for (const [i, { labels, fields }] of entries.entries()) {
        assert.equal(labels.app, label(i));
        assert.equal(fields['spec.nodeName'], `a node with a name that is long enough ${i}`);
      }
      // The objects' texts would be all of it; the rest is for what is compiled on the way.
      assert.ok((await heap()) - before < (OBJECTS * BYTES) / 2);
      assert.equal(entries.length, OBJECTS);
    });
  }
});
