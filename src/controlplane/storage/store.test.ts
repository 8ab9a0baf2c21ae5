import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentLogger } from '../../base/log.ts';
import { ManualClock } from '../../base/manual-clock.ts';
import { openStore } from './store.ts';

test('a start without etcd says that it waits, and gives up after 20 seconds with one line that names the servers', async () => {
  const clock = new ManualClock();
  const warnings: string[] = [];
  const moving = setInterval(() => clock.advance(1000), 1);
  const started = clock.now();
  try {
    await assert.rejects(
      openStore({ backend: 'etcd3', servers: ['http://127.0.0.1:1'], prefix: '/registry' }, 0, clock, {
        ...silentLogger,
        warn: (message) => void warnings.push(message),
      }),
      /^Error: etcd cannot be reached: .*ECONNREFUSED.* \(tried http:\/\/127\.0\.0\.1:1\)$/,
    );
  } finally {
    clearInterval(moving);
  }
  assert.deepEqual(warnings, ['Waiting for etcd']);
  assert.ok(clock.now() - started >= 20_000);
});
