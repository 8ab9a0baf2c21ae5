import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import tls from 'node:tls';
import { anonymousPolicy } from '../../authentication/anonymous.ts';
import { unionAuthenticator } from '../../authentication/union.ts';
import { AuthorityBundle, x509Authenticator } from '../../authentication/x509.ts';
import { systemClock } from '../../base/clock.ts';
import { silentLogger } from '../../base/log.ts';
import { respondText } from '../../endpoints/responses/respond.ts';
import { responseHead } from '../../endpoints/responses/response-head.ts';
import type { RequestContext } from '../../request/context.ts';
import { testPipeline } from '../pipeline.fixture.ts';
import { type TestAuthority, type TestCertificate, testAuthority } from './certificates.fixture.ts';
import { listenInsecure, listenSecure, listenUnix, type SecureListener } from './listen.ts';

interface Answer {
  readonly status: number;
  readonly headers: { readonly [name: string]: unknown };
  readonly text: string;
}

const BODY_LIMIT = 1024;
let authority: TestAuthority;
let serving: TestCertificate;
let listener: SecureListener;
const held = new Map<string, RequestContext>();

before(async () => {
  authority = await testAuthority();
  serving = await authority.serving(['localhost', '127.0.0.1']);
  listener = await listen();
});

after(() => listener.destroy());

function listen(sni: readonly (TestCertificate & { readonly domains: readonly string[] })[] = []): Promise<SecureListener> {
  const { handle } = testPipeline({
    clock: systemClock,
    authenticator: unionAuthenticator([x509Authenticator(new AuthorityBundle(authority.pem), systemClock)], anonymousPolicy({ enabled: true })),
    authorizer: { authorize: () => ({ decision: 'allow', reason: '' }) },
    dispatch: answer,
  });
  return listenSecure({ address: '127.0.0.1', port: 0, serving, clientCa: authority.pem, sni }, handle, silentLogger);
}

async function answer(context: RequestContext): Promise<void> {
  const { request, sink, info } = context;
  if (info.path === '/upgrade' && request.upgrade !== undefined) {
    const { socket } = request.upgrade();
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
    socket.pipe(socket);
  } else if (info.path === '/hold') {
    sink.head(200, responseHead(context, 'text/plain'));
    sink.write(Buffer.from('begun'));
    held.set(request.protocol, context);
    await new Promise<void>((resolve) => context.signal.addEventListener('abort', () => resolve()));
  } else {
    const body = await request.readBody(BODY_LIMIT);
    await respondText(
      context,
      200,
      `${request.protocol} ${request.method} ${context.user.name} ${request.headerValues('x-twice').join('|')} ${body.length}`,
    );
  }
}

