import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentLogger } from '../base/log.ts';
import { originMatcher } from '../endpoints/filters/origins.ts';
import { responseHead } from '../endpoints/responses/response-head.ts';
import { InFlightLimiter } from '../flowcontrol/in-flight.ts';
import { badRequest, type Status } from '../machinery/status.ts';
import { testPipeline } from './pipeline.fixture.ts';
import { InProcessRequest, InProcessSink } from './transport/in-process.ts';

const statusOf = async (response: Response): Promise<Status> => (await response.json()) as Status;

test('every answer carries an audit id and forbids caching, and the audit id of the request is kept', async () => {
  const { ask } = testPipeline();
  const response = await ask('GET', '/version', { token: 'boss', headers: ['audit-id', 'mine'] });
  assert.equal(response.headers.get('audit-id'), 'mine');
  assert.equal(response.headers.get('cache-control'), 'no-cache, private');
  const other = await ask('GET', '/version', { token: 'boss' });
  assert.match(other.headers.get('audit-id') ?? '', /^[0-9a-f-]{36}$/);
});

test('a bad token is 401 as a Status, before anything else is looked at', async () => {
  const { ask } = testPipeline();
  const response = await ask('GET', '/healthz', { token: 'nope', headers: ['impersonate-group', 'x'] });
  assert.equal(response.status, 401);
  assert.equal(response.headers.get('www-authenticate'), null);
  assert.deepEqual(await statusOf(response), {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'Unauthorized',
    reason: 'Unauthorized',
    code: 401,
  });
});

test('a caller without credentials is anonymous: the public paths, and a 403 with that name everywhere else', async () => {
  const { ask } = testPipeline();
  assert.equal(await (await ask('GET', '/livez')).text(), 'system:anonymous system:unauthenticated');
  const refused = await ask('GET', '/a%3Cb%3E%26c');
  assert.equal(refused.status, 403);
  assert.equal(refused.headers.get('x-content-type-options'), 'nosniff');
  const status = await statusOf(refused);
  assert.equal(status.message, 'forbidden: User "system:anonymous" cannot get path "/a&lt;b&gt;&amp;c"');
  assert.deepEqual(status.details, {});
});

test('a 403 names verb, resource, group and place; the object name in front of it is not escaped', async () => {
  const { ask } = testPipeline();
  const status = await statusOf(await ask('GET', '/apis/apps/v1/namespaces/team/deployments/%3Ca%3E/scale', { token: 'joe-token' }));
  assert.equal(
    status.message,
    'deployments.apps "<a>" is forbidden: User "joe" cannot get resource "deployments/scale" in API group "apps" in the namespace "team"',
  );
  assert.deepEqual(status.details, { name: '<a>', group: 'apps', kind: 'deployments' });
});

test('two spaces in front of the token: anonymous, with a warning', async () => {
  const { ask } = testPipeline();
  const response = await ask('GET', '/livez', { token: ' boss' });
  assert.equal(await response.text(), 'system:anonymous system:unauthenticated');
  assert.match(
    response.headers.get('warning') ?? '',
    /^299 - "the provided Authorization header contains extra space before the bearer token, and is ignored"$/,
  );
});

test('administrators act as others; repeated groups stay apart and their commas are theirs', async () => {
  const { ask } = testPipeline({ authorizer: { authorize: () => ({ decision: 'allow', reason: '' }) } });
  const headers = ['impersonate-user', 'ann', 'impersonate-group', 'a,b', 'impersonate-group', 'c'];
  assert.equal(await (await ask('GET', '/x', { token: 'boss', headers })).text(), 'ann a,b,c,system:authenticated');
});

test('others may not, and are told on which resource', async () => {
  const { ask } = testPipeline();
  const status = await statusOf(await ask('GET', '/api/v1/namespaces', { token: 'joe-token', headers: ['impersonate-user', 'someone'] }));
  assert.equal(
    status.message,
    'namespaces is forbidden: User "joe" cannot impersonate-on:user-info:list resource "namespaces" in API group "" at the cluster scope',
  );
});

test('a group without a user cannot be impersonated', async () => {
  const { ask } = testPipeline();
  const response = await ask('GET', '/healthz', { token: 'boss', headers: ['impersonate-group', 'dev'] });
  assert.equal(response.status, 400);
  assert.equal(
    (await statusOf(response)).message,
    'requested &user.DefaultInfo{Name:"", UID:"", Groups:[]string{"dev"}, Extra:map[string][]string(nil)} without impersonating a user name',
  );
});

