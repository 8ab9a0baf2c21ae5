import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requestWith } from '../request.fixture.ts';
import { parseTokenFile } from './token-file.ts';
import { websocketAuthenticator } from './websocket-token.ts';

const UPGRADE = ['connection', 'keep-alive, Upgrade', 'upgrade', 'websocket'];
const PREFIX = 'base64url.bearer.authorization.k8s.io.';
const token = (text: string): string => PREFIX + Buffer.from(text).toString('base64url');
const browser = websocketAuthenticator(parseTokenFile('tökén,jane,1\n', 'tokens'));

async function ask(protocols: readonly string[], upgrade = UPGRADE): Promise<string> {
  const found = await browser.authenticate(requestWith([...upgrade, ...protocols.flatMap((each) => ['sec-websocket-protocol', each])]), () => {});
  return found.kind === 'user' ? found.user.name : found.kind === 'failed' ? found.error.message : found.kind;
}

test('a token among the subprotocols of a WebSocket is a bearer token', async () => {
  assert.equal(await ask([`${token('tökén')}, v5.channel.k8s.io`]), 'jane');
  assert.equal(await ask(['v5.channel.k8s.io', token('tökén')]), 'jane');
  assert.equal(await ask([`${token('other')}, v5.channel.k8s.io`]), 'invalid bearer token');
});

test('only in a WebSocket, once, in good form, and beside another subprotocol', async () => {
  assert.equal(await ask([`${token('tökén')}, x`], ['upgrade', 'websocket']), 'unknown');
  assert.equal(await ask([`${token('tökén')}, x`], ['connection', 'upgrade', 'upgrade', 'SPDY/3.1']), 'unknown');
  assert.equal(await ask(['x']), 'unknown');
  assert.equal(await ask([`${PREFIX}, x`]), 'unknown');
  assert.equal(await ask([PREFIX]), 'unknown');
  assert.equal(await ask([token('tökén')]), 'missing additional subprotocol');
  assert.equal(await ask([`${token('a')},${token('b')},x`]), 'multiple base64.bearer.authorization tokens specified');
  for (const bad of ['a+b', 'YQ==', 'A', Buffer.from([0xff, 0xfe]).toString('base64url')])
    assert.equal(await ask([`${PREFIX}${bad}, x`]), 'invalid base64.bearer.authorization token encoding');
});
