import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { systemClock } from '../../src/base/clock.ts';
import { silentLogger } from '../../src/base/log.ts';
import { openEmbeddedStore } from '../../src/storage/embedded/embedded-store.ts';
import { RevisionCompacted } from '../../src/storage/errors.ts';
import { startEtcd } from '../../src/storage/etcd/etcd-process.suite.ts';
import { openEtcdStore } from '../../src/storage/etcd/etcd-store.ts';
import type { Revision, Store, StoreEvent } from '../../src/storage/interface.ts';
import { openMemoryStore } from '../../src/storage/memory/memory-store.ts';

const WRITES = 4000;
const WATCHERS = 12;
const ROOT = '/registry/order/';

/** What a client does: list, watch from there, start over when it hears 410 Gone. It notes every key it knows and checks every event. */
class Follower {
  readonly known = new Map<string, Revision>();
  position = 0;
  relists = 0;
  events = 0;
  #wake: (() => void) | undefined;
  #comeBack: (() => void) | undefined;

  constructor(store: Store, breakAfter: number) {
    void this.#follow(store, breakAfter);
  }

  /** Resolves once everything up to `revision` has been seen. */
  async reaches(revision: Revision, encourage: () => void): Promise<void> {
    while (this.position < revision) {
      encourage();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Ends the pause of a client whose connection broke. */
  comeBack(): void {
    const comeBack = this.#comeBack;
    this.#comeBack = undefined;
    comeBack?.();
  }

  async #follow(store: Store, breakAfter: number): Promise<void> {
    const list = await store.list(ROOT);
    this.known.clear();
    for (const item of list.items) {
      this.known.set(item.key, item.revision);
    }
    this.#moveTo(list.revision);
    this.#watch(store, breakAfter);
  }

  #watch(store: Store, breakAfter: number): void {
    let left = breakAfter;
    const watch = store.watch(
      ROOT,
      { after: this.position },
      {
        events: (batch) => {
          for (const event of batch) {
            this.#see(event);
          }
          left -= batch.length;
          if (left <= 0) {
            // The connection breaks; the client comes back later, from where it was.
            watch.close();
            this.#comeBack = () => this.#watch(store, breakAfter);
          }
          this.#moveTo(batch.at(-1)?.revision ?? 0);
        },
        progress: (revision) => this.#moveTo(revision),
        failed: (error) => {
          if (error instanceof RevisionCompacted) {
            this.relists++;
            void this.#follow(store, breakAfter);
          }
        },
      },
    );
  }

  #see(event: StoreEvent): void {
    this.events++;
    assert.ok(event.revision > this.position, `${event.revision} was told after ${this.position}`);
    assert.equal(event.created, event.type === 'put' && !this.known.has(event.key), `${event.key} at ${event.revision}: a change was missed`);
    if (event.type === 'put') {
      this.known.set(event.key, event.revision);
    } else {
      assert.ok(this.known.delete(event.key), `${event.key} was deleted at ${event.revision}, but never seen`);
    }
  }

  #moveTo(revision: Revision): void {
    this.position = Math.max(this.position, revision);
    this.#wake?.();
  }
}

async function checkOrder(store: Store): Promise<void> {
  // Some break off often, some never.
  const followers = Array.from({ length: WATCHERS }, (_, index) => new Follower(store, index % 3 === 0 ? Number.POSITIVE_INFINITY : 20 + index * 30));
  const current = new Map<string, Revision>();
  let last = 0;
  let state = 11;
  const random = (below: number): number => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
  for (let write = 0; write < WRITES; write += 20) {
    const keys = new Set(Array.from({ length: 20 }, () => `${ROOT}${random(60)}`));
    await Promise.all(
      Array.from(keys, async (key) => {
        const expected = current.get(key) ?? 0;
        if (expected !== 0 && random(4) === 0) {
          last = Math.max(last, await store.delete(key, expected));
          current.delete(key);
        } else {
          const revision = await store.put(key, Buffer.alloc(100), expected);
          current.set(key, revision);
          last = Math.max(last, revision);
        }
      }),
    );
    if (write % 400 === 0) {
      await store.compact(last);
    }
    // Half of those whose connection broke come back before the next compaction, half behind it.
    for (const [index, follower] of followers.entries()) {
      if (write % 400 === (index % 2 === 0 ? 20 : 380)) {
        follower.comeBack();
      }
    }
  }
  for (const follower of followers) {
    follower.comeBack();
  }
  store.requestProgress();
  for (const follower of followers) {
    await follower.reaches(last, () => follower.comeBack());
    assert.deepEqual([...follower.known].toSorted(), [...current].toSorted());
  }
  assert.ok(
    followers.some((follower) => follower.relists > 0),
    'nobody met a compaction: the test shows too little',
  );
}

const TIME = { timeout: 60_000 };

test('memory: watches that break and resume while history is compacted see every change once and in order', TIME, async () => {
  const store = openMemoryStore({ clock: systemClock });
  await checkOrder(store);
  await store.close();
});

test('embedded: watches that break and resume while history is compacted see every change once and in order', TIME, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'order-'));
  const store = await openEmbeddedStore({ folder, clock: systemClock, log: silentLogger });
  await checkOrder(store);
  await store.close();
  rmSync(folder, { recursive: true });
});

const binary = process.env.COXSWAIN_TEST_ETCD;
const skip = binary === undefined && 'COXSWAIN_TEST_ETCD is not set: NOT TESTED';
test('etcd: watches that break and resume while history is compacted see every change once and in order', { ...TIME, skip }, async () => {
  const etcd = await startEtcd(binary ?? '');
  const store = await openEtcdStore({ endpoints: [etcd.endpoint], clock: systemClock, log: silentLogger, compactionIntervalMs: 0 });
  try {
    await checkOrder(store);
  } finally {
    await store.close();
    await etcd.stop();
  }
});
