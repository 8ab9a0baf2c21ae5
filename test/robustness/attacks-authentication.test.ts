/**
 * Attempts to be taken for somebody else: forged tokens, doubled and borrowed headers, certificates that should not count, names that are traps.
 * Whatever is wrong, the answer is the same 401, and no secret is ever logged.
 */
import assert from 'node:assert/strict';
import { createHmac, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { signToken } from '../../src/authentication/service-accounts/jwt.ts';
import { type TokenKey, tokenKey } from '../../src/authentication/service-accounts/keys.ts';
import type { Logger } from '../../src/base/log.ts';
import { testAuthority } from '../../src/server/transport/certificates.fixture.ts';
import { createServer, type Server } from '../../src/testing/index.ts';
import { SkippingClock } from '../integration/skipping-clock.fixture.ts';
import { CLIENT_USAGE, type Issuer, makeClient, makeIssuer, SERVER_USAGE } from './odd-certificates.fixture.ts';
import { RawConnection } from './raw-connection.fixture.ts';

const SELF = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
const JSON_TYPE = 'Content-Type: application/json';
const OWN = 'https://kubernetes.default.svc';
const PASSWORD = 'correct-horse-battery';
const FILE_TOKEN = 'file-token-9f2c';
const UNAUTHORIZED = {
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message: 'Unauthorized',
  reason: 'Unauthorized',
  code: 401,
};

const clock = new SkippingClock();
const accountKey = tokenKey(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
const providerKey = { ...tokenKey(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey), id: 'p1' };
const strangersKey = tokenKey(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
/** Everything that was logged, at the highest verbosity. */
const logged: string[] = [];
/** What must not be in it. */
const secrets = new Set<string>([PASSWORD, FILE_TOKEN]);

let server: Server;
let issuerUrl: string;
let provider: https.Server;
let clientCa: Issuer;
let proxyCa: Issuer;
let account: { readonly uid: string };

function pem(key: TokenKey): string {
  return key.key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

const everything: Logger = {
  enabled: () => true,
  info: (message, values) => void logged.push(`${message} ${JSON.stringify(values ?? {})}`),
  warn: (message, values) => void logged.push(`${message} ${JSON.stringify(values ?? {})}`),
  error: (message, error, values) =>
    void logged.push(`${message} ${error instanceof Error ? `${error.message} ${error.stack}` : String(error)} ${JSON.stringify(values ?? {})}`),
};

async function startProvider(): Promise<string> {
  const authority = await testAuthority();
  const { certificate, privateKey } = await authority.serving(['127.0.0.1']);
  provider = https.createServer({ cert: certificate, key: privateKey }, (request, response) => {
    const keys = [{ ...createPublicKey(providerKey.key).export({ format: 'jwk' }), kid: providerKey.id, alg: 'RS256' }];
    response.end(JSON.stringify(request.url === '/keys' ? { keys } : { issuer: issuerUrl, jwks_uri: `${issuerUrl}/keys` }));
  });
  await once(provider.listen(0, '127.0.0.1'), 'listening');
  issuerUrl = `https://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  return authority.pem;
}

before(async () => {
  const certificateAuthority = await startProvider();
  clientCa = await makeIssuer({ subject: 'CN=clients', authority: {} });
  proxyCa = await makeIssuer({ subject: 'CN=proxies', authority: {} });
  const serving = await (await testAuthority()).serving(['localhost']);
  secrets.add(pem(accountKey)).add(serving.privateKey);
  server = await createServer({
    storage: { backend: 'memory' },
    secure: { address: '127.0.0.1', port: 0, serving },
    clientCa: clientCa.pem,
    requestHeader: {
      clientCa: proxyCa.pem,
      allowedNames: ['front'],
      usernameHeaders: ['X-Remote-User'],
      uidHeaders: ['X-Remote-Uid'],
      groupHeaders: ['X-Remote-Group'],
      extraHeaderPrefixes: ['X-Remote-Extra-'],
    },
    tokenFile: `${FILE_TOKEN},bob,1\nadmin-${FILE_TOKEN},admin,2,system:masters\n`,
    passwordFile: `${PASSWORD},ann,3\n`,
    serviceAccounts: { signingKey: pem(accountKey) },
    authentication: {
      jwt: [{ issuer: { url: issuerUrl, audiences: ['app'], certificateAuthority }, claimMappings: { username: { claim: 'sub', prefix: 'oidc:' } } }],
    },
    clock,
    log: everything,
  });
  const made = await server.fetch('/api/v1/namespaces/default/serviceaccounts', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ metadata: { name: 'app' } }),
  });
  account = ((await made.json()) as { metadata: { uid: string } }).metadata;
  while ((await ask([`Authorization: Bearer ${providerToken({})}`])) === 401) await new Promise(setImmediate);
});

after(async () => {
  await server.close();
  provider.closeAllConnections();
  provider.close();
});

interface Known {
  readonly username: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: { readonly [key: string]: readonly string[] };
}

type Client = { readonly certificate: string; readonly privateKey: string };

/** Who the sender of these header lines is taken for, or the status. Every refusal must say the same. */
async function ask(lines: readonly string[], client?: Client): Promise<Known | number> {
  using connection = await RawConnection.open(server.port ?? 0, client);
  return await whoami(connection, lines);
}

async function whoami(connection: RawConnection, lines: readonly string[]): Promise<Known | number> {
  const { status, body, head } = await connection.ask('POST', SELF, [JSON_TYPE, ...lines], '{}');
  if (status === 401) {
    assert.deepEqual(JSON.parse(body), UNAUTHORIZED);
    assert.doesNotMatch(head, /www-authenticate/i);
  }
  return status === 201 ? (JSON.parse(body) as { status: { userInfo: Known } }).status.userInfo : status;
}

const nameOf = async (lines: readonly string[], client?: Client): Promise<string | number> => {
  const found = await ask(lines, client);
  return typeof found === 'number' ? found : found.username;
};

const bearer = (token: string): string[] => {
  if (token.length > 24) secrets.add(token);
  return [`Authorization: Bearer ${token}`];
};

const now = (): number => Math.floor(clock.now() / 1000);

function providerClaims(change: object): object {
  return { iss: issuerUrl, aud: 'app', sub: 'jane', exp: now() + 600, ...change };
}

function providerToken(change: object, key: TokenKey = providerKey): string {
  return signToken(providerClaims(change), key);
}

function accountClaims(change: object): object {
  const bound = { namespace: 'default', serviceaccount: { name: 'app', uid: account.uid } };
  const sub = 'system:serviceaccount:default:app';
  return { iss: OWN, aud: [OWN], sub, exp: now() + 600, iat: now(), nbf: now(), 'kubernetes.io': bound, ...change };
}

function accountToken(change: object, key: TokenKey = accountKey): string {
  return signToken(accountClaims(change), key);
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

test('the honest get in: a token of the file, of an account, of a provider; a password; a certificate; a proxy', async () => {
  assert.equal(await nameOf(bearer(FILE_TOKEN)), 'bob');
  assert.equal(await nameOf(bearer(accountToken({}))), 'system:serviceaccount:default:app');
  assert.equal(await nameOf(bearer(providerToken({}))), 'oidc:jane');
  assert.equal(await nameOf([`Authorization: Basic ${Buffer.from(`ann:${PASSWORD}`).toString('base64')}`]), 'ann');
  assert.equal(await nameOf([], await makeClient({ subject: 'CN=carl', issuer: clientCa })), 'carl');
  assert.equal(await nameOf(['X-Remote-User: dora'], await makeClient({ subject: 'CN=front', issuer: proxyCa })), 'dora');
});

test('tokens signed by nobody, by somebody else, or with the public key as an HMAC secret', async () => {
  for (const [key, claims] of [
    [accountKey, accountClaims({})],
    [providerKey, providerClaims({})],
  ] as const) {
    const body = encode(claims);
    const publicKey = createPublicKey(key.key);
    const jwk = createPublicKey(strangersKey.key).export({ format: 'jwk' });
    for (const alg of ['none', 'None', 'NONE', '']) assert.equal(await nameOf(bearer(`${encode({ alg, kid: key.id })}.${body}.`)), 401, alg);
    for (const format of ['pem', 'der'] as const) {
      const head = `${encode({ alg: 'HS256', kid: key.id })}.${body}`;
      const secret = format === 'pem' ? publicKey.export({ type: 'spki', format }) : publicKey.export({ type: 'spki', format: 'der' });
      assert.equal(await nameOf(bearer(`${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`)), 401);
    }
    assert.equal(await nameOf(bearer(signToken(claims, { ...strangersKey, id: key.id }))), 401, 'the key of a stranger under our name');
    assert.equal(await nameOf(bearer(signToken(claims, strangersKey))), 401, 'an unknown key');
    // A token brings its own key along, or says where it is.
    for (const head of [
      { alg: 'RS256', jwk },
      { alg: 'RS256', jku: `${issuerUrl}/keys` },
      { alg: 'RS256', crit: ['exp'], exp: 1 },
    ])
      assert.equal(await nameOf(bearer(`${encode(head)}.${body}.${'A'.repeat(342)}`)), 401);
    const [head = '', , signature = ''] = signToken(claims, key).split('.');
    assert.equal(await nameOf(bearer(`${head}.${encode({ ...claims, sub: 'system:serviceaccount:kube-system:root' })}.${signature}`)), 401);
  }
});

test('claims that are wrong or missing', async () => {
  for (const change of [
    { iss: 'https://elsewhere.example.com' },
    { iss: undefined },
    { iss: [OWN] },
    { aud: 'somebody-else' },
    { aud: [] },
    { aud: undefined },
    { aud: { app: true } },
    { exp: now() - 120 },
    { exp: undefined },
    { exp: 'tomorrow' },
    { nbf: now() + 600 },
    { sub: undefined },
    { sub: '' },
    { sub: 7 },
  ])
    assert.equal(await nameOf(bearer(providerToken(change))), 401, JSON.stringify(change));
  const bound = { namespace: 'default', serviceaccount: { name: 'app', uid: account.uid } };
  for (const change of [
    { iss: 'https://elsewhere.example.com' },
    { aud: ['vault'] },
    { exp: now() - 120 },
    { exp: undefined },
    { nbf: now() + 600 },
    { iat: now() + 600 },
    { sub: 'system:serviceaccount:kube-system:root' },
    { 'kubernetes.io': undefined },
    { 'kubernetes.io': { ...bound, namespace: 'kube-system' } },
    { 'kubernetes.io': { ...bound, serviceaccount: { name: 'app', uid: 'another' } } },
    { 'kubernetes.io': { ...bound, pod: { name: 'gone', uid: 'u' } } },
    { 'kubernetes.io': { ...bound, secret: { name: '__proto__', uid: 'u' } } },
    { iss: 'kubernetes/serviceaccount' },
  ])
    assert.equal(await nameOf(bearer(accountToken(change))), 401, JSON.stringify(change));
  for (const id of ['', 'unknown', '__proto__', '../../etc/passwd'])
    assert.equal(await nameOf(bearer(accountToken({}, { ...accountKey, id }))), id === '' ? 'system:serviceaccount:default:app' : 401, id);
});

test('tokens that are no tokens', async () => {
  const deep = Buffer.from(`{"iss":${'['.repeat(20_000)}${']'.repeat(20_000)}}`).toString('base64url');
  for (const token of [
    'a',
    '..',
    '...',
    'a.b.c',
    'a.b.c.d',
    '{}',
    `${encode({ alg: 'RS256' })}.${deep}.AAAA`,
    `${encode({ alg: 'RS256' })}.${encode([])}.AAAA`,
    `${encode({})}.${encode({ __proto__: null, iss: OWN })}.AAAA`,
    '\u00ff\u00fe\u00fd',
    'x'.repeat(70_000),
    `${FILE_TOKEN} `.repeat(2).trim().replace(' ', ''),
    FILE_TOKEN.toUpperCase(),
    FILE_TOKEN.slice(0, -1),
    '__proto__',
    'constructor',
  ])
    assert.equal(await nameOf(bearer(token)), 401, token.slice(0, 40));
});

test('of two Authorization headers the first counts, and a bad one is never an anonymous caller', async () => {
  assert.equal(await nameOf([...bearer(FILE_TOKEN), 'Authorization: Bearer bad']), 'bob');
  assert.equal(await nameOf(['Authorization: Bearer bad', ...bearer(FILE_TOKEN)]), 401);
  assert.equal(await nameOf(['Authorization: Bearer bad']), 401);
  assert.equal(await nameOf([]), 403, 'anonymous callers may not review themselves');
  assert.equal(await nameOf([`Authorization: Basic ${Buffer.from('ann:wrong').toString('base64')}`]), 401);
});

test('headers of proxies mean nothing from anybody else', async () => {
  const spoof = ['X-Remote-User: root', 'X-Remote-Group: system:masters', 'X-Remote-Uid: 0', 'x-remote-extra-scopes: all'];
  assert.equal(await nameOf(spoof), 403, 'without a certificate: anonymous');
  assert.deepEqual(await ask([...spoof, ...bearer(FILE_TOKEN)]), { username: 'bob', uid: '1', groups: ['system:authenticated'] });
  const user = (await ask(spoof, await makeClient({ subject: 'CN=carl,O=dev', issuer: clientCa }))) as Known;
  assert.deepEqual([user.username, user.groups], ['carl', ['dev', 'system:authenticated']]);
  assert.equal(await nameOf(spoof, await makeClient({ subject: 'CN=front', issuer: clientCa })), 'front', 'the right name of the wrong authority');
  assert.equal(await nameOf(spoof, await makeClient({ subject: 'CN=other', issuer: proxyCa })), 401, 'a name that is not allowed');
  assert.equal(await nameOf(spoof, await makeClient({ subject: 'CN=front', issuer: proxyCa, usages: [SERVER_USAGE] })), 401);
});

test('a proxy’s headers are read line by line: nothing is joined, split or looked up', async () => {
  const front = await makeClient({ subject: 'CN=front', issuer: proxyCa });
  const user = (await ask(
    [
      ...['X-Remote-User: __proto__', 'X-Remote-User: root', 'x-remote-UID: u-1'],
      ...['X-Remote-Group: a,b', 'X-REMOTE-GROUP: constructor', 'X-Remote-Group: __proto__'],
      ...['X-Remote-Extra-__proto__: 1', 'X-Remote-Extra-Constructor: 2', 'X-Remote-Extra-constructor: 3', 'X-Remote-Extra-acme.com%2Fproject: 4'],
    ],
    front,
  )) as Known;
  assert.deepEqual([user.username, user.uid, user.groups], ['__proto__', 'u-1', ['a,b', 'constructor', '__proto__', 'system:authenticated']]);
  assert.deepEqual(Object.entries(user.extra ?? {}).sort(), [
    ['__proto__', ['1']],
    ['acme.com/project', ['4']],
    ['constructor', ['2', '3']],
  ]);
  assert.equal(({} as { readonly polluted?: unknown }).polluted, undefined);
});

test('acting as somebody else needs permission for every part, from anybody but an administrator', async () => {
  for (const lines of [['Impersonate-User: root'], ['Impersonate-User: bob'], ['Impersonate-User: x', 'Impersonate-Group: system:masters']])
    assert.equal(await nameOf([...bearer(FILE_TOKEN), ...lines]), 403);
  assert.equal(await nameOf(['Impersonate-User: root']), 403, 'anonymous');
  assert.equal(await nameOf(['Authorization: Bearer bad', 'Impersonate-User: root']), 401, 'who calls comes first');
  assert.equal(await nameOf([...bearer(FILE_TOKEN), 'Impersonate-Group: system:masters']), 400);
  const admin = bearer(`admin-${FILE_TOKEN}`);
  const odd = ['Impersonate-User: __proto__', 'Impersonate-User: other', 'Impersonate-Group: constructor', 'Impersonate-Group: a,b'];
  const user = (await ask([...admin, ...odd, 'Impersonate-Extra-__proto__: x', 'Impersonate-Extra-toString: y'])) as Known;
  assert.equal(user.username, '__proto__');
  assert.deepEqual(user.groups, ['constructor', 'a,b', 'system:authenticated']);
  assert.deepEqual(Object.keys(user.extra ?? {}).sort(), ['__proto__', 'tostring']);
});

test('certificates: expired, too young, of strangers, without the usage, of an authority that may not', async () => {
  const stranger = await makeIssuer({ subject: 'CN=clients', authority: {} });
  const short = await makeIssuer({ subject: 'CN=short', issuer: clientCa, authority: { pathLength: 0 } });
  const below = await makeIssuer({ subject: 'CN=below', issuer: short, authority: {} });
  const leaf = await makeIssuer({ subject: 'CN=leaf', issuer: clientCa, usages: [CLIENT_USAGE] });
  const hour = 3_600_000;
  const good = { subject: 'CN=carl,O=dev', issuer: clientCa };
  assert.equal(await nameOf([], await makeClient({ ...good, issuer: short }, [short])), 'carl', 'an intermediate that the client sends along');
  for (const [what, client] of Object.entries({
    expired: await makeClient({ ...good, notBefore: Date.now() - 2 * hour, notAfter: Date.now() - hour }),
    young: await makeClient({ ...good, notBefore: Date.now() + hour, notAfter: Date.now() + 2 * hour }),
    stranger: await makeClient({ ...good, issuer: stranger }),
    'self-signed': await makeClient({ subject: 'CN=carl' }),
    'server usage': await makeClient({ ...good, usages: [SERVER_USAGE] }),
    'of a leaf': await makeClient({ ...good, issuer: leaf }, [leaf]),
    'path too long': await makeClient({ ...good, issuer: below }, [below, short]),
    'of the proxies': await makeClient({ ...good, issuer: proxyCa }),
  }))
    assert.equal(await nameOf([], client), 401, what);
  const expired = await makeClient({ ...good, notBefore: Date.now() - 2 * hour, notAfter: Date.now() - hour });
  assert.equal(await nameOf(bearer(FILE_TOKEN), expired), 'bob', 'a good token still counts');
});

test('a certificate that expires while its connection lives counts no longer, nor one whose authority is taken away', async () => {
  const client = await makeClient({ subject: 'CN=carl', issuer: clientCa, notAfter: Date.now() + 1_200_000 });
  using connection = await RawConnection.open(server.port ?? 0, client);
  assert.equal(((await whoami(connection, [])) as Known).username, 'carl');
  clock.skip(1_200_000);
  assert.equal(await whoami(connection, []), 401);
  const fresh = await makeClient({ subject: 'CN=carl', issuer: clientCa });
  using other = await RawConnection.open(server.port ?? 0, fresh);
  assert.equal(((await whoami(other, [])) as Known).username, 'carl');
  const next = await makeIssuer({ subject: 'CN=next', authority: {} });
  await server.changeAuthentication({ clientCa: next.pem });
  assert.equal(await whoami(other, []), 401);
  assert.equal(await nameOf([], await makeClient({ subject: 'CN=nora', issuer: next })), 'nora');
  await assert.rejects(server.changeAuthentication({ clientCa: 'nonsense' }));
  assert.equal(await nameOf([], await makeClient({ subject: 'CN=nora', issuer: next })), 'nora', 'a broken file changes nothing');
  await server.changeAuthentication({ clientCa: `${next.pem}\n${clientCa.pem}` });
  assert.equal(await nameOf([], fresh), 'carl');
});

test('the token of a deleted account is worth nothing at once', async () => {
  const token = accountToken({ jti: 'j' });
  assert.equal(await nameOf(bearer(token)), 'system:serviceaccount:default:app');
  const gone = await server.fetch('/api/v1/namespaces/default/serviceaccounts/app', { method: 'DELETE' });
  assert.equal(gone.status, 200);
  assert.equal(await nameOf(bearer(token)), 401);
});

test('the most verbose log holds no token, password or key', () => {
  assert.ok(logged.some((line) => line.includes('HTTP')) && logged.some((line) => line.includes('Unable to authenticate')), 'it was verbose');
  const text = logged.join('\n');
  for (const secret of secrets) assert.ok(!text.includes(secret), `logged: ${secret.slice(0, 60)}`);
  for (const secret of secrets) {
    const signature = secret.split('.')[2] ?? '';
    if (signature.length > 24) assert.ok(!text.includes(signature), `logged a signature: ${signature}`);
  }
});
