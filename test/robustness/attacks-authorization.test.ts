/**
 * Attempts to get at what one may not: paths that might mean one thing to authorization and another to routing, names that JavaScript knows, headers
 * that claim to be somebody else. Requests are written to the socket byte by byte, because clients would mend them.
 */
import assert from 'node:assert/strict';
import http2 from 'node:http2';
import { after, before, test } from 'node:test';
import tls from 'node:tls';
import { createServer, type Server } from '../../src/controlplane/server.ts';
import { testAuthority } from '../../src/server/transport/certificates.fixture.ts';

const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const TREASURE = 'treasure-of-the-vault';
/** Who the tokens belong to. */
const TOKENS = ['ANN,ann,1', 'PROTO,__proto__,2,"__proto__,constructor"', 'MAKER,constructor,3', 'HELPER,helper,4', 'PLAIN,plain,5'].join('\n');
const ODD_NAMES = ['__proto__', 'constructor', 'hasOwnProperty', 'toString', 'valueOf'];

let server: Server;

async function make(path: string, body: object): Promise<void> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await server.fetch(path, init);
  assert.equal(response.status, 201, `${path}: ${await response.text()}`);
}

interface Grant {
  readonly to: string;
  readonly rules: readonly object[];
  readonly namespace?: string;
  readonly kind?: 'User' | 'Group';
}

async function grant(name: string, { to, rules, namespace, kind = 'User' }: Grant): Promise<void> {
  const [place, roles, bindings] =
    namespace === undefined ? [RBAC, 'clusterroles', 'clusterrolebindings'] : [`${RBAC}/namespaces/${namespace}`, 'roles', 'rolebindings'];
  await make(`${place}/${roles}`, { metadata: { name }, rules });
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: namespace === undefined ? 'ClusterRole' : 'Role', name };
  await make(`${place}/${bindings}`, { metadata: { name }, roleRef, subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind, name: to }] });
}

before(async () => {
  const serving = await (await testAuthority()).serving(['localhost']);
  const secure = { address: '127.0.0.1', port: 0, serving };
  server = await createServer({ storage: { backend: 'memory' }, tokenFile: TOKENS, secure });
  for (const namespace of ['open', 'vault']) {
    await make('/api/v1/namespaces', { metadata: { name: namespace } });
    await make(`/api/v1/namespaces/${namespace}/configmaps`, {
      metadata: { name: 'box' },
      data: { in: namespace === 'vault' ? TREASURE : 'nothing' },
    });
  }
  const read = { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] };
  await grant('open-reader', { to: 'ann', rules: [read], namespace: 'open' });
  await grant('constructor', { to: 'constructor', rules: [read], namespace: 'open' });
  await grant('impersonators', { to: 'helper', rules: [{ apiGroups: [''], resources: ['users'], resourceNames: ['ann'], verbs: ['impersonate'] }] });
});

after(() => server.close());

/** One request as it stands, over HTTP/1.1. @returns the status code (0: the connection was closed without an answer) and everything that came */
function send(target: string, headers: readonly string[], method = 'GET'): Promise<{ readonly code: number; readonly text: string }> {
  const lines = [`${method} ${target} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...headers, '', ''];
  return new Promise((resolve, reject) => {
    const socket = tls.connect({ host: '127.0.0.1', port: server.port ?? 0, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] });
    const pieces: Buffer[] = [];
    socket.setTimeout(10_000, () => reject(new Error(`no answer to ${target}`)));
    socket.on('data', (piece: Buffer) => pieces.push(piece));
    socket.on('error', () => {});
    socket.on('close', () => {
      const text = Buffer.concat(pieces).toString('latin1');
      resolve({ code: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text });
    });
    socket.write(Buffer.from(lines.join('\r\n'), 'latin1'));
  });
}

/** The same target as the path of an HTTP/2 request, which clients of that protocol do not mend either. */
function sendHttp2(target: string, token: string): Promise<{ readonly code: number; readonly text: string }> {
  return new Promise((resolve) => {
    const session = http2.connect(`https://127.0.0.1:${server.port}`, { rejectUnauthorized: false });
    const done = (code: number, text: string): void => {
      session.destroy();
      resolve({ code, text });
    };
    session.on('error', () => done(0, ''));
    const stream = session.request({ ':path': target, authorization: `Bearer ${token}` });
    let code = 0;
    let text = '';
    stream.on('response', (headers) => {
      code = headers[':status'] ?? 0;
    });
    stream.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
    });
    stream.on('error', () => done(0, text));
    stream.on('end', () => done(code, text));
  });
}

const as = (token: string): string[] => [`Authorization: Bearer ${token}`];
const VAULT = '/api/v1/namespaces/vault/configmaps/box';

