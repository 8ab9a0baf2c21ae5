import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { systemClock } from '../../base/clock.ts';
import { silentLogger } from '../../base/log.ts';
import { ManualClock } from '../../base/manual-clock.ts';
import { storeContract } from '../contract.suite.ts';
import { RevisionCompacted, StoreUnavailable } from '../errors.ts';
import { Recorder } from '../recorder.suite.ts';
import { bytes, text } from '../subject.suite.ts';
import { Compactor } from './compactor.ts';
import { startEtcd } from './etcd-process.suite.ts';
import { type EtcdStore, openEtcdStore } from './etcd-store.ts';
import type { TxnResponse } from './messages.ts';

// A binary of a real etcd v3.6; without one only the parts that need none are tested.
const binary = process.env.COXSWAIN_TEST_ETCD;

const open = (...endpoints: string[]): Promise<EtcdStore> =>
  openEtcdStore({ endpoints, clock: systemClock, log: silentLogger, compactionIntervalMs: 0 });

if (binary === undefined || binary === '') {
  test('etcd: NOT TESTED, because COXSWAIN_TEST_ETCD does not name an etcd binary', { skip: 'COXSWAIN_TEST_ETCD is not set' }, () => {});
} else {
  const etcd = await startEtcd(binary);
  after(() => etcd.stop());
  let corners = 0;
  storeContract('etcd', async () => ({ store: await open(etcd.endpoint), root: `/registry/${corners++}/`, keepsFingerprints: false }));

  test('etcd: ids of members are exact, status tells the version', async () => {
    const store = await open(etcd.endpoint);
    const [member] = await store.members();
    const status = await store.status();
    assert.equal(member?.id, status.memberId);
    assert.ok((member?.id ?? 0n) > 2n ** 53n, 'ids take all 64 bits');
    assert.match(status.version, /^3\./);
    assert.deepEqual(member?.clientUrls, [etcd.endpoint]);
    await store.close();
  });

  test('etcd: events of one transaction come in one batch, and a response in fragments is joined', async () => {
    const store = await open(etcd.endpoint);
    const root = '/registry/large/';
    const start = await store.currentRevision();
    await Promise.all(Array.from({ length: 40 }, (_, index) => store.put(`${root}${index}`, Buffer.alloc(400_000, String(index)), 0)));
    const recorder = new Recorder();
    store.watch(root, { after: start, previous: true }, recorder);
    const events = await recorder.count(40);
    assert.ok(events.every((event) => event.value.length === 400_000));
    assert.deepEqual(
      events.map((event) => event.revision),
      events.map((event) => event.revision).toSorted((left, right) => left - right),
    );
    await store.close();
  });

  test('etcd: keys that are written within a minute share a lease', async () => {
    const store = await open(etcd.endpoint);
    const values = await Promise.all(
      Array.from({ length: 20 }, (_, index) => store.put(`/registry/leased/${index}`, bytes('x'), 0, { ttlSeconds: 3600 })),
    );
    assert.equal(new Set(values).size, 20);
    await store.close();
  });

  test('etcd: after a crash of the server a watch goes on behind what it has told, and writes work again', async () => {
    const server = await startEtcd(binary);
    const store = await open(server.endpoint);
    const recorder = new Recorder();
    store.watch('/registry/', { after: await store.currentRevision() }, recorder);
    let last = await store.put('/registry/a', bytes('0'), 0);
    await recorder.count(1);
    await server.kill();
    await assert.rejects(store.check(), StoreUnavailable);
    const pending = store.get('/registry/a');
    await server.start();
    assert.equal(text(await pending), '0', 'a read waits for the server');
    for (let round = 1; round <= 20; round++) {
      last = await store.put('/registry/a', bytes(String(round)), last);
    }
    const events = await recorder.count(21);
    assert.deepEqual(
      events.map((event) => Buffer.from(event.value).toString()),
      Array.from({ length: 21 }, (_, round) => String(round)),
    );
    await store.close();
    await server.stop();
  });

  test('etcd: of several endpoints one that works is found', async () => {
    const store = await open('http://127.0.0.1:1', etcd.endpoint);
    await store.check();
    await store.close();
  });

  test('etcd: a watch that falls behind a compaction while it is disconnected is told so', async () => {
    const server = await startEtcd(binary);
    const store = await open(server.endpoint);
    const recorder = new Recorder();
    let last = await store.put('/registry/a', bytes('0'), 0);
    const watch = store.watch('/registry/', { after: last - 1 }, recorder);
    await recorder.count(1);
    for (let round = 1; round <= 5; round++) {
      last = await store.put('/registry/a', bytes(String(round)), last);
    }
    await recorder.count(6);
    await store.compact(last);
    watch.close();
    const late = new Recorder();
    store.watch('/registry/', { after: last - 3 }, late);
    const failure = await late.untilFailed();
    assert.ok(failure instanceof RevisionCompacted && failure.compacted === last);
    await store.close();
    await server.stop();
  });
}

test('etcd: without a server calls fail in time and say that nothing was written', async () => {
  const clock = new ManualClock();
  const store = await openEtcdStore({ endpoints: ['http://127.0.0.1:1'], clock, log: silentLogger, compactionIntervalMs: 0 });
  const moving = setInterval(() => clock.advance(1000), 5);
  try {
    await assert.rejects(store.put('/a', bytes('1'), 0), (error) => error instanceof StoreUnavailable && !error.outcomeUnknown);
    await assert.rejects(store.get('/a'), StoreUnavailable);
  } finally {
    clearInterval(moving);
    await store.close();
  }
});

test('etcd: endpoints that are no URLs are refused', async () => {
  await assert.rejects(open('127.0.0.1:2379'), /must be a URL/);
  await assert.rejects(open(), /at least one/);
});

test('etcd: of several servers one compacts in each interval, to where the store was one interval before', async () => {
  const clock = new ManualClock();
  const compacted: number[] = [];
  let version = 0;
  let revision = 100;
  const txn = async (request: { compare: { equals: number } }): Promise<TxnResponse> => {
    const succeeded = request.compare.equals === version;
    version += succeeded ? 1 : 0;
    revision++;
    const item = { key: 'compact_rev_key', value: Buffer.alloc(0), createRevision: 1, modRevision: revision, version };
    return { revision, succeeded, items: succeeded ? [] : [item] };
  };
  const servers = [0, 1].map(
    () => new Compactor({ clock, log: silentLogger, intervalMs: 300_000, txn, compact: async (at) => void compacted.push(at) }),
  );
  for (let interval = 0; interval < 4; interval++) {
    clock.advance(300_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.deepEqual(compacted, [...new Set(compacted)], 'nothing is compacted twice');
  assert.ok(compacted.length >= 2 && compacted.length <= 3, `${compacted}`);
  assert.ok(compacted.every((at) => at < revision));
  for (const server of servers) {
    server.close();
  }
});