function ask1(options: https.RequestOptions, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = https.request({ host: '127.0.0.1', port: listener.port, ca: authority.pem, agent: false, ...options }, (response) => {
      let text = '';
      response.on('data', (piece) => (text += piece));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

async function ask2(session: http2.ClientHttp2Session, headers: http2.OutgoingHttpHeaders, body?: Buffer): Promise<Answer> {
  const stream = session.request(headers, { endStream: body === undefined });
  stream.on('error', () => {});
  if (body !== undefined) stream.end(body);
  let text = '';
  stream.on('data', (piece) => (text += piece));
  const [[answered]] = (await Promise.all([once(stream, 'response'), once(stream, 'close')])) as [[http2.IncomingHttpHeaders], unknown];
  return { status: Number(answered[':status'] ?? 0), headers: answered, text };
}

test('HTTP/1.1 and HTTP/2 on one port; repeated headers stay apart', async () => {
  const one = await ask1({ path: '/x', method: 'POST', headers: { 'X-Twice': ['a', 'b'] } }, 'hello');
  assert.equal(one.text, 'HTTP/1.1 POST system:anonymous a|b 5');
  const session = http2.connect(`https://localhost:${listener.port}`, { ca: authority.pem });
  const two = await ask2(session, { ':path': '/x', ':method': 'POST', 'x-twice': ['a', 'b'] }, Buffer.from('hello'));
  assert.equal(two.text, 'HTTP/2.0 POST system:anonymous a|b 5');
  session.close();
});

test('a client certificate is asked for and names the caller; a connection stays usable', async () => {
  const client = await authority.client('CN=jane,O=dev');
  const session = http2.connect(`https://localhost:${listener.port}`, { ca: authority.pem, cert: client.certificate, key: client.privateKey });
  for (let i = 0; i < 3; i++) assert.equal((await ask2(session, { ':path': '/x' })).text, 'HTTP/2.0 GET jane  0');
  session.close();
});

test('a certificate of somebody else, or one that has expired, is 401 and no broken handshake', async () => {
  const stranger = await (await testAuthority('other-ca')).client('CN=jane');
  const hour = 3_600_000;
  const expired = await authority.client('CN=jane', { notBefore: new Date(Date.now() - 2 * hour), notAfter: new Date(Date.now() - hour) });
  for (const { certificate, privateKey } of [stranger, expired])
    assert.equal((await ask1({ path: '/x', cert: certificate, key: privateKey })).status, 401);
});

test('a body over the limit is 413, and the connection goes on', async () => {
  const session = http2.connect(`https://localhost:${listener.port}`, { ca: authority.pem });
  const refused = await ask2(session, { ':path': '/x', ':method': 'POST' }, Buffer.alloc(4 * 1024 * 1024));
  assert.equal(refused.status, 413);
  assert.match(refused.text, /Request entity too large: limit is 1024/);
  assert.equal((await ask2(session, { ':path': '/x' })).status, 200);
  session.close();
  const one = await ask1({ path: '/x', method: 'POST' }, 'x'.repeat(BODY_LIMIT + 1));
  assert.equal(one.status, 413);
});

test('HEAD has the headers and no body', async () => {
  const one = await ask1({ path: '/x', method: 'HEAD' });
  assert.deepEqual([one.status, one.text, one.headers['content-length']], [200, '', '33']);
  const session = http2.connect(`https://localhost:${listener.port}`, { ca: authority.pem });
  const two = await ask2(session, { ':path': '/x', ':method': 'HEAD' });
  assert.deepEqual([two.status, two.text, two.headers['content-length']], [200, '', '33']);
  session.close();
});

test('an upgrade hands the socket over; a handler that does not upgrade answers as always', async () => {
  const request = https
    .request({
      host: '127.0.0.1',
      port: listener.port,
      ca: authority.pem,
      path: '/upgrade',
      headers: { connection: 'upgrade', upgrade: 'echo' },
      agent: false,
    })
    .end();
  const [, socket] = (await once(request, 'upgrade')) as [unknown, import('node:net').Socket];
  socket.write('ping');
  const [piece] = (await once(socket, 'data')) as [Buffer];
  assert.equal(piece.toString(), 'ping');
  socket.destroy();
  const plain = await ask1({ path: '/x', headers: { connection: 'upgrade', upgrade: 'echo' } });
  assert.equal(plain.status, 200);
});

test('a client that goes away is noticed on either protocol', async () => {
  const session = http2.connect(`https://localhost:${listener.port}`, { ca: authority.pem });
  const stream = session.request({ ':path': '/hold' });
  stream.on('error', () => {});
  await once(stream, 'data');
  const request = https.get({ host: '127.0.0.1', port: listener.port, ca: authority.pem, path: '/hold', agent: false });
  request.on('error', () => {});
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  response.on('error', () => {});
  await once(response, 'data');
  const noticed = ['HTTP/2.0', 'HTTP/1.1'].map((protocol) => once(held.get(protocol)?.signal ?? assert.fail(protocol), 'abort'));
  stream.close(http2.constants.NGHTTP2_CANCEL);
  request.destroy();
  await Promise.all(noticed);
  session.close();
});

test('the name that a client asks for picks the certificate, and certificates can be replaced', async () => {
  const named = await authority.serving(['api.example.com']);
  const sniListener = await listen([{ ...named, domains: ['api.example.com'] }]);
  const subjectFor = async (servername: string): Promise<string> => {
    const request = https
      .request({
        host: '127.0.0.1',
        port: sniListener.port,
        ca: authority.pem,
        servername,
        path: '/x',
        agent: false,
        checkServerIdentity: () => undefined,
      })
      .end();
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    response.resume();
    return String((response.socket as import('node:tls').TLSSocket).getPeerCertificate().subject.CN);
  };
  assert.equal(await subjectFor('api.example.com'), 'api.example.com');
  assert.equal(await subjectFor('localhost'), 'localhost');
  sniListener.reload({ serving: await authority.serving(['renewed']), sni: [], clientCa: authority.pem });
  assert.equal(await subjectFor('api.example.com'), 'renewed');
  sniListener.destroy();
});

/** Whether a client with these settings gets a connection. */
function shakesHands(port: number, settings: tls.ConnectionOptions): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = tls.connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...settings });
    socket.once('secureConnect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('secureConnect', () => socket.destroy());
  });
}

test('a listener that got new certificates still refuses what it refused before', async () => {
  const { handle } = testPipeline({ dispatch: answer });
  const serving = await authority.serving(['localhost']);
  for (const [strictness, asked] of [
    [{ minVersion: 'TLSv1.3' }, { maxVersion: 'TLSv1.2' }],
    [{ curves: ['secp384r1'] }, { ecdhCurve: 'X25519' }],
  ] as const) {
    const strict = await listenSecure({ address: '127.0.0.1', port: 0, serving, ...strictness }, handle, silentLogger);
    assert.equal(await shakesHands(strict.port, asked), false);
    strict.reload({ serving: await authority.serving(['localhost']) });
    assert.equal(await shakesHands(strict.port, asked), false);
    assert.equal(await shakesHands(strict.port, {}), true);
    strict.destroy();
  }
});

