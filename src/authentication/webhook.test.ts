import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentLogger } from '../base/log.ts';
import { ManualClock } from '../base/manual-clock.ts';
import type { PostOptions } from '../client/webhook.ts';
import type { JsonObject } from '../machinery/loose-json.ts';
import { type ReviewVersion, reviewVersion, tokenWebhook } from './webhook.ts';

const OWN = ['https://kubernetes.default.svc'];

function world(answer: (question: JsonObject, options?: PostOptions) => Promise<JsonObject>, version: ReviewVersion = 'v1') {
  const clock = new ManualClock();
  const questions: JsonObject[] = [];
  const client = {
    post(question: JsonObject, options?: PostOptions) {
      questions.push(question);
      return answer(question, options);
    },
    close() {},
  };
  return { clock, questions, tokens: tokenWebhook({ client, version, audiences: OWN, clock, log: silentLogger }) };
}

async function ask(status: object, audiences?: readonly string[]): Promise<unknown> {
  const found = await world(async () => ({ status })).tokens.authenticateToken('t', undefined, audiences);
  return found.kind === 'failed' ? found.error.message : found.kind === 'unknown' ? found.kind : { ...found.user, audiences: found.audiences };
}

test('the question is a TokenReview of the version that was asked for, with the token as it was typed', async () => {
  const { tokens, questions } = world(async () => ({}), 'v1beta1');
  await tokens.authenticateToken(Buffer.from('tökén').toString('latin1'));
  assert.deepEqual(questions, [
    {
      kind: 'TokenReview',
      apiVersion: 'authentication.k8s.io/v1beta1',
      metadata: {},
      spec: { token: 'tökén', audiences: OWN },
      status: { user: {} },
    },
  ]);
  assert.throws(() => reviewVersion('v2'), {
    message: 'unsupported authentication webhook version "v2", supported versions are "v1", "v1beta1"',
  });
});

test('the user is whom the service names, with hostile keys kept as keys', async () => {
  const extra = JSON.parse('{"__proto__": ["a"], "constructor": ["b", 7]}') as object;
  const user = { username: 'jane', uid: 'u', groups: ['dev', 3], extra };
  assert.deepEqual(await ask({ authenticated: true, user, audiences: OWN }), {
    name: 'jane',
    uid: 'u',
    groups: ['dev'],
    extra: new Map([
      ['__proto__', ['a']],
      ['constructor', ['b']],
    ]),
    audiences: OWN,
  });
});

test('audiences: those of the answer that were asked for; an answer without any means this server', async () => {
  const user = { username: 'jane' };
  const audiences = async (told: readonly string[] | undefined, asked?: readonly string[]): Promise<unknown> => {
    const found = await ask({ authenticated: true, user, ...(told === undefined ? {} : { audiences: told }) }, asked);
    return typeof found === 'string' ? found : (found as { readonly audiences: unknown }).audiences;
  };
  assert.deepEqual(await audiences(undefined), OWN);
  assert.deepEqual(await audiences(['vault', ...OWN]), OWN);
  assert.deepEqual(await audiences(['vault']), 'unknown');
  assert.deepEqual(await audiences(['vault'], ['vault', 'x']), ['vault']);
  assert.deepEqual(await audiences(undefined, ['vault']), 'unknown');
});

test('only a true yes is a yes', async () => {
  for (const status of [{}, { authenticated: 'true', user: { username: 'x' } }, { authenticated: false }, { authenticated: 1 }])
    assert.equal(await ask(status), 'unknown');
  assert.equal(await ask({ authenticated: false, error: 'revoked' }), 'revoked');
});

test('a lookup ends after its time', async () => {
  const { clock, tokens } = world(
    (_, options) => new Promise((_resolve, reject) => options?.signal?.addEventListener('abort', () => reject(new Error('context canceled')))),
  );
  const pending = tokens.authenticateToken('t');
  clock.advance(30_001);
  assert.equal((await pending).kind, 'failed');
});
