/** ID tokens of a real provider: by flags' and by the file's configuration, with rotation, and with the provider down. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { AuthenticationConfiguration, JwtAuthenticator } from '../../src/authentication/configuration/interface.ts';

import { type Server, type ServerOptions, startTestServer } from '../../src/testing/index.ts';
import { startProvider, type TestProvider } from './oidc-provider.fixture.ts';
import { SkippingClock } from './skipping-clock.fixture.ts';

const SELF = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
const REVIEWS = '/apis/authentication.k8s.io/v1/tokenreviews';
const JANE = { email: 'jane@example.com', email_verified: true, groups: ['dev', 'qa'], department: 'wharf', number: 7 };

let provider: TestProvider;

before(async () => {
  provider = await startProvider((account) => (account === 'jane' ? JANE : { email: `${account}@example.com`, email_verified: false }));
});
after(async () => provider[Symbol.asyncDispose]());

function authenticator(change: Partial<JwtAuthenticator> = {}): JwtAuthenticator {
  return {
    issuer: { url: provider.issuer, audiences: ['app-RS256'], certificateAuthority: provider.authority },
    claimMappings: { username: { claim: 'sub', prefix: 'oidc:' }, groups: { claim: 'groups', prefix: 'oidc:' } },
    ...change,
  };
}

function serve(configuration: AuthenticationConfiguration, more: Partial<ServerOptions> = {}): Promise<Server> {
  return startTestServer({ authentication: configuration, ...more });
}

const post = (server: Server, path: string, body: object, headers: { readonly [name: string]: string } = {}): Promise<Response> =>
  server.fetch(path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });

interface Review {
  readonly status: { readonly userInfo?: Known; readonly user?: Known; readonly authenticated?: boolean; readonly error?: string };
}

interface Known {
  readonly username: string;
  readonly groups: readonly string[];
  readonly uid?: string;
}

/** Who the server takes the holder of a token for, or the status code. Waits while the server is still looking for the provider. */
async function whoami(server: Server, token: string): Promise<Known | number> {
  const response = await post(server, SELF, {}, { authorization: `Bearer ${token}` });
  return response.status === 201 ? (((await response.json()) as Review).status.userInfo ?? 0) : response.status;
}

/** What a review says is wrong with a token. */
async function problem(server: Server, token: string): Promise<string> {
  const response = await post(server, REVIEWS, { spec: { token } });
  return ((await response.json()) as Review).status.error ?? '';
}

async function ready(server: Server): Promise<Server> {
  while ((await problem(server, unsigned({ iss: provider.issuer }))).includes('not initialized')) await new Promise(setImmediate);
  return server;
}

function unsigned(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256' })}.${part(claims)}.AAAA`;
}

test('a token of a provider is its user, with prefixes, in its groups', async () => {
  await using server = await ready(await serve({ jwt: [authenticator()] }));
  assert.deepEqual(await whoami(server, await provider.login('jane')), {
    username: 'oidc:jane',
    groups: ['oidc:dev', 'oidc:qa', 'system:authenticated'],
  });
});

test('RSA, RSA-PSS and ECDSA signatures count when they are allowed', async () => {
  const algorithms = ['RS256', 'PS256', 'ES256', 'RS512'];
  const issuer = { ...authenticator().issuer, audiences: algorithms.map((each) => `app-${each}`), audienceMatchPolicy: 'MatchAny' };
  await using server = await ready(await serve({ jwt: [authenticator({ issuer })] }));
  await using strict = await ready(await serve({ jwt: [authenticator({ issuer })] }, { oidcSigningAlgorithms: ['RS256'] }));
  for (const algorithm of algorithms) {
    const token = await provider.login('jane', algorithm);
    assert.equal(((await whoami(server, token)) as Known).username, 'oidc:jane', algorithm);
    if (algorithm !== 'RS256') assert.match(await problem(strict, token), /unsupported algorithm, expected \["RS256"\] got/);
  }
});

test('claims must be there and of the right kind, and mail must be verified', async () => {
  const mail = { username: { claim: 'email', prefix: '' }, uid: { claim: 'department' } };
  const rules = [{ claim: 'department', requiredValue: 'wharf' }];
  await using server = await ready(await serve({ jwt: [authenticator({ claimMappings: mail, claimValidationRules: rules })] }));
  assert.deepEqual(await whoami(server, await provider.login('jane')), {
    username: 'jane@example.com',
    uid: 'wharf',
    groups: ['system:authenticated'],
  });
  assert.match(await problem(server, await provider.login('joe')), /oidc: email not verified/);
  await using numbered = await ready(await serve({ jwt: [authenticator({ claimMappings: { username: { claim: 'number', prefix: '' } } })] }));
  assert.match(await problem(numbered, await provider.login('jane')), /parse username claims "number": json: cannot unmarshal number into Go value/);
});

