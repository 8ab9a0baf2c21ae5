import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentLogger } from '../base/log.ts';
import { ManualClock } from '../base/manual-clock.ts';
import { HealthChecks } from '../server/health.ts';
import { openMemoryStore } from '../storage/memory/memory-store.ts';
import { openStoreFeed } from '../storage/watch-cache/feed.ts';
import { addHealthChecks } from './health.ts';
import type { WatchedStore } from './storage/stores.ts';

function fedStore(clock: ManualClock): WatchedStore {
  const store = openMemoryStore({ clock });
  return { store, feed: openStoreFeed({ store, clock, log: silentLogger, prefix: '/registry/' }) };
}

test('each set of servers that overrides the main one has checks of its own, which leave with those of the main one', async () => {
  const clock = new ManualClock();
  const [main, ...overrides] = [fedStore(clock), fedStore(clock), fedStore(clock)] as const;
  const health = new HealthChecks(silentLogger);
  addHealthChecks(health, { main, overrides }, clock, { healthCheckTimeout: 2000, readyCheckTimeout: 2000 });
  const stores = (endpoint: 'healthz' | 'readyz'): (readonly [string, string | undefined])[] =>
    health.checksOf(endpoint).flatMap(({ name, group }) => (name.startsWith('etcd') ? [[name, group]] : []));
  assert.deepEqual(stores('readyz'), [
    ['etcd', 'etcd'],
    ['etcd-readiness', 'etcd-readiness'],
    ['etcd-override-0', 'etcd'],
    ['etcd-override-readiness-0', 'etcd-readiness'],
    ['etcd-override-1', 'etcd'],
    ['etcd-override-readiness-1', 'etcd-readiness'],
  ]);
  assert.deepEqual(
    stores('healthz').map(([name]) => name),
    ['etcd', 'etcd-override-0', 'etcd-override-1'],
  );
  for (const { store, feed } of [main, ...overrides]) {
    feed.close();
    await store.close();
  }
});