test('a crash in a handler is a 500, and the next request is served', async () => {
  let crash = true;
  const { ask } = testPipeline({
    dispatch: async (context) => {
      if (crash) throw new TypeError('oops');
      context.sink.head(200, []);
      context.sink.end();
    },
  });
  const response = await ask('GET', '/version', { token: 'boss' });
  assert.equal(response.status, 500);
  assert.equal(await response.text(), 'This request caused apiserver to panic. Look in the logs for details.\n');
  crash = false;
  assert.equal((await ask('GET', '/version', { token: 'boss' })).status, 200);
});

test('a crash behind the head breaks the answer off', async () => {
  const { ask } = testPipeline({
    dispatch: async (context) => {
      context.sink.head(200, responseHead(context, 'text/plain'));
      context.sink.write(Buffer.from('half'));
      throw new TypeError('oops');
    },
  });
  const response = await ask('GET', '/version', { token: 'boss' });
  await assert.rejects(response.text());
});

test('an ApiError that is thrown becomes its Status', async () => {
  const { ask } = testPipeline({
    dispatch: async () => {
      throw badRequest('no good');
    },
  });
  const response = await ask('GET', '/version', { token: 'boss' });
  assert.equal(response.status, 400);
  assert.equal((await statusOf(response)).message, 'no good');
});

test('a request that takes too long is 504, and its handler is told to stop', async () => {
  let aborted: Promise<void> = Promise.resolve();
  const { ask, clock } = testPipeline({
    dispatch: (context) => {
      aborted = new Promise((resolve) => context.signal.addEventListener('abort', () => resolve()));
      return aborted;
    },
  });
  const answer = ask('GET', '/version', { token: 'boss' });
  clock.advance(60_000);
  const response = await answer;
  assert.equal(response.status, 504);
  assert.equal((await statusOf(response)).message, 'Timeout: request did not complete within the allotted timeout');
  await aborted;
});

test('?timeout= shortens the deadline; one that is no duration is 400 even for strangers', async () => {
  const { ask, clock } = testPipeline({ dispatch: () => new Promise(() => {}) });
  const answer = ask('GET', '/version?timeout=500ms', { token: 'boss' });
  clock.advance(500);
  assert.equal((await answer).status, 504);
  const bad = await ask('GET', '/version?timeout=5', { token: 'nope' });
  assert.equal((await statusOf(bad)).message, 'invalid timeout specified in the request URL - time: missing unit in duration "5"');
});

test('a watch has no deadline', async () => {
  const { ask, clock } = testPipeline({
    dispatch: async (context) => {
      await new Promise<void>((resolve) => queueMicrotask(resolve));
      context.sink.head(200, []);
      context.sink.end(Buffer.from(String(context.deadline)));
    },
  });
  const answer = ask('GET', '/api/v1/pods?watch=1', { token: 'boss' });
  clock.advance(3_600_000);
  assert.equal(await (await answer).text(), 'undefined');
});

test('one too many is 429, except for administrators; reading and writing are counted apart', async () => {
  const finish: (() => void)[] = [];
  const pipeline = testPipeline({
    inFlight: new InFlightLimiter({ readOnly: 1, mutating: 1 }),
    authorizer: { authorize: () => ({ decision: 'allow', reason: '' }) },
    dispatch: async (context) => {
      if (context.info.path === '/api/v1/namespaces/slow') await new Promise<void>((resolve) => finish.push(resolve));
      context.sink.head(200, []);
      context.sink.end();
    },
  });
  const first = pipeline.ask('GET', '/api/v1/namespaces/slow', { token: 'joe-token' });
  const refused = await pipeline.ask('GET', '/api/v1/namespaces/x', { token: 'joe-token' });
  assert.equal(refused.status, 429);
  assert.equal(await refused.text(), 'Too many requests, please try again later.\n');
  assert.equal(refused.headers.get('retry-after'), '1');
  assert.equal((await pipeline.ask('PUT', '/api/v1/namespaces/x', { token: 'joe-token' })).status, 200);
  assert.equal((await pipeline.ask('GET', '/api/v1/namespaces/x', { token: 'boss' })).status, 200);
  assert.equal((await pipeline.ask('GET', '/api/v1/namespaces?watch=1', { token: 'joe-token' })).status, 200);
  for (const each of finish) each();
  assert.equal((await first).status, 200);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(pipeline.inFlight.running('readOnly'), 0, 'every place was given back');
});

