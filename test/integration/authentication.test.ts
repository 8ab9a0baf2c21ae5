/** Whole servers and their callers: old account tokens, passwords, WebSockets, anonymous paths, and what aggregated servers are told. */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import http2 from 'node:http2';
import { test } from 'node:test';
import { signToken } from '../../src/authentication/service-accounts/jwt.ts';
import { tokenKey } from '../../src/authentication/service-accounts/keys.ts';
import { testAuthority } from '../../src/server/transport/certificates.fixture.ts';
import { type Server, startTestServer } from '../../src/testing/index.ts';
import { RawConnection } from '../robustness/raw-connection.fixture.ts';
import { SkippingClock } from './skipping-clock.fixture.ts';

const SELF = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
const CORE = '/api/v1/namespaces/default';

interface Answer {
  readonly status: number;
  readonly warning: string;
  readonly body: {
    readonly metadata: { readonly uid: string; readonly labels?: { readonly [key: string]: string } };
    readonly data: { readonly [key: string]: string };
    readonly status: { readonly token?: string; readonly userInfo?: { readonly username: string }; readonly error?: string };
  };
}

async function ask(
  server: Server,
  method: string,
  target: string,
  body?: object,
  headers: { readonly [name: string]: string } = {},
): Promise<Answer> {
  const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  const init = body === undefined ? { method, headers } : { method, headers: { 'content-type': type, ...headers }, body: JSON.stringify(body) };
  const response = await server.fetch(target, init);
  return { status: response.status, warning: response.headers.get('warning') ?? '', body: (await response.json()) as Answer['body'] };
}

async function whoami(server: Server, headers: { readonly [name: string]: string }): Promise<string | number> {
  const { status, body } = await ask(server, 'POST', SELF, {}, headers);
  return status === 201 ? (body.status.userInfo?.username ?? '') : status;
}

