import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { test } from 'node:test';
import { WebSocket } from 'ws';
import type { HttpRequest } from '../../request/http.ts';
import type { WatchTarget } from './watch-target.ts';
import { asksForWebSocket, openWebSocket } from './web-socket.ts';

function requestOf(incoming: IncomingMessage, socket: Duplex, head: Uint8Array): HttpRequest {
  const rawHeaders = incoming.rawHeaders.map((text, i) => (i % 2 === 0 ? text.toLowerCase() : text));
  const header = (name: string): string | undefined => incoming.headers[name]?.toString();
  return {
    method: incoming.method ?? '',
    target: incoming.url ?? '',
    protocol: 'HTTP/1.1',
    rawHeaders,
    header,
    headerValues: (name) => [header(name) ?? ''],
    host: '',
    remoteAddress: '',
    transport: 'insecure',
    peerCertificate: undefined,
    readBody: async () => new Uint8Array(),
    signal: new AbortController().signal,
    upgrade: () => ({ socket, head }),
  };
}

/** A server that upgrades, and a client of it. */
async function connect(text: boolean, protocols: readonly string[] = []) {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const opened = Promise.withResolvers<WatchTarget>();
  server.once('upgrade', (incoming, socket, head) => {
    const request = requestOf(incoming, socket, head);
    assert.equal(asksForWebSocket(request), true);
    opened.resolve(openWebSocket(request, text));
  });
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/`, [...protocols]);
  const target = await opened.promise;
  await once(client, 'open');
  return { server, client, target };
}

test('one message per frame, text for JSON, and a clean close at the end', async () => {
  const { server, client, target } = await connect(true, ['base64url.bearer.authorization.k8s.io.c2VjcmV0', 'base64.binary.k8s.io']);
  assert.equal(client.protocol, 'base64.binary.k8s.io');
  const messages: string[] = [];
  client.on('message', (data, isBinary) => messages.push(`${isBinary} ${data.toString()}`));
  target.write([[Buffer.from('{"a":'), Buffer.from('1}\n')], [Buffer.from('{}\n')]]);
  await target.drained();
  target.end();
  const [code] = await once(client, 'close');
  assert.deepEqual(messages, ['false {"a":1}\n', 'false {}\n']);
  assert.equal(code, 1000);
  server.close();
});

test('what the client says is ignored, and its leaving is noticed', async () => {
  const { server, client, target } = await connect(false);
  const left = new Promise<void>((resolve) => target.onClose(resolve));
  client.send('hello');
  client.close();
  await left;
  assert.equal(target.closed, true);
  target.write([[Buffer.from('late')]]);
  server.close();
});
