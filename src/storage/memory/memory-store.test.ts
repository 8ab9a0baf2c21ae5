import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../../base/manual-clock.ts';
import { storeContract } from '../contract.suite.ts';
import { RevisionCompacted } from '../errors.ts';
import { bytes } from '../subject.suite.ts';
import { openMemoryStore } from './memory-store.ts';

storeContract('memory', async () => {
  const clock = new ManualClock();
  return { store: openMemoryStore({ clock }), root: '/registry/', advance: (ms) => clock.advance(ms), keepsFingerprints: true };
});

test('memory: history is kept for five minutes, and given up earlier only above its bytes', async () => {
  const clock = new ManualClock();
  const store = openMemoryStore({ clock, historyBytes: 100_000 });
  const first = await store.put('/a', bytes('1'), 0);
  clock.advance(299_000);
  let last = await store.put('/a', bytes('2'), first);
  await store.list('/', { revision: first });
  clock.advance(2_000);
  last = await store.put('/a', bytes('3'), last);
  assert.ok(store.compactedRevision >= first - 1);
  await assert.rejects(store.list('/', { revision: first - 1 }), RevisionCompacted);
  for (let round = 0; round < 10; round++) {
    last = await store.put('/a', Buffer.alloc(20_000), last);
  }
  assert.ok(last - store.compactedRevision < 6, 'the bytes are bounded');
});
