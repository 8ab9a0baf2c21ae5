import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextTurn } from '../../base/event-loop.ts';
import { gone } from '../../machinery/status.ts';
import type { WatchItem } from '../../storage/resource-storage.ts';
import type { Pieces, Rendering } from '../rendering/interface.ts';
import { TickFlusher } from './tick-flusher.ts';
import { WatchStream } from './watch-stream.ts';
import type { WatchTarget } from './watch-target.ts';

const bookmark = (revision: number): WatchItem => ({ type: 'BOOKMARK', revision, initialEventsEnd: false });

/** Renders an item as its revision, padded to `size`. */
function rendering(size: number): Rendering {
  const unused = (): Pieces => [];
  return {
    contentType: 'x',
    watchContentType: 'x',
    shareKey: 'x',
    object: unused,
    listHead: unused,
    listItem: unused,
    listTail: unused,
    watchItem: (item) => [Buffer.from(String(item.revision).padEnd(size))],
    watchError: (status) => [Buffer.from(`error ${status.code}`)],
  };
}

class Client implements WatchTarget {
  closed = false;
  buffered = 0;
  ended = false;
  readonly writes: string[] = [];
  #drain = Promise.withResolvers<void>();
  #gone: () => void = () => {};

  write(frames: readonly Pieces[]): void {
    const text = Buffer.concat(frames.flat() as Uint8Array[]).toString();
    this.buffered += text.length;
    this.writes.push(text.trimEnd());
  }

  drained(): Promise<void> {
    return this.#drain.promise;
  }

  takeAll(): void {
    this.buffered = 0;
    this.#drain.resolve();
    this.#drain = Promise.withResolvers<void>();
  }

  end(): void {
    this.ended = true;
  }

  onClose(task: () => void): void {
    this.#gone = task;
  }

  leave(): void {
    this.closed = true;
    this.#gone();
  }
}

function open(size = 1) {
  const stream = new WatchStream(rendering(size), new TickFlusher());
  const client = new Client();
  const abort = new AbortController();
  const done = stream.run(client, abort.signal);
  return { stream, client, abort, done };
}

test('what happens in one turn of the loop is one write', async () => {
  const { stream, client } = open();
  assert.equal(stream.items([bookmark(1), bookmark(2)]), undefined);
  stream.items([bookmark(3)]);
  assert.deepEqual(client.writes, []);
  await nextTurn();
  assert.deepEqual(client.writes, ['123']);
  stream.items([bookmark(4)]);
  await nextTurn();
  assert.deepEqual(client.writes, ['123', '4']);
});

test('a client that does not take what it gets makes the watch wait', async () => {
  const { stream, client } = open(200 * 1024);
  assert.equal(stream.items([bookmark(1)]), undefined);
  assert.equal(stream.items([bookmark(2)]), undefined);
  const pause = stream.items([bookmark(3)]);
  assert.ok(pause instanceof Promise);
  client.takeAll();
  await pause;
  assert.equal(stream.items([bookmark(4)]), undefined);
  assert.deepEqual(client.writes, ['1', '2', '3', '4']);
});

test('an error is the last thing a client hears; a clean end says nothing', async () => {
  const failing = open();
  failing.stream.items([bookmark(1)]);
  failing.stream.ended(gone('too old'));
  await failing.done;
  assert.deepEqual(failing.client.writes, ['1error 410']);
  assert.equal(failing.client.ended, true);
  const clean = open();
  clean.stream.items([bookmark(1)]);
  clean.stream.ended(undefined);
  await clean.done;
  assert.deepEqual([clean.client.writes, clean.client.ended], [['1'], true]);
  clean.stream.items([bookmark(2)]);
  await nextTurn();
  assert.deepEqual(clean.client.writes, ['1']);
});

test('it ends when the client leaves, when the request is aborted, and when its time is up', async () => {
  for (const end of [
    ({ client }: ReturnType<typeof open>) => client.leave(),
    ({ abort }: ReturnType<typeof open>) => abort.abort(),
    ({ stream }: ReturnType<typeof open>) => stream.finish(),
  ]) {
    const watch = open();
    end(watch);
    await watch.done;
  }
});

test('what cannot be rendered is told as an error', async () => {
  const stream = new WatchStream(
    {
      ...rendering(1),
      watchItem: () => {
        throw new Error('damaged');
      },
    },
    new TickFlusher(),
  );
  const client = new Client();
  const done = stream.run(client, new AbortController().signal);
  stream.items([bookmark(1)]);
  await done;
  assert.deepEqual(client.writes, ['error 500']);
});
