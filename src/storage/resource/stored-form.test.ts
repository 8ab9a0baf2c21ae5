/** What lies in the store: the bytes that upstream would write, and what becomes of bytes that somebody else wrote. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigMap } from '../../apis/core/v1/types.ts';
import { silentLogger } from '../../base/log.ts';
import { ManualClock } from '../../base/manual-clock.ts';
import { JSON_TYPE, PROTOBUF_TYPE } from '../../machinery/media.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { ResourceStorageDeclaration, StoredVersion } from '../entries/declaration.ts';
import { openMemoryStore } from '../memory/memory-store.ts';
import type { ResourceStorage, UpdateResult } from '../resource-storage.ts';
import type { Transformer } from '../transformer.ts';
import { openResourceStorage } from './open-storage.ts';
import type { ResourceStorageOptions } from './options.ts';
import { CONFIG_MAPS, configMap, labelled, listRequest } from './storage.fixture.ts';

const KEY = '/registry/configmaps/n/a';

interface Opened {
  readonly storage: ResourceStorage;
  readonly bytes: () => Promise<Buffer>;
  /** Puts bytes into the store as another server would. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
  readonly save: (object: KubeObject) => Promise<UpdateResult>;
  /** The same store with other options, as after a restart. */
  readonly again: (options: Partial<ResourceStorageOptions>) => Promise<ResourceStorage>;
}

async function opened(options: Partial<ResourceStorageOptions> = {}): Promise<Opened> {
  const clock = new ManualClock();
  const store = openMemoryStore({ clock });
  const again = async (more: Partial<ResourceStorageOptions>): Promise<ResourceStorage> => {
    const storage = openResourceStorage({ store, declaration: CONFIG_MAPS, clock, log: silentLogger, ...options, ...more });
    await storage.ready();
    return storage;
  };
  const storage = await again({});
  return {
    storage,
    bytes: async () => Buffer.from((await store.get(KEY))?.value ?? []),
    write: async (bytes) => void (await store.put(KEY, bytes, (await store.get(KEY))?.revision ?? 0)),
    save: (object) => saveIn(storage, object),
    again,
  };
}

function saveIn(storage: ResourceStorage, object: KubeObject): Promise<UpdateResult> {
  return storage.update(KEY, { dryRun: false, transform: async () => ({ action: 'write', object }) });
}

const textOf = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString();

/** Field `number` with these contents, shorter than 128 bytes. */
const member = (number: number, ...contents: (string | Buffer)[]): Buffer => {
  const inside = Buffer.concat(contents.map((each) => Buffer.from(each)));
  return Buffer.concat([Buffer.from([(number << 3) | 2, inside.length]), inside]);
};

/** A config map with one label and one datum, written by hand after the numbers of the published .proto files. */
function envelope(apiVersion: string, text: string, kind = 'ConfigMap'): Buffer {
  const generation = Buffer.from([0x38, 0]);
  const entry = (key: string, value: string): Buffer[] => [member(1, key), member(2, value)];
  const metadata = [member(1, 'a'), member(2), member(3, 'n'), member(4), member(5, 'uid-a'), member(6), generation, member(8)];
  const message = [member(1, ...metadata, member(11, ...entry('l', 'm'))), member(2, ...entry('text', text))];
  return Buffer.concat([Buffer.from('k8s\0'), member(1, member(1, apiVersion), member(2, kind)), member(2, ...message), member(3), member(4)]);
}

const object = (text: string): KubeObject => configMap('a', { text }, { l: 'm' });

const SERVED =
  '{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"a","namespace":"n","uid":"uid-a","labels":{"l":"m"}},"data":{"text":"one"}}';

test('built-in kinds are stored as Protobuf in its envelope, without resourceVersion', async () => {
  const { save, bytes, storage } = await opened();
  const { entry } = await save(object('one'));
  assert.deepEqual(await bytes(), envelope('v1', 'one'));
  assert.match(textOf(entry.json), /"text":"one"/);
  await saveIn(storage, { ...object('two'), metadata: { ...object('two').metadata, resourceVersion: '7', selfLink: '/x' } });
  assert.deepEqual(await bytes(), envelope('v1', 'two'));
});

test('JSON in the store is a line, whether the server or the kind asks for it', async () => {
  for (const options of [{ mediaType: JSON_TYPE }, { declaration: { ...CONFIG_MAPS, storedAsJson: true } }]) {
    const { save, bytes, storage } = await opened(options);
    const { entry } = await save(object('one'));
    assert.equal(textOf(await bytes()), `${textOf(entry.json)}\n`);
    assert.equal(textOf((await storage.get(KEY, ''))?.json), textOf(entry.json));
    assert.equal((await save(object('one'))).action, 'unchanged');
  }
});

test('after a restart objects are read from the stored form: bytes, labels, selectors, objects', async () => {
  for (const mediaType of [undefined, JSON_TYPE]) {
    const { save, again } = await opened(mediaType === undefined ? {} : { mediaType });
    const { entry } = await save(object('one'));
    const storage = await again({});
    assert.equal((await storage.list(listRequest({ matches: labelled('l', 'm') }))).entries.length, 1);
    const found = await storage.get(KEY, '');
    assert.deepEqual(found?.object(), entry.object());
    assert.equal(textOf(found?.json), textOf(entry.json));
    assert.equal(found?.revisionAt, entry.revisionAt);
    assert.equal(found?.prefixLength, entry.prefixLength);
  }
});