test('several servers share a port when both allow it', async () => {
  const { handle } = testPipeline({ dispatch: answer });
  const serving = await authority.serving(['localhost']);
  const first = await listenSecure({ address: '127.0.0.1', port: 0, serving, reusePort: true }, handle, silentLogger);
  const again = (reusePort: boolean) => listenSecure({ address: '127.0.0.1', port: first.port, serving, reusePort }, handle, silentLogger);
  await assert.rejects(again(false), { code: 'EADDRINUSE' });
  const second = await again(true);
  assert.equal(second.port, first.port);
  first.destroy();
  assert.equal(await shakesHands(second.port, {}), true);
  second.destroy();
});

test('the plain port lets in who names a loopback host and comes from no page', async () => {
  const { handle } = testPipeline({ dispatch: answer });
  const plain = await listenInsecure({ address: '127.0.0.1', port: 0 }, handle, silentLogger);
  const statusFor = async (headers: http.OutgoingHttpHeaders): Promise<number | undefined> => {
    const request = http.get({ host: '127.0.0.1', port: plain.port, path: '/x', headers, agent: false });
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    response.resume();
    return response.statusCode;
  };
  assert.equal(await statusFor({}), 200);
  assert.equal(await statusFor({ host: 'localhost:8080' }), 200);
  assert.equal(await statusFor({ host: 'evil.example:8080' }), 403);
  assert.equal(await statusFor({ host: '127.0.0.1.evil.example' }), 403);
  assert.equal(await statusFor({ origin: 'http://localhost' }), 403);
  plain.destroy();
});

test('the Unix socket belongs to its owner alone, and what a dead server left is replaced', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'listener-'));
  const path = join(folder, 'api.sock');
  const { handle } = testPipeline({ dispatch: answer });
  const unix = await listenUnix(path, handle, silentLogger);
  assert.equal((await stat(path)).mode & 0o777, 0o600);
  await assert.rejects(listenUnix(path, handle, silentLogger), { code: 'EADDRINUSE' });
  const request = http.get({ socketPath: path, path: '/x', agent: false });
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  response.resume();
  assert.equal(response.statusCode, 200);
  unix.destroy();
  // A process that is killed leaves its socket behind.
  const killed = spawnSync(process.execPath, [
    '-e',
    `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 9))`,
  ]);
  assert.equal(killed.signal, 'SIGKILL');
  assert.ok((await stat(path)).isSocket());
  const next = await listenUnix(path, handle, silentLogger);
  next.destroy();
  await rm(folder, { recursive: true });
});

test('a file that lies where the Unix socket should be is left alone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'listener-'));
  const path = join(folder, 'notes.txt');
  await writeFile(path, 'important');
  const { handle } = testPipeline({ dispatch: answer });
  await assert.rejects(listenUnix(path, handle, silentLogger), { message: `cannot make the socket ${path}: there is something else of that name` });
  assert.equal(await readFile(path, 'utf8'), 'important');
  await rm(folder, { recursive: true });
});

test('closing sends GOAWAY, lets what is under way end, and takes no new connections', async () => {
  const closing = await listen();
  const session = http2.connect(`https://localhost:${closing.port}`, { ca: authority.pem });
  const goaway = once(session, 'goaway');
  const stream = session.request({ ':path': '/hold' });
  await once(stream, 'data');
  const closed = closing.close();
  const [code] = await goaway;
  assert.equal(code, 0);
  const context = held.get('HTTP/2.0');
  context?.sink.write(Buffer.from('more'));
  const [piece] = (await once(stream, 'data')) as [Buffer];
  assert.equal(piece.toString(), 'more');
  context?.sink.end();
  context?.expire?.();
  await closed;
  await assert.rejects(ask1({ port: closing.port, path: '/x' }), { code: 'ECONNREFUSED' });
});

test('an HTTP/1.1 connection outlives a body that nobody read, which its client may finish first, but not a very long one', async () => {
  const insecure = await listenInsecure({ address: '127.0.0.1', port: 0 }, testPipeline({ dispatch: refuse }).handle, silentLogger);
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const post = async (bytes: number, sent = bytes): Promise<string | undefined> => {
    const request = http.request({ agent, port: insecure.port, path: '/x', method: 'POST', headers: { 'content-length': bytes } });
    request.on('error', () => {});
    if (sent === bytes) request.end(Buffer.alloc(bytes));
    else request.write(Buffer.alloc(sent));
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    response.resume();
    if (sent === bytes) await Promise.all([once(response, 'end'), once(request, 'close')]);
    return response.headers.connection;
  };
  assert.equal(await post(100), undefined);
  assert.equal(await post(4 * 1024 * 1024), undefined, 'clients that only listen when they have said all get their answer');
  assert.equal(await post(9 * 1024 * 1024, 1024), 'close');
  agent.destroy();
  insecure.destroy();
});

/** Without a look at the body. */
async function refuse(context: RequestContext): Promise<void> {
  await respondText(context, 400, 'no');
}
