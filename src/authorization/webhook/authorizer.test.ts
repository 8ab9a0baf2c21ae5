import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentLogger } from '../../base/log.ts';
import { ManualClock } from '../../base/manual-clock.ts';
import { parseFieldSelector } from '../../machinery/fields.ts';
import { parseLabelSelector } from '../../machinery/labels.ts';
import type { JsonObject } from '../../machinery/loose-json.ts';
import type { AuthorizationAnswer, AuthorizationAttributes } from '../../request/authorizer.ts';
import { person, question } from '../rbac/rbac.fixture.ts';
import { type WebhookAuthorizerOptions, webhookAuthorizer } from './authorizer.ts';

/** A service that answers with `status`, or fails with an error. */
function world(status: () => object, options: Partial<WebhookAuthorizerOptions> = {}) {
  const clock = new ManualClock();
  const asked: JsonObject[] = [];
  const events: string[] = [];
  const authorizer = webhookAuthorizer({
    name: 'remote',
    client: {
      async post(body) {
        asked.push(body);
        return { kind: 'SubjectAccessReview', apiVersion: body.apiVersion, status: status() };
      },
    },
    version: 'v1',
    authorizedTtl: 300_000,
    unauthorizedTtl: 30_000,
    failsClosed: false,
    clock,
    log: silentLogger,
    metrics: {
      called: (name, result) => events.push(`${name} ${result}`),
      failedOpen: (name, result) => events.push(`${name} open ${result}`),
    },
    ...options,
  });
  const ask = async (attributes: AuthorizationAttributes): Promise<AuthorizationAnswer> => authorizer.authorize(attributes);
  return { clock, asked, events, ask };
}

const ann = { ...person('ann', 'dev'), uid: '7', extra: new Map([['__proto__', ['x']]]) };
const pods = question(ann, 'list apps pods/log shop p');

test('a review says who asks for what, with selectors', async () => {
  const { asked, ask } = world(() => ({ allowed: true, reason: 'because' }));
  const { terms: fieldSelector } = parseFieldSelector('a=1,b!=2');
  const { requirements: labelSelector } = parseLabelSelector('c in (y,x),!d,e>5,f=g');
  assert.deepEqual(await ask({ ...pods, fieldSelector, labelSelector }), { decision: 'allow', reason: 'because' });
  assert.deepEqual(JSON.parse(JSON.stringify(asked)), [
    {
      kind: 'SubjectAccessReview',
      apiVersion: 'authorization.k8s.io/v1',
      metadata: {},
      spec: {
        resourceAttributes: {
          namespace: 'shop',
          verb: 'list',
          group: 'apps',
          version: 'v1',
          resource: 'pods',
          subresource: 'log',
          name: 'p',
          fieldSelector: {
            requirements: [
              { key: 'a', operator: 'In', values: ['1'] },
              { key: 'b', operator: 'NotIn', values: ['2'] },
            ],
          },
          labelSelector: {
            requirements: [
              { key: 'c', operator: 'In', values: ['x', 'y'] },
              { key: 'd', operator: 'DoesNotExist' },
              { key: 'f', operator: 'In', values: ['g'] },
            ],
          },
        },
        user: 'ann',
        groups: ['dev'],
        extra: JSON.parse('{"__proto__":["x"]}'),
        uid: '7',
      },
      status: { allowed: false },
    },
  ]);
});

test('v1beta1 calls groups by its own name; paths are asked for as paths', async () => {
  const { asked, ask } = world(() => ({}), { version: 'v1beta1' });
  assert.deepEqual(await ask(question(person('bob', 'ops'), 'get /metrics')), { decision: 'no-opinion', reason: '' });
  assert.equal(asked[0]?.apiVersion, 'authorization.k8s.io/v1beta1');
  assert.deepEqual(asked[0]?.spec, { nonResourceAttributes: { path: '/metrics', verb: 'get' }, user: 'bob', group: ['ops'] });
});

test('denied beats everything; both at once is told', async () => {
  const { ask } = world(() => ({ allowed: true, denied: true, reason: 'no' }));
  assert.deepEqual(await ask(pods), {
    decision: 'deny',
    reason: 'no',
    error: 'webhook subject access review returned both allow and deny response',
  });
});

test('a yes is remembered for its time, a no for its own', async () => {
  let allowed = true;
  const { clock, asked, ask } = world(() => ({ allowed }));
  for (const wait of [0, 299_999, 1]) {
    clock.advance(wait);
    await ask(pods);
  }
  assert.equal(asked.length, 2, 'asked again after five minutes');
  allowed = false;
  clock.advance(300_000);
  for (const wait of [0, 29_999, 1]) {
    clock.advance(wait);
    assert.equal((await ask(pods)).decision, 'no-opinion');
  }
  assert.equal(asked.length, 4, 'asked again after thirty seconds');
});

test('what is remembered is bounded: long names and times of 0 are asked for each time', async () => {
  const { asked, ask } = world(() => ({ allowed: true }));
  const long = { ...pods, name: 'x'.repeat(10_000) };
  await ask(long);
  await ask(long);
  assert.equal(asked.length, 2);
  const other = world(() => ({ allowed: true }), { authorizedTtl: 0 });
  await other.ask(pods);
  await other.ask(pods);
  assert.equal(other.asked.length, 2);
});

test('a failure is no opinion, or a denial where the configuration says so, and is never remembered', async () => {
  const text = 'Post "https://x": dial tcp: connect: connection refused';
  const fail = (): object => {
    throw new Error(text);
  };
  const open = world(fail);
  for (let i = 0; i < 2; i++) assert.deepEqual(await open.ask(pods), { decision: 'no-opinion', reason: '', error: text });
  assert.equal(open.asked.length, 2);
  assert.deepEqual(open.events.slice(0, 2), ['remote error', 'remote open error']);
  const closed = world(fail, { failsClosed: true });
  assert.deepEqual(await closed.ask(pods), { decision: 'deny', reason: '', error: text });
  assert.deepEqual(closed.events, ['remote error']);
});

test('an answer that is no review of the version is a failure', async () => {
  const { ask } = world(() => ({ allowed: true }), { client: { post: async () => ({ kind: 'Pod', apiVersion: 'v1', status: { allowed: true } }) } });
  const answer = await ask(pods);
  assert.equal(answer.decision, 'no-opinion');
  assert.match(answer.error ?? '', /webhook answered with "v1 Pod" instead of "authorization.k8s.io\/v1 SubjectAccessReview"/);
});
