import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextTurn } from '../base/event-loop.ts';
import { silentLogger } from '../base/log.ts';
import { ManualClock } from '../base/manual-clock.ts';
import { HealthChecks } from './health.ts';
import { ActiveRequests, shutDown } from './lifecycle.ts';
import { testPipeline } from './pipeline.fixture.ts';
import type { Listener } from './transport/listen.ts';

function world() {
  const requests = new ActiveRequests();
  const events: string[] = [];
  const finish: (() => void)[] = [];
  const pipeline = testPipeline({
    tracker: requests,
    dispatch: async (context) => {
      if (context.info.verb === 'watch') {
        context.sink.head(200, []);
        context.sink.write(Buffer.from('event\n'));
        await new Promise<void>((resolve) => context.signal.addEventListener('abort', () => resolve()));
      } else {
        await new Promise<void>((resolve) => finish.push(resolve));
        context.sink.head(200, []);
        context.sink.end(Buffer.from('done'));
      }
    },
  });
  const listener: Listener = {
    port: 1,
    address: '',
    close: async () => void events.push('close'),
    destroy: () => void events.push('destroy'),
  };
  const clock = new ManualClock();
  const stop = (): Promise<void> =>
    shutDown({
      clock,
      log: silentLogger,
      health: new HealthChecks(silentLogger),
      listeners: [listener],
      requests,
      delay: 4000,
      requestTimeout: 60_000,
      flush: async () => void events.push('flush'),
    });
  return { ...pipeline, requests, events, finish, clock, stop };
}

test('listeners close after the delay, watches end cleanly, requests finish, then everything is flushed', async () => {
  const { ask, requests, events, finish, clock, stop } = world();
  const watch = await ask('GET', '/api/v1/pods?watch=1', { token: 'boss' });
  const slow = ask('GET', '/api/v1/pods', { token: 'boss' });
  await nextTurn();
  assert.equal(requests.size, 2);
  const stopped = stop();
  await nextTurn();
  assert.deepEqual(events, [], 'everything works on during the delay');
  clock.advance(4000);
  assert.equal(await watch.text(), 'event\n');
  assert.deepEqual(events, ['close']);
  for (const each of finish) each();
  await stopped;
  assert.equal(await (await slow).text(), 'done');
  assert.deepEqual(events, ['close', 'destroy', 'flush']);
  assert.equal(requests.size, 0);
});

test('what does not end in time is cut off', async () => {
  const { ask, events, clock, stop } = world();
  const slow = ask('GET', '/api/v1/pods', { token: 'boss' });
  await nextTurn();
  const stopped = stop();
  await nextTurn();
  clock.advance(4000);
  await nextTurn();
  clock.advance(60_000);
  await stopped;
  await assert.rejects(slow);
  assert.deepEqual(events, ['close', 'destroy', 'flush']);
});
