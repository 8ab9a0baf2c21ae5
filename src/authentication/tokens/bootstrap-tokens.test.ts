import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../../base/manual-clock.ts';
import { bootstrapTokenAuthenticator } from './bootstrap-tokens.ts';

const GOOD = {
  'token-id': 'abcdef',
  'token-secret': '0123456789abcdef',
  'usage-bootstrap-authentication': 'true',
  'auth-extra-groups': 'system:bootstrappers:workers',
};

async function ask(token: string, data: { readonly [key: string]: string } = GOOD, type = 'bootstrap.kubernetes.io/token'): Promise<string> {
  const encoded = Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')]));
  const tokens = bootstrapTokenAuthenticator({
    clock: new ManualClock(),
    secret: async (name) =>
      name === 'bootstrap-token-abcdef' ? { kind: 'Secret', apiVersion: 'v1', metadata: { name }, type, data: encoded } : undefined,
  });
  const found = await tokens.authenticateToken(token);
  return found.kind === 'user' ? [found.user.name, ...found.user.groups].join(' ') : found.kind;
}

test('a good token is a bootstrapper, in the groups of its secret', async () => {
  assert.equal(await ask('abcdef.0123456789abcdef'), 'system:bootstrap:abcdef system:bootstrappers system:bootstrappers:workers');
});

test('another secret, form, type or use, an expired token, and groups beyond bootstrappers are no token', async () => {
  const token = 'abcdef.0123456789abcdef';
  assert.equal(await ask('abcdef.0123456789abcdee'), 'unknown');
  assert.equal(await ask('abcdex.0123456789abcdef'), 'unknown');
  assert.equal(await ask('ABCDEF.0123456789abcdef'), 'unknown');
  assert.equal(await ask(token, GOOD, 'Opaque'), 'unknown');
  assert.equal(await ask(token, { ...GOOD, 'usage-bootstrap-authentication': 'false' }), 'unknown');
  assert.equal(await ask(token, { ...GOOD, expiration: '2020-01-01T00:00:00Z' }), 'unknown');
  assert.equal(await ask(token, { ...GOOD, expiration: 'soon' }), 'unknown');
  assert.equal(await ask(token, { ...GOOD, expiration: '2030-01-01' }), 'unknown', 'a day is no time');
  assert.equal(await ask(token, { ...GOOD, expiration: '2030-01-01T00:00:00Z' }), await ask(token));
  assert.equal(await ask(token, { ...GOOD, expiration: '2030-01-01T00:00:00+02:00' }), await ask(token));
  assert.equal(await ask(token, { ...GOOD, 'auth-extra-groups': 'system:masters' }), 'unknown');
});