test('tokens for somebody else, expired ones and those of other issuers are refused', async () => {
  const clock = new SkippingClock();
  await using server = await ready(await serve({ jwt: [authenticator()] }, { clock }));
  assert.match(await problem(server, await provider.login('jane', 'ES256')), /oidc: expected audience "app-RS256" got \["app-ES256"\]/);
  const token = await provider.login('jane');
  clock.skip(3 * 3_600_000);
  assert.match(await problem(server, token), /oidc: token is expired/);
  assert.equal(await whoami(server, token), 401);
  assert.equal(await problem(server, unsigned({ iss: 'https://elsewhere.example.com' })), 'invalid bearer token');
});

test('keys may rotate: an unknown one is fetched, but not for everybody who asks', async () => {
  const clock = new SkippingClock();
  await using server = await ready(await serve({ jwt: [authenticator()] }, { clock }));
  const old = await provider.login('jane');
  assert.equal(((await whoami(server, old)) as Known).username, 'oidc:jane');
  provider.rotate();
  const fresh = await provider.login('jane');
  const before = provider.keyFetches();
  for (let i = 0; i < 20; i++) assert.equal(await whoami(server, fresh), 401, 'keys were fetched a moment ago');
  assert.equal(provider.keyFetches(), before);
  clock.skip(11_000);
  assert.equal(((await whoami(server, fresh)) as Known).username, 'oidc:jane');
  assert.equal(provider.keyFetches(), before + 1);
  assert.match(await problem(server, old), /failed to verify id token signature/, 'nothing is remembered beyond its time');
});

test('while the provider is down a server starts, serves others, and finds it later', async () => {
  const clock = new SkippingClock();
  const token = await provider.login('jane');
  provider.setDown(true);
  try {
    await using server = await serve({ jwt: [authenticator()] }, { clock, tokenFile: 'local,bob,1\n' });
    assert.equal(((await whoami(server, 'local')) as Known).username, 'bob');
    assert.match(await problem(server, token), /oidc: authenticator not initialized/);
    assert.equal(await whoami(server, token), 401);
    provider.setDown(false);
    while ((await problem(server, token)).includes('not initialized')) {
      clock.skip(10_000);
      await new Promise(setImmediate);
    }
    assert.equal(((await whoami(server, token)) as Known).username, 'oidc:jane');
  } finally {
    provider.setDown(false);
  }
});

test('a new configuration takes over when its providers have answered, and a broken one never', async () => {
  const configuration = { jwt: [authenticator()] };
  await using server = await ready(await serve(configuration));
  const token = await provider.login('jane');
  const other = authenticator({ claimMappings: { username: { claim: 'sub', prefix: 'changed:' } } });
  await assert.rejects(server.changeAuthentication({ configuration: { jwt: [other, other] } }), {
    message: `invalid authentication configuration: jwt[1].issuer.url: Duplicate value: "${provider.issuer}"`,
  });
  await assert.rejects(server.changeAuthentication({ configuration: { jwt: [other], anonymous: { enabled: false } } }), /changed from initial/);
  assert.equal(((await whoami(server, token)) as Known).username, 'oidc:jane');
  await server.changeAuthentication({ configuration: { jwt: [other] } });
  const fresh = await provider.login('jane');
  assert.equal(((await whoami(server, fresh)) as Known).username, 'changed:jane');
});

test('a provider that does not answer is given up after a minute, or when the configuration changes again', async () => {
  const clock = new SkippingClock();
  await using server = await ready(await serve({ jwt: [authenticator()] }, { clock }));
  const away = authenticator({ issuer: { ...authenticator().issuer, url: 'https://127.0.0.1:1' } });
  const late = assert.rejects(server.changeAuthentication({ configuration: { jwt: [away] } }), { message: 'oidc: authenticator not initialized' });
  clock.skip(60_001);
  await late;
  const overtaken = assert.rejects(server.changeAuthentication({ configuration: { jwt: [away] } }), /has changed again/);
  const other = authenticator({ claimMappings: { username: { claim: 'sub', prefix: 'next:' } } });
  await server.changeAuthentication({ configuration: { jwt: [other] } });
  await overtaken;
  assert.equal(((await whoami(server, await provider.login('jane'))) as Known).username, 'next:jane');
});

test('the discovery document may be elsewhere than the issuer', async () => {
  const moved = `${provider.issuer}/.well-known/openid-configuration?`.replace('?', '');
  const issuer = { ...authenticator().issuer, discoveryURL: moved };
  await using server = await ready(await serve({ jwt: [authenticator({ issuer })] }));
  assert.equal(((await whoami(server, await provider.login('jane'))) as Known).username, 'oidc:jane');
});

test('changes of the configuration are counted, and may come as the text of the file', async () => {
  await using server = await serve({ jwt: [] });
  const text = 'apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\n';
  await server.changeAuthentication({ configuration: `${text}jwt: []\n` });
  await assert.rejects(server.changeAuthentication({ configuration: `${text}jwts: []\n` }), /unknown field "jwts"/);
  const metrics = await (await server.fetch('/metrics')).text();
  for (const status of ['success', 'failure'])
    assert.match(
      metrics,
      new RegExp(
        `^apiserver_authentication_config_controller_automatic_reloads_total\\{apiserver_id_hash="sha256:[0-9a-f]+",status="${status}"\\} 1$`,
        'm',
      ),
    );
  assert.match(metrics, /^authentication_attempts\{result="success"\} \d+$/m);
});
