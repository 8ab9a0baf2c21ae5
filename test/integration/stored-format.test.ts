/**
 * What a cluster leaves in its store, and what it finds there: the embedded store and etcd hold the same keys and the same bytes, and what upstream's
 * server wrote is served.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { Lease } from '../../src/apis/coordination/v1/types.ts';
import { systemClock } from '../../src/base/clock.ts';
import { silentLogger } from '../../src/base/log.ts';
import { encodeJson } from '../../src/codec/json/encode.ts';
import { decodeProtobuf } from '../../src/codec/protobuf/decode.ts';
import type { KubeObject } from '../../src/machinery/object.ts';
import { openEmbeddedStore } from '../../src/storage/embedded/embedded-store.ts';
import { startEtcd } from '../../src/storage/etcd/etcd-process.suite.ts';
import { openEtcdStore } from '../../src/storage/etcd/etcd-store.ts';
import type { Store } from '../../src/storage/interface.ts';
import { copyInto } from '../../src/storage/transfer/copy.ts';
import { storeSource } from '../../src/storage/transfer/source.ts';
import { createServer, type Server, type ServerOptions } from '../../src/testing/index.ts';

interface Place {
  readonly storage: ServerOptions['storage'];
  /** The store itself, while no server runs on it. */
  open(): Promise<Store>;
}

const DEFINITION = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'boats.x.io' },
  spec: {
    group: 'x.io',
    scope: 'Namespaced',
    names: { plural: 'boats', kind: 'Boat' },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
  },
};
const LEASE = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'a' }, spec: { holderIdentity: 'me' } };

async function post(server: Server, url: string, body: object): Promise<void> {
  const answer = await server.fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  assert.equal(answer.status, 201, await answer.text());
}

async function withStore<Result>(place: Place, use: (store: Store) => Promise<Result>): Promise<Result> {
  const store = await place.open();
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

/** A lease as upstream stores it: field by field after the published .proto files. */
const member = (number: number, ...contents: (string | Buffer)[]): Buffer => {
  const inside = Buffer.concat(contents.map((each) => Buffer.from(each)));
  return Buffer.concat([Buffer.from([(number << 3) | 2, inside.length]), inside]);
};
const UPSTREAM_LEASE = Buffer.concat([
  Buffer.from('k8s\0'),
  member(1, member(1, 'coordination.k8s.io/v1'), member(2, 'Lease')),
  member(2, member(1, member(1, 'theirs'), member(3, 'default'), member(5, 'u-1')), member(2, member(1, 'upstream'))),
  member(3),
  member(4),
]);

/** The store keeps no revision inside of objects. */
function withoutRevision({ metadata: { resourceVersion: _, ...metadata }, ...object }: KubeObject): object {
  return { ...object, metadata };
}

async function checkPlace(place: Place): Promise<void> {
  await using first = await createServer({ storage: place.storage });
  await post(first, '/apis/coordination.k8s.io/v1/namespaces/default/leases', LEASE);
  await post(first, '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', DEFINITION);
  await first.close();
  await withStore(place, async (store) => {
    for (const { key, value } of (await store.list('/registry/')).items) {
      const start = Buffer.from(value).toString('latin1', 0, 5);
      const asJson = /^\/registry\/(apiextensions|apiregistration)\.k8s\.io\//.test(key);
      assert.ok(asJson ? start.startsWith('{"kin') : start.startsWith('k8s\0'), `${key} begins with ${JSON.stringify(start)}`);
      assert.ok(!Buffer.from(value).includes('"resourceVersion"'), key);
    }
    const definition = await store.get('/registry/apiextensions.k8s.io/customresourcedefinitions/boats.x.io');
    const { apiVersion, spec } = JSON.parse(Buffer.from(definition?.value ?? []).toString()) as { apiVersion: string; spec: { version: string } };
    assert.deepEqual([apiVersion, spec.version], ['apiextensions.k8s.io/v1beta1', 'v1']);
    await store.put('/registry/leases/default/theirs', UPSTREAM_LEASE, 0);
  });
  await using second = await createServer({ storage: place.storage });
  const list = (await (await second.fetch('/apis/coordination.k8s.io/v1/namespaces/default/leases')).json()) as {
    items: { metadata: { name: string; uid: string }; spec: object }[];
  };
  assert.deepEqual(
    list.items.map(({ metadata, spec }) => [metadata.name, spec]),
    [
      ['a', LEASE.spec],
      ['theirs', { holderIdentity: 'upstream' }],
    ],
  );
  const read = (await (await second.fetch('/apis/apiextensions.k8s.io/v1/customresourcedefinitions/boats.x.io')).json()) as typeof DEFINITION;
  assert.deepEqual(read.spec.versions, DEFINITION.spec.versions);
  const patched = await second.fetch('/apis/coordination.k8s.io/v1/namespaces/default/leases/theirs', {
    method: 'PATCH',
    headers: { 'content-type': 'application/merge-patch+json' },
    body: JSON.stringify({ spec: { holderIdentity: 'ours' } }),
  });
  assert.equal(patched.status, 200);
  const expected = withoutRevision((await patched.json()) as KubeObject);
  await second.close();
  await withStore(place, async (store) => {
    const value = (await store.get('/registry/leases/default/theirs'))?.value ?? Uint8Array.of();
    const { object } = decodeProtobuf(value, Lease);
    assert.deepEqual(JSON.parse(Buffer.from(encodeJson(object, Lease)).toString()), expected, 'what was updated is what upstream reads');
  });
}

async function inFolder(body: (embedded: Place) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'coxswain-stored-'));
  try {
    await body({ storage: { backend: 'embedded', folder }, open: () => openEmbeddedStore({ folder, clock: systemClock, log: silentLogger }) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('embedded: keys and bytes are those of upstream', () => inFolder(checkPlace));

const binary = process.env.COXSWAIN_TEST_ETCD;
const skip = binary === undefined && 'COXSWAIN_TEST_ETCD is not set: NOT TESTED';

test('etcd: keys and bytes are those of upstream, and the same as in the embedded store after a copy', { skip }, async () => {
  const etcd = await startEtcd(binary ?? '');
  const open = (): Promise<Store> => openEtcdStore({ endpoints: [etcd.endpoint], clock: systemClock, log: silentLogger, compactionIntervalMs: 0 });
  try {
    const place: Place = { storage: { backend: 'etcd3', servers: [etcd.endpoint], prefix: '/registry' }, open };
    await withStore(place, async () => {});
    await checkPlace(place);
    await inFolder((embedded) =>
      withStore(place, (from) =>
        withStore(embedded, async (target) => {
          const source = await storeSource(from, '/registry/', 'etcd');
          await copyInto({ source, target, prefix: '/registry/', replace: false, lifetime: () => undefined, progress: () => {} });
          const plain = async (store: Store): Promise<readonly unknown[]> =>
            (await store.list('/registry/')).items.map(({ key, value }) => [key, Buffer.from(value).toString('hex')]);
          assert.deepEqual(await plain(target), await plain(from));
        }),
      ),
    );
  } finally {
    await etcd.stop();
  }
});