test('a change of the storage media type: old bytes are read, and written anew by a write that changes nothing else', async () => {
  const { save, bytes, again } = await opened({ mediaType: JSON_TYPE });
  await save(object('one'));
  const storage = await again({ mediaType: PROTOBUF_TYPE });
  assert.equal((await saveIn(storage, object('one'))).action, 'updated');
  assert.deepEqual(await bytes(), envelope('v1', 'one'));
  assert.equal((await saveIn(storage, object('one'))).action, 'unchanged');
});

test('our own Protobuf is served with a revision put in; what others wrote may lack defaults and is not', async () => {
  const { save, again, write } = await opened();
  const { entry } = await save(object('one'));
  const message = Buffer.from(entry.messageAt?.(7) ?? []);
  assert.ok(message.includes(member(6, '7')), 'resourceVersion 7');
  assert.deepEqual(Buffer.from((await (await again({})).get(KEY, ''))?.messageAt?.(7) ?? []), message);
  await write(envelope('v1', 'two'));
  assert.equal((await (await again({})).get(KEY, ''))?.messageAt?.(7), undefined);
});

const DEFAULTING: StoredVersion = {
  version: 'v1',
  type: ConfigMap,
  setDefaults: (each) => {
    each.immutable ??= true;
  },
};
const OLD: StoredVersion = { version: 'v1beta1', group: '', type: ConfigMap, toHub: (each) => ({ ...each, data: { text: 'converted' } }) };

test('Protobuf of another server is defaulted as its version demands and converted to the storage version', async () => {
  const declaration: ResourceStorageDeclaration = { ...CONFIG_MAPS, versions: [DEFAULTING, OLD] };
  const { write, storage } = await opened({ declaration });
  await write(envelope('v1', 'one'));
  const first = await storage.get(KEY, '');
  assert.equal(textOf(first?.json), SERVED.replace('"data"', '"immutable":true,"data"'));
  await write(envelope('v1beta1', 'one'));
  assert.equal(textOf((await storage.get(KEY, ''))?.json), SERVED.replace('one', 'converted'));
});

test('a kind that upstream stores in another version lies there in that version', async () => {
  const declaration: ResourceStorageDeclaration = {
    ...CONFIG_MAPS,
    storedAs: {
      version: 'v1beta1',
      type: ConfigMap,
      fromHub: (each) => ({ ...each, data: { text: 'two' } }),
      toHub: OLD.toHub as (each: KubeObject) => KubeObject,
    },
  };
  const { save, bytes, again } = await opened({ declaration });
  await save(object('one'));
  assert.deepEqual(await bytes(), envelope('v1beta1', 'two'));
  const found = await (await again({})).get(KEY, '');
  assert.equal(found?.object().apiVersion, 'v1');
  assert.match(textOf(found?.json), /^\{"kind":"ConfigMap","apiVersion":"v1",.*"converted"/);
});

test('what cannot be read is a 500 in the words of the decoder', async () => {
  const { write, storage } = await opened();
  const message = async (bytes: Buffer): Promise<string> => {
    await write(bytes);
    try {
      return textOf((await storage.get(KEY, ''))?.json);
    } catch (error) {
      return error instanceof Error ? error.message : '';
    }
  };
  const unknown = 'no kind "Secret" is registered for version "v1" in scheme "pkg/api/legacyscheme/scheme.go:30"';
  assert.equal(await message(envelope('v1', 'one', 'Secret')), unknown);
  assert.equal(await message(Buffer.alloc(0)), 'empty data');
  assert.equal(await message(envelope('v1', 'one').subarray(0, 40)), 'unexpected EOF');
});

const inverted = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => byte ^ 0xff);
const PREFIX = Buffer.from('inverted:');

/** Turns every bit over, and takes what has no prefix for an old form. */
const inverting: Transformer = {
  toStorage: (bytes) => Buffer.concat([PREFIX, inverted(bytes)]),
  fromStorage: (bytes, key) => {
    if (bytes.length === 0) throw new Error(`no key for ${key}`);
    if (!Buffer.from(bytes).subarray(0, PREFIX.length).equals(PREFIX)) return { bytes, stale: true };
    return { bytes: inverted(bytes.subarray(PREFIX.length)), stale: false };
  },
};

test('a transformer stands between the codec and the store, in both directions', async () => {
  const { save, bytes, again, storage, write } = await opened({ transformer: inverting });
  const { entry } = await save(object('one'));
  assert.deepEqual(await bytes(), Buffer.concat([PREFIX, inverted(envelope('v1', 'one'))]));
  assert.equal((await save(object('one'))).action, 'unchanged');
  assert.equal(textOf((await (await again({})).get(KEY, ''))?.json), textOf(entry.json));
  await write(envelope('v1', 'one'));
  assert.equal((await save(object('one'))).action, 'updated', 'an old form is written anew');
  await write(Buffer.alloc(0));
  await assert.rejects(storage.list(listRequest()), {
    message: `Internal error occurred: unable to transform key "${KEY}": no key for ${KEY}`,
  });
});