test('the honest ways: what may be read is read, the rest is forbidden', async () => {
  assert.equal((await send('/api/v1/namespaces/open/configmaps/box', as('ANN'))).code, 200);
  assert.equal((await send(VAULT, as('ANN'))).code, 403);
  assert.equal((await send('/metrics', as('ANN'))).code, 403);
});

const TRICKS = [
  '/api/v1/namespaces/open/../vault/configmaps/box',
  '/api/v1/namespaces/open/%2e%2e/vault/configmaps/box',
  '/api/v1/namespaces/open/..%2fvault/configmaps/box',
  '/api/v1/namespaces/open%2f..%2fvault/configmaps/box',
  '/api/v1/namespaces/open%252f..%252fvault/configmaps/box',
  '/api/v1/namespaces/open/configmaps/../../vault/configmaps/box',
  '/api/v1/namespaces/open/configmaps/..%2f..%2fvault%2fconfigmaps%2fbox',
  '/api/v1/namespaces/open/configmaps/%2e%2e/%2e%2e/vault/configmaps/box',
  '/api/v1/namespaces/open/configmaps/box/../../../vault/configmaps/box',
  '//api/v1/namespaces/vault/configmaps/box',
  '/api//v1/namespaces/vault/configmaps/box',
  '/api/v1//namespaces/vault/configmaps/box',
  '/api/v1/namespaces//vault/configmaps/box',
  '/api/v1/namespaces/vault//configmaps/box',
  '/api/v1/namespaces/vault/configmaps//box',
  '/api/v1/namespaces/vault/configmaps/box/',
  '/api/v1/namespaces/vault/configmaps/box%00',
  '/api/v1/namespaces/open%00/vault/configmaps/box',
  '/api/v1/namespaces/vault%00open/configmaps/box',
  '/api/v1/namespaces/VAULT/configmaps/box',
  '/API/V1/namespaces/vault/configmaps/box',
  '/api/v1/Namespaces/vault/ConfigMaps/box',
  '/api/v1/n%61mespaces/v%61ult/configm%61ps/box',
  '/%61pi/v1/namespaces/vault/configmaps/box',
  '/api/v1/./namespaces/vault/configmaps/box',
  '/healthz/../api/v1/namespaces/vault/configmaps/box',
  '/version/%2e%2e/api/v1/namespaces/vault/configmaps/box',
  '/api/v1/namespaces/open;/../vault/configmaps/box',
  '/api/v1/namespaces/open\\..\\vault/configmaps/box',
  '/api/v1/namespaces/vault/configmaps?fieldSelector=metadata.name%3Dbox',
  '/api/v1/namespaces/vault/configmaps?namespace=open',
  '/api/v1/configmaps?fieldSelector=metadata.namespace%3Dopen',
  '/api/v1/watch/namespaces/vault/configmaps?timeoutSeconds=1',
  '/api/v1/proxy/namespaces/vault/configmaps/box',
  'https://localhost/api/v1/namespaces/vault/configmaps/box',
  'api/v1/namespaces/vault/configmaps/box',
  '/api/v1/namespaces/vault/configmaps/box#/open',
  '/api/v1/namespaces/vault/configmaps/box\x0b',
  '/api/v1/namespaces/%c0%ae%c0%ae/vault/configmaps/box',
];

for (const target of TRICKS) {
  test(`no way into another namespace: ${JSON.stringify(target)}`, async () => {
    for (const { code, text } of [await send(target, as('ANN')), await sendHttp2(target, 'ANN')]) {
      assert.ok(!text.includes(TREASURE), text);
      assert.notEqual(code, 200, text);
      assert.notEqual(code, 500, text);
    }
  });
}

const HIDDEN = [
  '/metrics',
  '//metrics',
  '/metrics/',
  '/./metrics',
  '/healthz/../metrics',
  '/%6detrics',
  '/METRICS',
  '/metrics%00',
  '/metrics?x=/healthz',
  '/debug/pprof/',
  '/logs/../metrics',
];

for (const target of HIDDEN) {
  test(`no way to a page that is not for everybody: ${target}`, async () => {
    const { code, text } = await send(target, as('ANN'));
    assert.ok(code === 400 || code === 403 || code === 404 || code === 301, `${code} ${text}`);
    assert.ok(!text.includes('apiserver_request_total'));
  });
}

test('a method written in another case, or in a header, is not another verb', async () => {
  const path = '/api/v1/namespaces/open/configmaps/box';
  for (const headers of [['X-HTTP-Method-Override: DELETE'], ['X-HTTP-Method: DELETE'], ['X-Original-URL: /metrics'], ['X-Rewrite-URL: /metrics']]) {
    const { code, text } = await send(path, [...as('ANN'), ...headers]);
    assert.equal(code, 200, text);
    assert.ok(text.includes('nothing'));
  }
  assert.notEqual((await send(path, as('ANN'), 'delete')).code, 200);
  assert.equal((await send(path, as('ANN'), 'DELETE')).code, 403);
});

