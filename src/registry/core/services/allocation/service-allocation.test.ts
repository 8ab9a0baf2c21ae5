/** Addresses and ports of services: no two get one, nothing is kept by a write that fails, everything comes back when a service goes. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setServiceDefaults } from '../../../../apis/core/v1/defaults.ts';
import { silentLogger } from '../../../../base/log.ts';
import type { KubeObject } from '../../../../machinery/object.ts';
import { openMemoryStore } from '../../../../storage/memory/memory-store.ts';
import { openResourceStorage } from '../../../../storage/resource/open-storage.ts';
import { strategyContext } from '../../../generic/context.fixture.ts';
import type { ResourceDeclaration } from '../../../generic/declaration.ts';
import { RegistryStore } from '../../../generic/store.ts';
import { ipaddresses } from '../../../networking/ipaddresses.ts';
import { servicecidrs } from '../../../networking/servicecidrs.ts';
import { services } from '../services.ts';
import { AddressAllocator } from './addresses.ts';
import { PortAllocator } from './ports.ts';
import { openRangeStorage } from './range-storage.fixture.ts';
import { ServiceAllocation } from './service-allocation.ts';

const clock = { now: () => Date.UTC(2026, 0, 1), after: () => () => {} };
const context = strategyContext({ clock });
const admit = async (): Promise<void> => {};
const backend = openMemoryStore({ clock });
const registry = (declaration: ResourceDeclaration): RegistryStore =>
  new RegistryStore({ declaration, storage: openResourceStorage({ store: backend, declaration, clock, log: silentLogger }), clock });
const stores = { services: registry(services), addresses: registry(ipaddresses), ranges: registry(servicecidrs) };
const makeAddress = async (object: KubeObject): Promise<void> => void (await stores.addresses.create({ context, object, admit: async () => {} }));
const ranges = openRangeStorage(backend, clock);

before(async () => {
  for (const { storage } of Object.values(stores)) await storage.ready();
  const ports = new PortAllocator(ranges, '/registry/ranges/servicenodeports', { first: 30_000, size: 64 });
  stores.services.allocation = new ServiceAllocation(['IPv4'], new AddressAllocator({ ...stores, context, create: makeAddress }), ports);
  const range: KubeObject = {
    kind: 'ServiceCIDR',
    apiVersion: 'networking.k8s.io/v1',
    metadata: { name: 'kubernetes' },
    spec: { cidrs: ['10.0.0.0/24'] },
    status: { conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: null, reason: '', message: '' }] },
  };
  await stores.ranges.storage.create('/registry/servicecidrs/kubernetes', range, { dryRun: false });
});

after(async () => {
  for (const { storage } of Object.values(stores)) await storage.close();
  await ranges.close();
  await backend.close();
});

function service(name: string, spec: object): KubeObject {
  const object: KubeObject = { kind: 'Service', apiVersion: 'v1', metadata: { name }, spec: { ports: [{ port: 80, targetPort: 80 }], ...spec } };
  setServiceDefaults(object);
  return object;
}

const create = async (name: string, spec: object = {}): Promise<KubeObject> =>
  (await stores.services.create({ context, object: service(name, spec), admit })).object();
const remove = (name: string): Promise<unknown> => stores.services.delete({ context, name, options: {}, admit });
const addressOf = (object: KubeObject): string => (object.spec as { readonly clusterIP: string }).clusterIP;
const heldAddresses = (): number | undefined => stores.addresses.storage.count();

test('parallel creations get an address and a node port each, and deletion gives all of them back', async () => {
  const names = Array.from({ length: 50 }, (_, i) => `s${i}`);
  const made = await Promise.all(names.map((name) => create(name, { type: 'NodePort' })));
  assert.equal(new Set(made.map(addressOf)).size, 50);
  const ports = made.map((object) => (object.spec as { readonly ports: readonly { readonly nodePort: number }[] }).ports[0]?.nodePort);
  assert.equal(new Set(ports).size, 50);
  assert.equal(heldAddresses(), 50);
  await Promise.all(names.map(remove));
  assert.equal(heldAddresses(), 0);
  assert.equal((await ranges.get('/registry/ranges/servicenodeports', ''))?.object().data ?? '', '');
});

test('a write that is refused keeps nothing', async () => {
  await assert.rejects(create('Bad_Name', { type: 'NodePort', clusterIP: '10.0.0.9' }), /is invalid/);
  assert.equal(heldAddresses(), 0);
  assert.equal(addressOf(await create('good', { clusterIP: '10.0.0.9' })), '10.0.0.9');
  await assert.rejects(create('second', { clusterIP: '10.0.0.9' }), /provided IP is already allocated/);
  await remove('good');
});

test('addresses of the network and outside of it cannot be had', async () => {
  for (const clusterIP of ['10.0.0.0', '10.0.0.255', '10.1.0.1'])
    await assert.rejects(create('x', { clusterIP }), /the provided network does not match the current range/);
});

test('dynamic addresses leave the lower part of the range alone', async () => {
  const made = await Promise.all(Array.from({ length: 20 }, (_, i) => create(`d${i}`)));
  // A sixteenth of the range, at least 16 addresses.
  for (const object of made) assert.ok(Number(addressOf(object).split('.')[3]) > 16, addressOf(object));
  await Promise.all(made.map((_, i) => remove(`d${i}`)));
});

test('a dry run takes nothing', async () => {
  const object = service('dry', { clusterIP: '10.0.0.8' });
  await stores.services.create({ context: { ...context, dryRun: true }, object, admit });
  assert.equal(heldAddresses(), 0);
});

test('a dry run does not look for an address, nor whether one is free, but names the range to who asks for another', async () => {
  const tryOut = async (spec: object): Promise<string> =>
    addressOf((await stores.services.create({ context: { ...context, dryRun: true }, object: service('dry', spec), admit })).object());
  await create('holder', { clusterIP: '10.0.0.9' });
  assert.deepEqual([await tryOut({}), await tryOut({ clusterIP: '10.0.0.9' })], ['10.0.0.0', '10.0.0.9']);
  await assert.rejects(
    tryOut({ clusterIP: '1.1.1.1', clusterIPs: ['1.1.1.1'] }),
    /failed to allocate IP 1\.1\.1\.1: the provided IP \(1\.1\.1\.1\) is not in the valid range\. The range of valid IPs is 10\.0\.0\.0\/24/,
  );
  await remove('holder');
});
