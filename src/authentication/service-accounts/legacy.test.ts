import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { ManualClock } from '../../base/manual-clock.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { accountTokenAuthenticator } from './authenticator.ts';
import { signToken } from './jwt.ts';
import { tokenKey } from './keys.ts';

const KEY = tokenKey(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
const OWN = 'https://kubernetes.default.svc';
const PREFIX = 'kubernetes.io/serviceaccount/';
const CLAIMS = {
  iss: 'kubernetes/serviceaccount',
  sub: 'system:serviceaccount:shop:cart',
  [`${PREFIX}namespace`]: 'shop',
  [`${PREFIX}secret.name`]: 'cart-token',
  [`${PREFIX}service-account.name`]: 'cart',
  [`${PREFIX}service-account.uid`]: 'u1',
};

function world(claims: object = CLAIMS) {
  const clock = new ManualClock(Date.UTC(2026, 4, 1, 12));
  const token = signToken(claims, KEY);
  const secret: KubeObject = {
    kind: 'Secret',
    apiVersion: 'v1',
    metadata: { name: 'cart-token', namespace: 'shop', uid: 's1' },
    data: { token: Buffer.from(token).toString('base64') },
  };
  const account: KubeObject = { kind: 'ServiceAccount', apiVersion: 'v1', metadata: { name: 'cart', namespace: 'shop', uid: 'u1' } };
  const objects: { secrets?: KubeObject; serviceaccounts?: KubeObject } = { secrets: secret, serviceaccounts: account };
  const days: string[] = [];
  const tokens = accountTokenAuthenticator({
    issuers: [OWN],
    keys: async () => [KEY],
    audiences: [OWN],
    clock,
    find: async (resource) => (resource === 'secrets' || resource === 'serviceaccounts' ? objects[resource] : undefined),
    markUsed: async ({ metadata }, day) => {
      days.push(day);
      metadata.labels = { ...metadata.labels, 'kubernetes.io/legacy-token-last-used': day };
    },
  });
  const ask = async (audiences?: readonly string[]): Promise<string> => {
    const found = await tokens.authenticateToken(token, undefined, audiences);
    return found.kind === 'user' ? found.user.name : found.kind === 'failed' ? found.error.message : found.kind;
  };
  return { clock, token, tokens, secret, account, objects, days, ask };
}

test('a token that lives in a secret is its account, for this server alone', async () => {
  const { ask, tokens, token } = world();
  assert.equal(await ask(), 'system:serviceaccount:shop:cart');
  assert.equal(await ask(['vault']), `token audiences ["${OWN}"] is invalid for the target audiences ["vault"]`);
  const found = await tokens.authenticateToken(token);
  assert.ok(found.kind === 'user');
  assert.deepEqual(
    [...(found.remarks?.annotations ?? [])],
    [
      ['authentication.k8s.io/legacy-token', 'system:serviceaccount:shop:cart'],
      ['authentication.k8s.io/legacy-token-manual-secret', 'cart-token'],
    ],
  );
  assert.equal(found.remarks?.warnings, undefined);
});

test('it ends with its secret, its account, or what they hold', async () => {
  const gone = world();
  delete gone.objects.secrets;
  assert.equal(await gone.ask(), 'service account token has been invalidated');
  const changed = world();
  changed.secret.data = { token: Buffer.from('another').toString('base64') };
  assert.equal(await changed.ask(), "service account token does not match server's copy");
  const deleted = world();
  delete deleted.objects.serviceaccounts;
  assert.equal(await deleted.ask(), 'serviceaccounts "cart" not found');
  const remade = world();
  remade.account.metadata.uid = 'u2';
  assert.equal(await remade.ask(), 'ServiceAccount UID (u2) does not match claim (u1)');
});

test('its claims must be there and agree', async () => {
  const without = (name: string): object => ({ ...CLAIMS, [name]: undefined });
  assert.equal(await world(without('sub')).ask(), 'sub claim is missing');
  assert.equal(await world(without(`${PREFIX}namespace`)).ask(), 'namespace claim is missing');
  assert.equal(await world(without(`${PREFIX}secret.name`)).ask(), 'secretName claim is missing');
  assert.equal(await world(without(`${PREFIX}service-account.name`)).ask(), 'serviceAccountName claim is missing');
  assert.equal(await world(without(`${PREFIX}service-account.uid`)).ask(), 'serviceAccountUID claim is missing');
  assert.equal(await world({ ...CLAIMS, sub: 'system:serviceaccount:kube-system:root' }).ask(), 'sub claim is invalid');
});

test('the day of its last use is written down once a day', async () => {
  const { ask, clock, days } = world();
  await ask();
  await ask();
  assert.deepEqual(days, ['2026-05-01']);
  clock.advance(24 * 3_600_000);
  await ask();
  assert.deepEqual(days, ['2026-05-01', '2026-05-02']);
});

test('one that a controller made is told about, one that was marked invalid is refused, and both uses are noted', async () => {
  const { account, secret, tokens, token, days, ask } = world();
  account.secrets = [{ name: 'cart-token' }];
  const found = await tokens.authenticateToken(token);
  assert.ok(found.kind === 'user');
  assert.match(found.remarks?.warnings?.[0] ?? '', /instead of auto-generated secret-based tokens/);
  secret.metadata.labels = { 'kubernetes.io/legacy-token-invalid-since': '2026-04-01' };
  assert.match(await ask(), /^the token in secret shop\/cart-token for service account shop\/cart has been marked invalid/);
  assert.equal(days.length, 2);
});