test('a path that only starts like a resource is 500 in plain text, and one that cannot be decoded 400', async () => {
  const { ask } = testPipeline();
  const response = await ask('GET', '/api/v1/watch', { token: 'boss' });
  assert.equal(response.status, 500);
  assert.equal(
    await response.text(),
    'Internal Server Error: "/api/v1/watch": failed to create RequestInfo: unable to determine kind and namespace from url, /api/v1/watch\n',
  );
  assert.equal((await ask('GET', '/api/%zz', { token: 'boss' })).status, 400);
});

test('the line of a request tells the code that the client got, of refusals too', async () => {
  const line = async (token: string): Promise<unknown> => {
    const written = Promise.withResolvers<unknown>();
    const { ask } = testPipeline({
      log: { ...silentLogger, enabled: () => true, info: (_message, values) => written.resolve(values?.resp) },
      dispatch: () => Promise.reject(badRequest('no good')),
    });
    await ask('GET', '/x', { token });
    return written.promise;
  };
  assert.equal(await line('boss'), 400);
  assert.equal(await line('nope'), 401);
});

test('pages of allowed origins may call, and their browsers may ask first without saying who they are', async () => {
  const { ask } = testPipeline({ allowsOrigin: originMatcher(['^https://ui\\.example\\.com(:|$)']) });
  const preflight = await ask('OPTIONS', '/api/v1/pods', { headers: ['origin', 'https://ui.example.com'] });
  assert.equal(preflight.status, 204);
  assert.equal(await preflight.text(), '');
  assert.equal(preflight.headers.get('access-control-allow-origin'), 'https://ui.example.com');
  assert.equal(preflight.headers.get('access-control-allow-methods'), 'POST, GET, OPTIONS, PUT, DELETE, PATCH');
  assert.equal(preflight.headers.get('access-control-allow-credentials'), 'true');
  const read = await ask('GET', '/version', { token: 'boss', headers: ['origin', 'https://ui.example.com'] });
  assert.equal(read.status, 200);
  assert.equal(read.headers.get('access-control-expose-headers'), 'Date');
  const refused = await ask('GET', '/secret', { headers: ['origin', 'https://ui.example.com'] });
  assert.equal(refused.status, 403);
  assert.equal(refused.headers.get('access-control-allow-origin'), 'https://ui.example.com');
  const stranger = await ask('OPTIONS', '/secret', { headers: ['origin', 'https://ui.example.com.evil.org'] });
  assert.equal(stranger.status, 403);
  assert.equal(stranger.headers.get('access-control-allow-origin'), null);
});

test('an origin is matched in linear time, and what is no expression is told in one line', () => {
  const matches = originMatcher(['^(a+)+$']);
  assert.equal(matches(`${'a'.repeat(50_000)}!`), false);
  assert.throws(() => originMatcher(['^(']), {
    message: '--cors-allowed-origins has an invalid regular expression: error parsing regexp: missing closing ): `^(`',
  });
});

test('headers that are fixed for all answers are there, failures included', async () => {
  const { ask } = testPipeline({ fixedHeaders: ['strict-transport-security', 'max-age=60; preload'] });
  assert.equal((await ask('GET', '/version', { token: 'nope' })).headers.get('strict-transport-security'), 'max-age=60; preload');
});

test('now and then a client over HTTP/2 is told to connect anew, and has its answer', async () => {
  const numbers = [0.5, 0.01];
  const { handle } = testPipeline({ goaway: { chance: 0.01, random: () => numbers.shift() ?? 1 } });
  const closed: string[] = [];
  for (const target of ['/livez', '/readyz']) {
    const gone = new AbortController();
    const sink = new InProcessSink('GET', gone);
    const request = new InProcessRequest({ method: 'GET', target, headers: [], host: 'localhost', body: new Uint8Array(0), signal: gone.signal });
    await handle(Object.assign(request, { closeConnection: () => void closed.push(target) }), sink);
    assert.equal((await sink.response).status, 200);
  }
  assert.deepEqual(closed, ['/readyz']);
});

test('until the start is over requests are told to come back, with --send-retry-after-while-not-ready-once', async () => {
  let started = false;
  const { ask } = testPipeline({ hasStarted: () => started });
  const early = await ask('GET', '/api/v1/pods', { token: 'boss' });
  assert.deepEqual(
    [early.status, early.headers.get('retry-after'), await early.text()],
    [503, '5', "The apiserver hasn't been fully initialized yet, please try again later.\n"],
  );
  const probe = await ask('GET', '/readyz', { token: 'boss' });
  assert.equal(probe.headers.get('warning'), '299 - "The apiserver was still initializing, while this request was being served"');
  started = true;
  assert.equal((await ask('GET', '/api/v1/pods', { token: 'boss' })).status, 200);
});
