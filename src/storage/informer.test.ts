import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextTurn } from '../base/event-loop.ts';
import { ManualClock } from '../base/manual-clock.ts';
import { followEntries, startEntryInformer } from './informer.ts';
import type { Entry, ResourceStorage, WatchConsumer, WatchItem } from './resource-storage.ts';

function entry(name: string, revision: number): Entry {
  return { key: `/n/${name}`, namespace: 'n', name, revision } as Entry;
}

const added = (each: Entry): WatchItem => ({ type: 'ADDED', entry: each, revision: each.revision });
const deleted = (each: Entry): WatchItem => ({ type: 'DELETED', entry: each, revision: each.revision + 1 });
const complete: WatchItem = { type: 'BOOKMARK', revision: 9, initialEventsEnd: true };

/** A storage whose watches the test feeds by hand. */
function scripted() {
  const consumers: WatchConsumer[] = [];
  let closed = 0;
  const storage = {
    async watch(_request: unknown, consumer: WatchConsumer) {
      consumers.push(consumer);
      return { close: () => void closed++ };
    },
  } as unknown as ResourceStorage;
  return { storage, consumers, closed: () => closed };
}

function informed({ storage }: { readonly storage: ResourceStorage }) {
  const told: string[] = [];
  const clock = new ManualClock();
  const handler = {
    put(each: Entry, previous: Entry | undefined) {
      if (each.name === 'damaged') throw new Error('cannot be read');
      told.push(`${previous === undefined ? 'new' : 'changed'} ${each.name}`);
    },
    remove: (each: Entry) => void told.push(`gone ${each.name}`),
    unreadable: (each: Entry) => void told.push(`unreadable ${each.name}`),
  };
  return { told, clock, informer: startEntryInformer(storage, handler, clock) };
}

test('everything that is there, then every change, once', async () => {
  const world = scripted();
  const { told, informer } = informed(world);
  world.consumers[0]?.items([added(entry('a', 1)), added(entry('b', 2)), complete]);
  await informer.synced;
  world.consumers[0]?.items([{ type: 'MODIFIED', entry: entry('a', 3), revision: 3 }, deleted(entry('b', 2)), deleted(entry('b', 2))]);
  assert.deepEqual(told, ['new a', 'new b', 'changed a', 'gone b']);
});

test('after a watch that ended, what went meanwhile is told, and what stayed as it was is not', async () => {
  const world = scripted();
  const { told, clock } = informed(world);
  world.consumers[0]?.items([added(entry('a', 1)), added(entry('b', 2)), added(entry('c', 3)), complete]);
  world.consumers[0]?.ended(undefined);
  told.length = 0;
  clock.advance(1000);
  world.consumers[1]?.items([added(entry('a', 1)), added(entry('c', 4)), complete]);
  assert.deepEqual(told, ['changed c', 'gone b']);
});

test('an object that cannot be read keeps nobody from hearing of the others', () => {
  const world = scripted();
  const { told } = informed(world);
  world.consumers[0]?.items([added(entry('damaged', 1)), added(entry('a', 2)), complete]);
  assert.deepEqual(told, ['unreadable damaged', 'new a']);
});

test('who keeps no account is told after a watch that ended what is there, to find out what went', () => {
  const world = scripted();
  const told: string[] = [];
  const clock = new ManualClock();
  const follower = {
    put: (each: Entry) => void told.push(`there ${each.name}`),
    remove(each: Entry) {
      if (each.name === 'damaged') throw new Error('cannot be read');
      told.push(`gone ${each.name}`);
    },
    retain: (there: ReadonlyMap<string, Entry>) => void told.push(`only ${[...there.keys()]}`),
    unreadable: (each: Entry) => void told.push(`unreadable ${each.name}`),
  };
  followEntries(world.storage, follower, clock);
  world.consumers[0]?.items([added(entry('a', 1)), added(entry('b', 2)), complete, deleted(entry('damaged', 3)), deleted(entry('b', 2))]);
  world.consumers[0]?.ended(undefined);
  clock.advance(1000);
  world.consumers[1]?.items([added(entry('c', 4)), complete, deleted(entry('c', 4))]);
  assert.deepEqual(told, ['there a', 'there b', 'unreadable damaged', 'gone b', 'there c', 'only /n/c', 'gone c']);
});

test('only objects of a name are asked for', () => {
  const asked: unknown[] = [];
  const storage = {
    watch(request: { readonly namespace: string; readonly name: string }) {
      asked.push([request.namespace, request.name]);
      return new Promise(() => {});
    },
  } as unknown as ResourceStorage;
  const handler = { put() {}, remove() {} };
  startEntryInformer(storage, handler, new ManualClock(), { namespace: '', name: 'a' });
  startEntryInformer(storage, handler, new ManualClock());
  assert.deepEqual(asked, [
    ['', 'a'],
    ['', ''],
  ]);
});

test('closed: the watch is closed, also one that is just being opened, and none is opened again', async () => {
  const world = scripted();
  const { informer, clock } = informed(world);
  informer.close();
  await nextTurn();
  assert.equal(world.closed(), 1);
  world.consumers[0]?.ended(undefined);
  clock.advance(1000);
  assert.equal(world.consumers.length, 1);
});
