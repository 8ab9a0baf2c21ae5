import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Endpoints } from '../../apis/core/v1/types.ts';
import { silentLogger } from '../../base/log.ts';
import { ManualClock } from '../../base/manual-clock.ts';
import { openMemoryStore } from '../../storage/memory/memory-store.ts';
import { openResourceStorage } from '../../storage/resource/open-storage.ts';
import { ServerLeases } from './server-leases.ts';

const PREFIX = '/registry/masterleases/';

test('a server is alive while it renews its lease, and gone when it stops or says so', async () => {
  const clock = new ManualClock();
  const storage = openResourceStorage({
    store: openMemoryStore({ clock }),
    clock,
    log: silentLogger,
    declaration: {
      group: '',
      resource: 'masterleases',
      kind: 'Endpoints',
      namespaced: false,
      storageVersion: 'v1',
      versions: [{ version: 'v1', type: Endpoints }],
      storagePrefix: PREFIX,
      watchCache: false,
      selectableFields: { values: {} },
    },
  });
  const leases = new ServerLeases(storage, PREFIX);
  for (const address of ['192.0.2.1', '192.0.2.2', '2001:db8::1']) await leases.renew(address);
  assert.deepEqual([...(await leases.list())].sort(), ['192.0.2.1', '192.0.2.2', '2001:db8::1']);
  assert.equal(await leases.remove('2001:db8::1'), true);
  assert.equal(await leases.remove('2001:db8::1'), false);
  for (let passed = 0; passed < 30; passed += 10) {
    clock.advance(10_000);
    await leases.renew('192.0.2.1');
  }
  assert.deepEqual(await leases.list(), ['192.0.2.1']);
});