test('users and groups with names that JavaScript knows are users and groups like others', async () => {
  assert.equal((await send('/api/v1/namespaces/open/configmaps/box', as('MAKER'))).code, 200);
  for (const token of ['PROTO', 'PLAIN']) {
    const { code, text } = await send('/api/v1/namespaces/open/configmaps/box', as(token));
    assert.equal(code, 403);
    if (token === 'PROTO') assert.match(text, /User \\"__proto__\\" cannot get/);
  }
});

test('as namespace, name, resource or group in a path they are unknown, never everything', async () => {
  for (const name of ODD_NAMES) {
    for (const target of [
      `/api/v1/namespaces/${name}/configmaps`,
      `/api/v1/namespaces/open/${name}`,
      `/api/v1/namespaces/open/secrets/${name}`,
      `/apis/${name}/v1/things`,
      `/apis/apps/${name}/deployments`,
      `/${name}`,
    ]) {
      const { code, text } = await send(target, as('ANN'));
      assert.equal(code, 403, `${target}: ${text}`);
    }
    assert.equal((await send(`/api/v1/namespaces/open/configmaps/${name}`, as('ANN'))).code, 404);
  }
});

test('a review of an odd user, group, extra key, namespace or role says no, and names what is missing', async () => {
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: '__proto__' };
  await make(`${RBAC}/clusterrolebindings`, {
    metadata: { name: '__proto__' },
    roleRef,
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'hasOwnProperty' }],
  });
  for (const name of ODD_NAMES) {
    const spec = `{"user":"${name}x","groups":["${name}"],"extra":{"${name}":["${name}"]},"uid":"${name}",
      "resourceAttributes":{"namespace":"${name}","verb":"${name}","resource":"${name}","group":"${name}","name":"${name}"}}`;
    const response = await server.fetch('/apis/authorization.k8s.io/v1/subjectaccessreviews', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"spec":${spec}}`,
    });
    const { status } = (await response.json()) as { readonly status: unknown };
    const missing = { reason: 'RBAC: clusterrole.rbac.authorization.k8s.io "__proto__" not found' };
    assert.deepEqual(status, { allowed: false, ...(name === 'hasOwnProperty' ? missing : {}) }, name);
  }
});

const CLAIMS: readonly (readonly string[])[] = [
  ['Impersonate-User: admin'],
  ['impersonate-user: admin'],
  ['IMPERSONATE-USER: system:apiserver'],
  ['Impersonate-User: ann', 'Impersonate-Group: system:masters'],
  ['Impersonate-User: ann', 'Impersonate-Group: dev', 'Impersonate-Group: system:masters'],
  ['Impersonate-User: ann', 'Impersonate-Group: dev, system:masters'],
  ['Impersonate-User: ann', 'Impersonate-Uid: 0'],
  ['Impersonate-User: ann', 'Impersonate-Extra-Scopes: all'],
  ['Impersonate-User: ann', 'Impersonate-Extra-__proto__: x'],
  ['Impersonate-User: ann', 'Impersonate-Extra-constructor: x'],
  ['Impersonate-User: admin', 'Impersonate-User: ann'],
  ['Impersonate-User: system:serviceaccount:kube-system:root'],
  ['Impersonate-User: system:node:n', 'Impersonate-Group: system:nodes'],
  ['Impersonate-User: __proto__'],
];

for (const headers of CLAIMS) {
  test(`acting as somebody else needs permission for each part: ${headers.join(', ')}`, async () => {
    for (const token of ['HELPER', 'ANN', 'PLAIN']) {
      const { code, text } = await send(VAULT, [...as(token), ...headers]);
      assert.equal(code, 403, text);
      assert.ok(!text.includes(TREASURE));
    }
  });
}

test('groups, uid or extra without a user are refused', async () => {
  for (const header of ['Impersonate-Group: system:masters', 'Impersonate-Uid: 0', 'Impersonate-Extra-A: b'])
    assert.equal((await send('/api/v1/namespaces/open/configmaps/box', [...as('ANN'), header])).code, 400, header);
});

test('who may act as one user is that user, and no more', async () => {
  const acting = [...as('HELPER'), 'Impersonate-User: ann'];
  assert.equal((await send('/api/v1/namespaces/open/configmaps/box', acting)).code, 200);
  const { code, text } = await send(VAULT, acting);
  assert.equal(code, 403);
  assert.match(text, /User \\"ann\\" cannot get/);
  assert.equal((await send('/api/v1/namespaces/open/configmaps/box', [...acting, 'Impersonate-User: admin'])).code, 200, 'the first line counts');
});