function rsa() {
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { key: tokenKey(key.privateKey), pem: key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

test('a token that lives in a secret works, says when it was used, and stops when it is marked', async () => {
  const { key, pem } = rsa();
  await using server = await startTestServer({ serviceAccounts: { signingKey: pem } });
  const { uid } = (await ask(server, 'POST', `${CORE}/serviceaccounts`, { metadata: { name: 'app' } })).body.metadata;
  const prefix = 'kubernetes.io/serviceaccount/';
  const token = signToken(
    {
      iss: 'kubernetes/serviceaccount',
      sub: 'system:serviceaccount:default:app',
      [`${prefix}namespace`]: 'default',
      [`${prefix}secret.name`]: 'app-token',
      [`${prefix}service-account.name`]: 'app',
      [`${prefix}service-account.uid`]: uid,
    },
    key,
  );
  const made = await ask(server, 'POST', `${CORE}/secrets`, {
    metadata: { name: 'app-token', annotations: { 'kubernetes.io/service-account.name': 'app' } },
    type: 'kubernetes.io/service-account-token',
    data: { token: Buffer.from(token).toString('base64') },
  });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const credentials = { authorization: `Bearer ${token}` };
  assert.equal(await whoami(server, credentials), 'system:serviceaccount:default:app');
  const today = new Date().toISOString().slice(0, 10);
  assert.equal((await ask(server, 'GET', `${CORE}/secrets/app-token`)).body.metadata.labels?.['kubernetes.io/legacy-token-last-used'], today);
  await ask(server, 'PATCH', `${CORE}/serviceaccounts/app`, { secrets: [{ name: 'app-token' }] });
  assert.match((await ask(server, 'POST', SELF, {}, credentials)).warning, /auto-generated secret-based tokens/);
  await ask(server, 'PATCH', `${CORE}/secrets/app-token`, { metadata: { labels: { 'kubernetes.io/legacy-token-invalid-since': today } } });
  assert.equal(await whoami(server, credentials), 401);
});

test('signing keys rotate: old tokens live as long as their key is among those that verify', async () => {
  const [old, fresh] = [rsa(), rsa()];
  const account = async (server: Server): Promise<string> => {
    await ask(server, 'POST', `${CORE}/serviceaccounts`, { metadata: { name: 'app' } });
    return (await ask(server, 'POST', `${CORE}/serviceaccounts/app/token`, {})).body.status.token ?? '';
  };
  const lookup = false;
  await using before = await startTestServer({ serviceAccounts: { signingKey: old.pem, lookup } });
  await using during = await startTestServer({ serviceAccounts: { signingKey: fresh.pem, verificationKeys: [old.pem], lookup } });
  await using behind = await startTestServer({ serviceAccounts: { signingKey: fresh.pem, lookup } });
  const [first, second] = [await account(before), await account(during)];
  const known = 'system:serviceaccount:default:app';
  const bearer = (token: string): { readonly authorization: string } => ({ authorization: `Bearer ${token}` });
  assert.deepEqual(
    [await whoami(before, bearer(first)), await whoami(during, bearer(first)), await whoami(behind, bearer(first))],
    [known, known, 401],
  );
  assert.deepEqual([await whoami(during, bearer(second)), await whoami(behind, bearer(second))], [known, known]);
  const keys = (await (await during.fetch('/openid/v1/jwks')).json()) as { readonly keys: readonly { readonly kid: string }[] };
  assert.deepEqual(
    keys.keys.map(({ kid }) => kid),
    [fresh.key.id, old.key.id],
  );
});

test('anonymous callers are let in on the paths of the configuration only, and bad credentials nowhere', async () => {
  const serving = await (await testAuthority()).serving(['localhost']);
  await using server = await startTestServer({
    authentication: { anonymous: { enabled: true, conditions: [{ path: '/livez' }] } },
    secure: { address: '127.0.0.1', port: 0, serving },
  });
  using connection = await RawConnection.open(server.port ?? 0);
  const status = async (target: string, ...lines: string[]): Promise<number> => (await connection.ask('GET', target, lines)).status;
  assert.equal(await status('/livez'), 200);
  assert.equal(await status('/readyz'), 401);
  assert.equal(await status('/api'), 401);
  assert.equal(await status('/livez', 'Authorization: Bearer bad'), 401);
});

test('a browser’s WebSocket brings its token along as a subprotocol', async () => {
  const serving = await (await testAuthority()).serving(['localhost']);
  await using server = await startTestServer({ tokenFile: 'T,jane,1\n', secure: { address: '127.0.0.1', port: 0, serving } });
  const upgrade = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='];
  const protocol = (token: string): string => `base64url.bearer.authorization.k8s.io.${Buffer.from(token).toString('base64url')}`;
  const open = async (...lines: string[]) => {
    using connection = await RawConnection.open(server.port ?? 0);
    return await connection.ask('GET', '/api/v1/namespaces/default/pods?watch=1', [...upgrade, ...lines]);
  };
  const refused = await open(`Sec-WebSocket-Protocol: ${protocol('T')}, v1.example`);
  assert.equal(refused.status, 403);
  assert.match(refused.body, /User \\"jane\\" cannot watch resource/);
  assert.doesNotMatch(refused.head + refused.body, new RegExp(protocol('T').replaceAll('.', '\\.')));
  assert.equal((await open(`Sec-WebSocket-Protocol: ${protocol('T')}`)).status, 401, 'nothing would be left to answer with');
  assert.equal((await open(`Sec-WebSocket-Protocol: ${protocol('bad')}, v1.example`)).status, 401);
});

test('aggregated servers are told whom to believe, and what others told them stays', async () => {
  const [clients, proxies, later] = [await testAuthority('clients'), await testAuthority('proxies'), await testAuthority('later')];
  await using server = await startTestServer({
    clientCa: clients.pem,
    requestHeader: {
      clientCa: proxies.pem,
      allowedNames: ['front'],
      usernameHeaders: ['X-Remote-User'],
      uidHeaders: ['X-Remote-Uid'],
      groupHeaders: ['X-Remote-Group', 'X-Team'],
      extraHeaderPrefixes: ['X-Remote-Extra-'],
    },
  });
  const place = '/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication';
  const { data } = (await ask(server, 'GET', place)).body;
  assert.deepEqual(data, {
    'client-ca-file': clients.pem,
    'requestheader-allowed-names': '["front"]',
    'requestheader-client-ca-file': proxies.pem,
    'requestheader-extra-headers-prefix': '["X-Remote-Extra-"]',
    'requestheader-group-headers': '["X-Remote-Group","X-Team"]',
    'requestheader-uid-headers': '["X-Remote-Uid"]',
    'requestheader-username-headers': '["X-Remote-User"]',
  });
  await ask(server, 'PATCH', place, { data: { 'requestheader-allowed-names': '["another"]', mine: 'x' } });
  await server.changeAuthentication({ clientCa: later.pem });
  const changed = (await ask(server, 'GET', place)).body.data;
  assert.equal(changed['requestheader-allowed-names'], '["another","front"]');
  assert.equal(changed.mine, 'x');
  assert.equal((changed['client-ca-file']?.match(/BEGIN CERTIFICATE/g) ?? []).length, 2, 'other servers may still believe the old one');
});

test('proxies and clients of one authority need names, or everybody with a certificate could be anybody', async () => {
  const { pem } = await testAuthority();
  const headers = { usernameHeaders: ['X-Remote-User'], uidHeaders: [], groupHeaders: [], extraHeaderPrefixes: [] };
  await assert.rejects(
    startTestServer({ clientCa: pem, requestHeader: { clientCa: pem, allowedNames: [], ...headers } }),
    /overlapping certificates/,
  );
  await using server = await startTestServer({ clientCa: pem, requestHeader: { clientCa: pem, allowedNames: ['front'], ...headers } });
  assert.equal((await ask(server, 'GET', '/api')).status, 200);
  const proxies = await testAuthority('proxies');
  await using apart = await startTestServer({ clientCa: pem, requestHeader: { clientCa: proxies.pem, allowedNames: [], ...headers } });
  await assert.rejects(apart.changeAuthentication({ clientCa: `${pem}\n${proxies.pem}` }), /overlapping certificates/);
});

test('since when old tokens are tracked is known from the start, is mended, and begins anew at most every half hour', async () => {
  const clock = new SkippingClock();
  await using server = await startTestServer({ clock });
  const place = '/api/v1/namespaces/kube-system/configmaps/kube-apiserver-legacy-service-account-token-tracking';
  const today = new Date(clock.now()).toISOString().slice(0, 10);
  const since = async (): Promise<string | undefined> => (await ask(server, 'GET', place)).body.data?.since;
  const becomes = async (wanted: string): Promise<void> => {
    while ((await since()) !== wanted) await new Promise(setImmediate);
  };
  assert.equal(await since(), today);
  await ask(server, 'PATCH', place, { data: { since: 'long ago' } });
  await becomes(today);
  await ask(server, 'PATCH', place, { data: { since: '2020-01-01' } });
  await ask(server, 'DELETE', place);
  assert.equal(await since(), undefined);
  clock.skip(1_800_001);
  await becomes(new Date(clock.now()).toISOString().slice(0, 10));
});

test('tokens that are made for nobody are reviewed for this server alone', async () => {
  await using server = await startTestServer({ tokenFile: 'T,jane,1\n' });
  const review = async (audiences?: readonly string[]) =>
    (await ask(server, 'POST', '/apis/authentication.k8s.io/v1/tokenreviews', { spec: { token: 'T', audiences } })).body.status as {
      readonly authenticated?: boolean;
      readonly audiences?: readonly string[];
      readonly error?: string;
    };
  const own = 'https://kubernetes.default.svc';
  assert.deepEqual((await review()).audiences, [own]);
  assert.deepEqual((await review(['vault', own])).audiences, [own]);
  assert.deepEqual([(await review(['vault'])).authenticated, (await review(['vault'])).error], [undefined, 'invalid bearer token']);
});

test('a client certificate counts whichever serving certificate the client asked for', async () => {
  const [clients, others, names] = [await testAuthority('clients'), await testAuthority('others'), await testAuthority('names')];
  const sni = [{ ...(await names.serving(['api.example.com'])), domains: [] }];
  const secure = { address: '127.0.0.1', port: 0, serving: await names.serving(['localhost']), sni };
  await using server = await startTestServer({ clientCa: clients.pem, secure });
  const [jane, eve] = [await clients.client('CN=jane'), await others.client('CN=eve')];
  const status = async (client: typeof jane, name: string): Promise<number> => {
    using connection = await RawConnection.open(server.port ?? 0, client, name);
    return (await connection.ask('POST', SELF, ['Content-Type: application/json'], '{}')).status;
  };
  for (const name of ['localhost', 'api.example.com']) assert.deepEqual([await status(jane, name), await status(eve, name)], [201, 401], name);
  await server.changeAuthentication({ clientCa: others.pem });
  for (const name of ['localhost', 'api.example.com']) assert.deepEqual([await status(jane, name), await status(eve, name)], [401, 201], name);
});

test('who has no name gets an answer over HTTP/2, and no more than that on one connection', async () => {
  const serving = await (await testAuthority()).serving(['127.0.0.1']);
  await using server = await startTestServer({ secure: { address: '127.0.0.1', port: 0, serving }, tokenFile: 'ANN,ann,1\n' });
  const codes = async (headers: { readonly [name: string]: string }): Promise<{ readonly code: number; readonly closes: boolean }> => {
    const session = http2.connect(`https://127.0.0.1:${server.port}`, { rejectUnauthorized: false });
    let closes = false;
    session.on('goaway', () => {
      closes = true;
    });
    const stream = session.request({ ':path': '/version', ...headers });
    stream.resume();
    const [[answer]] = (await Promise.all([once(stream, 'response'), once(stream, 'close')])) as [[http2.IncomingHttpHeaders], unknown];
    // The answer to a ping comes behind whatever the server had to say before.
    await new Promise<void>((resolve) => {
      if (session.destroyed || !session.ping(() => resolve())) resolve();
    });
    session.destroy();
    return { code: Number(answer[':status']), closes };
  };
  assert.deepEqual(await codes({}), { code: 200, closes: true });
  assert.deepEqual(await codes({ authorization: 'Bearer nobody' }), { code: 401, closes: true });
  assert.deepEqual(await codes({ authorization: 'Bearer ANN' }), { code: 200, closes: false });
});

test('a reviewed token is read as a header would be: text behind it is ignored, and without a token the caller is anonymous', async () => {
  const review = async (server: Server, token: string) => {
    const { body } = await ask(server, 'POST', '/apis/authentication.k8s.io/v1/tokenreviews', { spec: { token } });
    return body.status as {
      readonly authenticated?: boolean;
      readonly user?: object;
      readonly audiences?: readonly string[];
      readonly error?: string;
    };
  };
  const tokenFile = 'tökén,jane,1\nvoilà,joan,2\n';
  await using open = await startTestServer({ tokenFile });
  const jane = { username: 'jane', uid: '1', groups: ['system:authenticated'] };
  assert.deepEqual((await review(open, 'tökén')).user, jane);
  assert.deepEqual((await review(open, 'tökén and more')).user, jane);
  assert.deepEqual(
    (await review(open, 'voilà')).user,
    { ...jane, username: 'joan', uid: '2' },
    'the last letter ends in a byte that looks like a space',
  );
  assert.deepEqual(await review(open, ' tökén'), {
    authenticated: true,
    user: { username: 'system:anonymous', groups: ['system:unauthenticated'] },
    audiences: ['https://kubernetes.default.svc'],
  });
  await using closed = await startTestServer({ tokenFile, anonymousAuth: false });
  assert.deepEqual(await review(closed, ' tökén'), { user: {} });
});

test('a token is bound to what its reference names, in whatever version; it tells its pod, and lives a year where clients may be old', async () => {
  await using server = await startTestServer({ serviceAccounts: { audiences: ['own', 'other'] } });
  await ask(server, 'POST', `${CORE}/serviceaccounts`, { metadata: { name: 'app' } });
  await ask(server, 'POST', `${CORE}/pods`, {
    metadata: { name: 'p' },
    spec: { serviceAccountName: 'app', containers: [{ name: 'c', image: 'i' }] },
  });
  const request = (spec: object) => ask(server, 'POST', `${CORE}/serviceaccounts/app/token`, { spec });
  const claims = async (spec: object) => {
    const token = (await request(spec)).body.status.token ?? '';
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
      exp: number;
      iat: number;
      'kubernetes.io': { pod?: { name: string } };
    };
  };
  for (const apiVersion of ['v1', 'v7', '', 'a/b/c', undefined])
    assert.equal((await claims({ boundObjectRef: { apiVersion, kind: 'Pod', name: 'p' } }))['kubernetes.io'].pod?.name, 'p', String(apiVersion));
  const refused = await request({ boundObjectRef: { apiVersion: 'a/b/c', kind: 'Thing', name: 'p' } });
  assert.equal((refused.body as { message?: string }).message, 'cannot bind token to object of type /, Kind=Thing');
  const life = async (audiences: readonly string[]): Promise<number> => {
    const { exp, iat } = await claims({ audiences, expirationSeconds: 3607, boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name: 'p' } });
    return exp - iat;
  };
  assert.equal(await life(['own']), 365 * 86_400, 'one of the server’s names is enough');
  assert.equal(await life(['own', 'vault']), 3607);
});
