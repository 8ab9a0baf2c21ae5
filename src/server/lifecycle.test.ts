import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextTurn } from '../base/event-loop.ts';
import { silentLogger } from '../base/log.ts';
import { ManualClock } from '../base/manual-clock.ts';
import { HealthChecks } from './health.ts';
import { ActiveRequests, type ShutdownOptions, shutDown } from './lifecycle.ts';
import { testPipeline } from './pipeline.fixture.ts';
import type { Listener } from './transport/listen.ts';

function world(options: Partial<ShutdownOptions> = {}) {
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
      sendRetryAfter: false,
      watchGracePeriod: 0,
      ...options,
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

/** Gets as far as the end of the delay, with a request under way. */
async function stopping(options: Partial<ShutdownOptions> = {}) {
  const made = world(options);
  const slow = made.ask('GET', '/api/v1/pods', { token: 'boss' });
  await nextTurn();
  const stopped = made.stop();
  made.clock.advance(4000);
  await nextTurn();
  const end = async (): Promise<void> => {
    for (const each of made.finish) each();
    await stopped;
    assert.equal(await (await slow).text(), 'done');
  };
  return { ...made, end };
}

const CLIENT = ['user-agent', 'kubectl/v1.36.0'];

test('what comes over open connections of a server that stops is a 503, for probes and API servers it is business as usual', async () => {
  const { ask, finish, end } = await stopping();
  const refused = await ask('GET', '/api/v1/pods', { token: 'boss', headers: [...CLIENT, 'accept', 'application/yaml'] });
  assert.deepEqual([refused.status, refused.headers.get('retry-after'), refused.headers.get('content-type')], [503, '1', 'application/json']);
  assert.deepEqual(await refused.json(), {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'apiserver is shutting down',
    reason: 'ServiceUnavailable',
    code: 503,
  });
  const served = [
    ask('GET', '/readyz', { token: 'boss' }),
    ask('GET', '/api/v1/pods', { token: 'boss', headers: ['user-agent', 'kube-apiserver/v1.36.0'] }),
  ];
  await nextTurn();
  assert.equal(finish.length, 3);
  await end();
  for (const each of served) assert.equal((await each).status, 200);
});

test('with --shutdown-send-retry-after it listens until the last request is answered, and tells others to come back', async () => {
  const { ask, events, end } = await stopping({ sendRetryAfter: true });
  assert.deepEqual(events, []);
  const refused = await ask('GET', '/api/v1/pods', { token: 'boss' });
  assert.deepEqual(
    [refused.status, refused.headers.get('retry-after'), await refused.text()],
    [429, '5', 'The apiserver is shutting down, please try again later.\n'],
  );
  await end();
  assert.deepEqual(events, ['close', 'destroy', 'flush']);
});

test('the ends of watches are spread over their grace period', async () => {
  const { ask, requests, clock, stop } = world({ delay: 0, watchGracePeriod: 10 });
  for (let i = 0; i < 4; i++) void ask('GET', '/api/v1/pods?watch=1', { token: 'boss' });
  await nextTurn();
  const stopped = stop();
  const left: number[] = [];
  for (let i = 0; i < 4; i++) {
    await nextTurn();
    left.push(requests.size);
    clock.advance(2.5);
  }
  await stopped;
  assert.deepEqual(left, [3, 2, 1, 0]);
});
