import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { Service } from '../../apis/core/v1/objects.gen.ts';
import { silentLogger } from '../../base/log.ts';
import { ManualClock } from '../../base/manual-clock.ts';
import { PortAllocator } from '../../registry/core/services/allocation/ports.ts';
import { openRangeStorage } from '../../registry/core/services/allocation/range-storage.fixture.ts';
import { openMemoryStore } from '../../storage/memory/memory-store.ts';
import type { ResourceStorage } from '../../storage/resource-storage.ts';
import { PortRepair } from './port-repair.ts';

const KEY = '/registry/ranges/servicenodeports';
const RANGE = { first: 30_000, size: 100 };

let storage: ResourceStorage;
let ports: PortAllocator;
let services: readonly Service[];
let repair: PortRepair;

beforeEach(() => {
  const clock = new ManualClock();
  storage = openRangeStorage(openMemoryStore({ clock }), clock);
  ports = new PortAllocator(storage, KEY, RANGE);
  services = [];
  repair = new PortRepair({ services: async () => services, ports, log: silentLogger });
});

const service = (name: string, spec: object): Service =>
  ({ kind: 'Service', apiVersion: 'v1', metadata: { name, namespace: 'default' }, spec }) as Service;

test('ports that services have and nobody took are taken, those of health checks too', async () => {
  services = [service('a', { type: 'NodePort', ports: [{ port: 80, protocol: 'TCP', nodePort: 30_005 }], healthCheckNodePort: 30_006 })];
  await repair.run();
  assert.deepEqual([await ports.isTaken(30_005), await ports.isTaken(30_006), await ports.isTaken(30_007)], [true, true, false]);
});

test('a port without a service is given back, but only when it was seen so three times', async () => {
  await ports.allocate(30_010);
  for (const still of [true, true, false]) {
    await repair.run();
    assert.equal(await ports.isTaken(30_010), still);
  }
});

test('a service that shows up in time keeps the port that was taken for it', async () => {
  await ports.allocate(30_011);
  await repair.run();
  await repair.run();
  services = [service('late', { type: 'NodePort', ports: [{ port: 80, protocol: 'TCP', nodePort: 30_011 }] })];
  for (let i = 0; i < 5; i++) await repair.run();
  assert.equal(await ports.isTaken(30_011), true);
});

test('what was taken in another range is still taken where the ranges meet', async () => {
  await ports.allocate(30_050);
  const wider = new PortAllocator(storage, KEY, { first: 30_000, size: 2768 });
  services = [service('a', { type: 'NodePort', ports: [{ port: 80, protocol: 'TCP', nodePort: 30_060 }] })];
  await new PortRepair({ services: async () => services, ports: wider, log: silentLogger }).run();
  assert.deepEqual([await wider.isTaken(30_050), await wider.isTaken(30_060)], [true, true]);
});
