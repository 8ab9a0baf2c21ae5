import assert from 'node:assert/strict';
import { createHmac, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { ManualClock } from '../../base/manual-clock.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { accountTokenAuthenticator } from './authenticator.ts';
import type { BoundClaims } from './claims.ts';
import { tokenIssuer } from './issuer.ts';
import { jsonWebKeySet, parseSigningKey, parseVerificationKeys, tokenKey } from './keys.ts';

const ISSUER = 'https://kubernetes.default.svc';
const KEY = tokenKey(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
const RSA = tokenKey(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
const BOUND: BoundClaims = { namespace: 'shop', serviceaccount: { name: 'cart', uid: 'u1' } };

function world(key = KEY) {
  const clock = new ManualClock();
  const objects = new Map<string, KubeObject>();
  const put = (resource: string, namespace: string, name: string, uid: string): void => {
    objects.set(`${resource}/${namespace}/${name}`, { kind: '', apiVersion: 'v1', metadata: { name, namespace, uid } });
  };
  put('serviceaccounts', 'shop', 'cart', 'u1');
  const fresh = { count: 0 };
  const tokens = accountTokenAuthenticator({
    issuers: [ISSUER],
    keys: async () => [key],
    audiences: [ISSUER],
    clock,
    countFresh: () => {
      fresh.count++;
    },
    find: async (resource, namespace, name) => objects.get(`${resource}/${namespace}/${name}`),
  });
  const issuer = tokenIssuer({ key: async () => key, issuer: ISSUER, clock, maxLifetime: 0, extend: true });
  const issue = async (bound: BoundClaims = BOUND, audiences = [ISSUER]) => (await issuer.issue({ bound, audiences, lifetime: 3600 })).token;
  const ask = async (token: string, audiences?: readonly string[]): Promise<string> => {
    const found = await tokens.authenticateToken(token, undefined, audiences);
    return found.kind === 'user' ? found.user.name : found.kind === 'failed' ? found.error.message : found.kind;
  };
  return { clock, objects, put, tokens, issue, ask, fresh };
}

test('a token is its account, in its groups, with its id, whatever the key', async () => {
  for (const key of [KEY, RSA]) {
    const { tokens, issue } = world(key);
    const found = await tokens.authenticateToken(await issue());
    assert.ok(found.kind === 'user');
    assert.equal(found.user.name, 'system:serviceaccount:shop:cart');
    assert.equal(found.user.uid, 'u1');
    assert.deepEqual(found.user.groups, ['system:serviceaccounts', 'system:serviceaccounts:shop']);
    assert.match(found.user.extra.get('authentication.kubernetes.io/credential-id')?.[0] ?? '', /^JTI=[0-9a-f-]{36}$/);
  }
});

test('signatures: none, an HMAC with the public key, another key and changed claims are all worth nothing', async () => {
  const { issue, ask } = world();
  const token = await issue();
  const [head = '', body = '', signature = ''] = token.split('.');
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const bad = /error in cryptographic primitive/;
  assert.match(await ask(`${encode({ alg: 'none' })}.${body}.`), bad);
  const hmac = `${encode({ alg: 'HS256', kid: KEY.id })}.${body}`;
  const secret = createPublicKey(KEY.key).export({ type: 'spki', format: 'pem' });
  assert.match(await ask(`${hmac}.${createHmac('sha256', secret).update(hmac).digest('base64url')}`), bad);
  const other = tokenKey(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
  assert.equal(await ask(await world(other).issue()), 'invalid signature, no keys found');
  assert.match(await ask(await world({ ...other, id: KEY.id }).issue()), bad);
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as { sub: string };
  assert.match(await ask(`${head}.${encode({ ...claims, sub: 'system:serviceaccount:kube-system:root' })}.${signature}`), bad);
  assert.match(await ask(`${head}.${body}.${signature.slice(0, -4)}`), bad);
});

test('what is no token of ours is left to others', async () => {
  const { ask } = world();
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  for (const token of [
    'opaque',
    'a.b.c',
    'a.b',
    '..',
    `${encode({})}.${encode({ iss: 'https://other' })}.x`,
    `${encode({})}.${encode([])}.x`,
    'x'.repeat(100_000),
  ])
    assert.equal(await ask(token), 'unknown');
});

test('times: expired, and not yet valid, with a minute between clocks', async () => {
  const { clock, issue, ask } = world();
  const token = await issue();
  clock.advance(3_650_000);
  assert.equal(await ask(token), 'system:serviceaccount:shop:cart');
  clock.advance(30_000);
  assert.equal(await ask(token), 'service account token has expired');
});

test('audiences: those asked for and held, in the order asked', async () => {
  const { tokens, issue, ask } = world();
  const token = await issue(BOUND, ['vault', 'store']);
  assert.equal(await ask(token), `token audiences ["vault" "store"] is invalid for the target audiences ["${ISSUER}"]`);
  const found = await tokens.authenticateToken(token, undefined, ['x', 'store', 'vault']);
  assert.deepEqual(found.kind === 'user' && found.audiences, ['store', 'vault']);
});

test('a token ends with its account, and with what it is bound to', async () => {
  const { objects, put, issue, ask } = world();
  put('pods', 'shop', 'p', 'u2');
  const plain = await issue();
  const bound = await issue({ ...BOUND, pod: { name: 'p', uid: 'u2' }, node: { name: 'n1' } });
  assert.equal(await ask(bound), 'system:serviceaccount:shop:cart');
  put('pods', 'shop', 'p', 'u3');
  assert.match(await ask(bound), /^pod UID/);
  objects.delete('pods/shop/p');
  assert.equal(await ask(bound), 'service account token has been invalidated');
  assert.equal(await ask(plain), 'system:serviceaccount:shop:cart');
  put('serviceaccounts', 'shop', 'cart', 'u9');
  assert.match(await ask(plain), /^service account UID/);
  objects.delete('serviceaccounts/shop/cart');
  assert.equal(await ask(plain), 'serviceaccounts "cart" not found');
});

test('keys: public parts of any form, the same id everywhere, nothing private in the set', () => {
  const privatePem = String(KEY.key.export({ type: 'pkcs8', format: 'pem' }));
  const publicPem = String(createPublicKey(KEY.key).export({ type: 'spki', format: 'pem' }));
  assert.equal(parseSigningKey(privatePem).id, KEY.id);
  assert.deepEqual(
    parseVerificationKeys(privatePem + publicPem).map((each) => each.id),
    [KEY.id, KEY.id],
  );
  assert.throws(() => parseVerificationKeys('nothing'), /does not contain any valid RSA or ECDSA public keys/);
  assert.throws(() => parseSigningKey(publicPem), /does not contain a valid RSA or ECDSA private key/);
  const set = JSON.parse(jsonWebKeySet([KEY, RSA])) as { keys: readonly { readonly [field: string]: string }[] };
  assert.deepEqual(
    set.keys.map((each) => [each.kty, each.alg, each.kid]),
    [
      ['EC', 'ES256', KEY.id],
      ['RSA', 'RS256', RSA.id],
    ],
  );
  for (const key of set.keys) for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi']) assert.equal(Object.hasOwn(key, secret), false);
});

test('of tokens that live longer than they should be used, the late ones are remarked and the others counted', async () => {
  const { clock, tokens, issue, fresh } = world();
  await tokens.authenticateToken(await issue());
  assert.equal(fresh.count, 0);
  const warnafter = clock.now() / 1000 + 3607;
  const token = await issue({ ...BOUND, warnafter });
  const use = async () => {
    const found = await tokens.authenticateToken(token);
    return found.kind === 'user' ? found.remarks?.annotations?.get('authentication.k8s.io/stale-token') : found;
  };
  assert.equal(await use(), undefined);
  assert.equal(fresh.count, 1);
  clock.advance(3_610_000);
  assert.equal(await use(), 'subject: system:serviceaccount:shop:cart, seconds after warning threshold: 3');
  assert.equal(fresh.count, 1);
});
