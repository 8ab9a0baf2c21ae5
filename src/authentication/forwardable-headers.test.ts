import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forwardableHeaders } from './forwardable-headers.ts';

const HARMLESS = ['host', 'localhost', 'accept', '*/*', 'x-remotely', 'a', 'impersonated', 'b', 'cookie', 'c=d'];

test('credentials, names that the caller chose and identities that were asked for stay here, however often they were sent', () => {
  const identity = [
    ...['authorization', 'Bearer secret', 'authorization', 'Basic eDp5'],
    ...['x-remote-user', 'root', 'x-remote-uid', '0', 'x-remote-group', 'system:masters', 'x-remote-group', 'x', 'x-remote-extra-scopes', 'all'],
    ...['impersonate-user', 'root', 'impersonate-uid', '0', 'impersonate-group', 'system:masters', 'impersonate-extra-a%2fb', 'c'],
  ];
  assert.deepEqual(forwardableHeaders([...identity, ...HARMLESS, ...identity]), HARMLESS);
});

test('the names that front proxies use here are no others business, in whatever case they are configured', () => {
  const configured = { usernameHeaders: ['X-Who', 'X-WHOM'], uidHeaders: ['X-Id'], groupHeaders: ['X-Team'], extraHeaderPrefixes: ['X-More-'] };
  const sent = ['x-who', 'root', 'x-whom', 'root', 'x-id', '0', 'x-team', 'ops', 'x-more-scopes', 'all', 'x-remote-user', 'root'];
  assert.deepEqual(forwardableHeaders([...sent, ...HARMLESS], configured), HARMLESS);
  assert.deepEqual(forwardableHeaders(['x-who', 'somebody']), ['x-who', 'somebody'], 'a header like others where no proxy uses it');
});

test('a token among subprotocols is taken out, the others stay in their order', () => {
  const token = `base64url.bearer.authorization.k8s.io.${Buffer.from('secret').toString('base64url')}`;
  const name = 'sec-websocket-protocol';
  assert.deepEqual(forwardableHeaders([name, `a, ${token}, b`, name, token, name, 'c']), [name, 'a,b', name, 'c']);
});
