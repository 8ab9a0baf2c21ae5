import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextTurn } from '../../base/event-loop.ts';
import { silentLogger } from '../../base/log.ts';
import { ManualClock } from '../../base/manual-clock.ts';
import { RequeueAfter, WorkQueue } from './work-queue.ts';

function queueOf(reconcile: (key: string) => Promise<void>, workers = 1) {
  const clock = new ManualClock();
  const failures: unknown[] = [];
  const log = { ...silentLogger, error: (_message: string, error?: unknown) => void failures.push(error) };
  return { clock, failures, queue: new WorkQueue({ name: 'test', clock, log, workers, reconcile }) };
}

test('a key that is added twice before anybody takes it is worked on once', async () => {
  const seen: string[] = [];
  const { queue } = queueOf(async (key) => void seen.push(key));
  for (const key of ['a', 'b', 'a']) queue.add(key);
  await queue.whenIdle();
  assert.deepEqual(seen, ['a', 'b']);
});

test('a key that is added while it is worked on comes again, and is never in two hands', async () => {
  let atOnce = 0;
  let most = 0;
  let times = 0;
  const { queue } = queueOf(async () => {
    most = Math.max(most, ++atOnce);
    if (++times === 1) queue.add('a');
    await nextTurn();
    atOnce--;
  }, 4);
  queue.add('a');
  await queue.whenIdle();
  assert.deepEqual({ times, most }, { times: 2, most: 1 });
});

test('as many keys are worked on at a time as there are workers', async () => {
  let atOnce = 0;
  let most = 0;
  const { queue } = queueOf(async () => {
    most = Math.max(most, ++atOnce);
    await nextTurn();
    atOnce--;
  }, 3);
  for (const key of 'abcdefgh') queue.add(key);
  await queue.whenIdle();
  assert.equal(most, 3);
});

test('a failure is logged and tried again, twice as late each time, until it succeeds', async () => {
  let failing = 3;
  let times = 0;
  const { queue, clock, failures } = queueOf(async () => {
    times++;
    if (failing-- > 0) throw new Error('not now');
  });
  queue.add('a');
  for (const pause of [5, 10, 20]) {
    await queue.whenIdle();
    clock.advance(pause - 1);
    await queue.whenIdle();
    const before = times;
    clock.advance(1);
    await queue.whenIdle();
    assert.equal(times, before + 1, `after ${pause} ms`);
  }
  assert.equal(failures.length, 3);
  assert.equal(queue.failures('a'), 0);
  assert.equal(queue.size, 0);
});

test('retries of many keys are spread: a hundred at once, then ten a second', async () => {
  let times = 0;
  const { queue, clock } = queueOf(async () => {
    if (times++ < 150) throw new Error('not now');
  }, 10);
  for (let i = 0; i < 150; i++) queue.add(String(i));
  await queue.whenIdle();
  clock.advance(6);
  await queue.whenIdle();
  assert.equal(times, 250);
  clock.advance(1000);
  await queue.whenIdle();
  assert.equal(times, 260);
});

test('what is not done comes back when it said, without counting as a failure', async () => {
  let times = 0;
  const { queue, clock, failures } = queueOf(async () => {
    if (++times === 1) throw new RequeueAfter('waiting', 7000);
  });
  queue.add('a');
  await queue.whenIdle();
  clock.advance(6999);
  await queue.whenIdle();
  assert.equal(times, 1);
  clock.advance(1);
  await queue.whenIdle();
  assert.deepEqual({ times, failures }, { times: 2, failures: [] });
});

test('the earlier of two times counts', async () => {
  const seen: number[] = [];
  const { queue, clock } = queueOf(async () => void seen.push(clock.now()));
  const start = clock.now();
  queue.addAfter('a', 100);
  queue.addAfter('a', 50);
  queue.addAfter('a', 80);
  clock.advance(200);
  await queue.whenIdle();
  assert.equal(seen.length, 1);
  assert.equal(queue.size, 0);
  assert.ok((seen[0] as number) >= start + 50);
});

test('a closed queue finishes what is under way and begins nothing', async () => {
  const seen: string[] = [];
  const { promise: held, resolve } = Promise.withResolvers<void>();
  const { queue } = queueOf(async (key) => {
    seen.push(key);
    await held;
  });
  queue.add('a');
  queue.add('b');
  queue.addAfter('c', 5);
  await nextTurn();
  const closing = queue.close();
  queue.add('d');
  resolve();
  await closing;
  assert.deepEqual(seen, ['a']);
  assert.equal(queue.size, 0);
});
