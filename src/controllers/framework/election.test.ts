import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextTurn } from '../../base/event-loop.ts';
import { silentLogger } from '../../base/log.ts';
import { ManualClock } from '../../base/manual-clock.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { ApiError } from '../../machinery/status.ts';
import { Election, type LeaseLock } from './election.ts';

/** One lease, with the store's rule that a write needs the current version. */
class Lock implements LeaseLock {
  lease: KubeObject | undefined;
  broken = false;
  silent = false;
  #version = 0;

  async get(): Promise<KubeObject | undefined> {
    if (this.broken) throw new Error('no connection');
    return this.lease;
  }

  async create(spec: object): Promise<KubeObject> {
    if (this.lease !== undefined) throw new ApiError(409, 'AlreadyExists', 'already there');
    return this.#write(spec);
  }

  async update(lease: KubeObject, spec: object): Promise<KubeObject> {
    if (this.silent) return new Promise(() => {});
    if (lease.metadata.resourceVersion !== this.lease?.metadata.resourceVersion) throw new ApiError(409, 'Conflict', 'changed');
    return this.#write(spec);
  }

  #write(spec: object): KubeObject {
    if (this.broken) throw new Error('no connection');
    this.lease = { kind: 'Lease', apiVersion: 'coordination.k8s.io/v1', metadata: { resourceVersion: String(++this.#version) }, spec };
    return this.lease;
  }

  get spec(): { readonly holderIdentity: string; readonly leaseDurationSeconds: number; readonly leaseTransitions: number } {
    return this.lease?.spec as never;
  }
}

function candidate(identity: string, lock: LeaseLock, clock: ManualClock) {
  const told: string[] = [];
  const election = new Election({
    lock,
    identity,
    clock,
    log: silentLogger,
    random: () => 0,
    started: () => void told.push('started'),
    stopped: async () => void told.push('stopped'),
  });
  return { election, told };
}

async function pass(clock: ManualClock, seconds: number): Promise<void> {
  for (let i = 0; i < seconds; i++) {
    clock.advance(1000);
    await nextTurn();
  }
}

test('the first one leads at once, the second waits as long as it renews', async () => {
  const [clock, lock] = [new ManualClock(), new Lock()];
  const a = candidate('a', lock, clock);
  await nextTurn();
  const b = candidate('b', lock, clock);
  await pass(clock, 60);
  assert.deepEqual([a.told, b.told], [['started'], []]);
  assert.equal(b.election.leader, 'a');
  assert.deepEqual(
    { holder: lock.spec.holderIdentity, seconds: lock.spec.leaseDurationSeconds, transitions: lock.spec.leaseTransitions },
    { holder: 'a', seconds: 15, transitions: 0 },
  );
  await Promise.all([a.election.close(), b.election.close()]);
});

test('a leader that closes stops its work, lets go, and the next one leads within a retry', async () => {
  const [clock, lock] = [new ManualClock(), new Lock()];
  const a = candidate('a', lock, clock);
  await nextTurn();
  const b = candidate('b', lock, clock);
  await nextTurn();
  await a.election.close();
  assert.deepEqual(a.told, ['started', 'stopped']);
  assert.equal(lock.spec.holderIdentity, '');
  await pass(clock, 2);
  assert.deepEqual(b.told, ['started']);
  assert.equal(lock.spec.leaseTransitions, 1);
  await b.election.close();
});

test('a leader that is gone without a word is replaced when its lease has not changed for 15 seconds', async () => {
  const [clock, lock] = [new ManualClock(), new Lock()];
  lock.lease = {
    kind: 'Lease',
    apiVersion: 'coordination.k8s.io/v1',
    metadata: { resourceVersion: '77' },
    // Its clock was wrong: only that nothing changes counts.
    spec: { holderIdentity: 'dead', leaseDurationSeconds: 15, renewTime: '2031-01-01T00:00:00.000000Z', leaseTransitions: 4 },
  };
  const b = candidate('b', lock, clock);
  await pass(clock, 14);
  assert.deepEqual(b.told, []);
  await pass(clock, 3);
  assert.deepEqual(b.told, ['started']);
  assert.equal(lock.spec.leaseTransitions, 5);
  await b.election.close();
});

test('a leader that cannot renew steps down before anybody else may lead, and comes back', async () => {
  const [clock, lock] = [new ManualClock(), new Lock()];
  const a = candidate('a', lock, clock);
  await nextTurn();
  lock.broken = true;
  await pass(clock, 6);
  assert.deepEqual(a.told, ['started'], 'still trying');
  await pass(clock, 4);
  assert.deepEqual(a.told, ['started', 'stopped']);
  lock.broken = false;
  await pass(clock, 5);
  assert.deepEqual(a.told, ['started', 'stopped', 'started']);
  await a.election.close();
});

test('closing does not wait for a store that does not answer', async () => {
  const [clock, lock] = [new ManualClock(), new Lock()];
  const a = candidate('a', lock, clock);
  await nextTurn();
  lock.silent = true;
  await pass(clock, 2);
  const closing = a.election.close();
  await nextTurn();
  assert.deepEqual(a.told, ['started', 'stopped']);
  clock.advance(2000);
  await closing;
});

test('a leader that finds another name in the lease steps down at once', async () => {
  const [clock, lock] = [new ManualClock(), new Lock()];
  const a = candidate('a', lock, clock);
  await nextTurn();
  await lock.update(lock.lease as KubeObject, { holderIdentity: 'thief', leaseDurationSeconds: 15 });
  await pass(clock, 2);
  assert.deepEqual(a.told, ['started', 'stopped']);
  await a.election.close();
  assert.equal(lock.spec.holderIdentity, 'thief');
});
