/**
 * A real OpenID Connect provider (the package oidc-provider) over TLS, and somebody who logs in there with a browser: authorization code, PKCE, login
 * and consent pages. What comes back is an ID token as kubectl's plugins get it.
 */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, RequestListener } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { testAuthority } from '../../src/server/transport/certificates.fixture.ts';

const REDIRECT = 'https://app.example.com/callback';
const SECRET = 'client-secret';
/** Clients, one an algorithm; a client's id is the audience of its tokens. */
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'RS512'];

export interface SigningKey {
  readonly kid: string;
  readonly key: KeyObject;
}

export interface TestProvider extends AsyncDisposable {
  readonly issuer: string;
  /** PEM. */
  readonly authority: string;
  /** How often the key set was fetched. */
  keyFetches(): number;
  /** An ID token for this account. @param algorithm chooses the client "app-ALGORITHM" */
  login(account: string, algorithm?: string): Promise<string>;
  /** Signs with other keys from now on. */
  rotate(): void;
  /** Answers nothing any more, or again. */
  setDown(isDown: boolean): void;
}

interface Account {
  readonly accountId: string;
  claims(): Promise<object>;
}

interface ProviderModule {
  readonly default: new (issuer: string, configuration: object) => { callback(): RequestListener };
}

/** @param claimsOf what the provider knows of an account, beside `sub` */
export async function startProvider(claimsOf: (account: string) => object): Promise<TestProvider> {
  const authority = await testAuthority('provider-ca');
  const { certificate, privateKey } = await authority.serving(['127.0.0.1']);
  let handle: RequestListener = (_, response) => void response.writeHead(503).end();
  let isDown = true;
  let keyFetches = 0;
  const server = https.createServer({ cert: certificate, key: privateKey }, (request, response) => {
    if (isDown) return void response.writeHead(503).end('down');
    if (request.url === '/jwks') keyFetches++;
    handle(request, response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const issuer = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const unmute = mute();
  // The package has no types of its own.
  const { default: Provider } = (await import('oidc-provider' as string)) as ProviderModule;
  const rotate = (): void => {
    handle = new Provider(issuer, configuration(claimsOf)).callback();
  };
  rotate();
  isDown = false;
  return {
    issuer,
    authority: authority.pem,
    keyFetches: () => keyFetches,
    login: (account, algorithm = 'RS256') => login(issuer, authority.pem, account, `app-${algorithm}`),
    rotate,
    setDown(down) {
      isDown = down;
    },
    async [Symbol.asyncDispose]() {
      unmute();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The package warns on the console that it is set up for tests. */
function mute(): () => void {
  const { info, warn } = console;
  const filtered =
    (write: (...words: unknown[]) => void) =>
    (...words: unknown[]): void => {
      if (!String(words[0]).includes('oidc-provider')) write(...words);
    };
  Object.assign(console, { info: filtered(info), warn: filtered(warn) });
  return () => void Object.assign(console, { info, warn });
}

function configuration(claimsOf: (account: string) => object): object {
  const keys = [generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey, generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey].map(
    (key) => ({ ...key.export({ format: 'jwk' }), kid: randomBytes(8).toString('hex'), use: 'sig' }),
  );
  return {
    clients: ALGORITHMS.map((algorithm) => ({
      client_id: `app-${algorithm}`,
      client_secret: SECRET,
      redirect_uris: [REDIRECT],
      response_types: ['code'],
      grant_types: ['authorization_code'],
      token_endpoint_auth_method: 'client_secret_post',
      id_token_signed_response_alg: algorithm,
    })),
    enabledJWA: { idTokenSigningAlgValues: ALGORITHMS },
    jwks: { keys },
    cookies: { keys: ['cookie-key'] },
    findAccount: (_: unknown, id: string): Account => ({ accountId: id, claims: async () => ({ sub: id, ...claimsOf(id) }) }),
    claims: { openid: ['sub', 'email', 'email_verified', 'groups', 'department', 'number'] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: true } },
  };
}

/** Walks the pages with a cookie jar, as a browser does. */
async function login(issuer: string, ca: string, account: string, client: string): Promise<string> {
  const jar = new Map<string, string>();
  const verifier = randomBytes(32).toString('base64url');
  const visit = async (url: string, form?: object): Promise<{ readonly location: string; readonly body: string }> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const payload = form === undefined ? undefined : new URLSearchParams({ ...form }).toString();
    const headers = { cookie, ...(payload === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }) };
    const request = https.request(new URL(url, issuer), { ca, agent: false, method: payload === undefined ? 'GET' : 'POST', headers });
    request.end(payload);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    for (const line of response.headers['set-cookie'] ?? []) {
      const [name = '', value = ''] = (line.split(';', 1)[0] ?? '').split('=', 2);
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
    let body = '';
    for await (const piece of response.setEncoding('utf8')) body += piece;
    return { location: response.headers.location ?? '', body };
  };
  const question = new URLSearchParams({
    client_id: client,
    response_type: 'code',
    scope: 'openid',
    redirect_uri: REDIRECT,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  let { location, body } = await visit(`/auth?${question}`);
  for (const form of [{ prompt: 'login', login: account, password: 'any' }, { prompt: 'consent' }]) {
    if (!location.includes('/interaction/')) throw new Error(`no interaction: ${location} ${body}`);
    const resumed = await visit(location, form);
    ({ location, body } = await visit(resumed.location));
  }
  const code = new URL(location).searchParams.get('code') ?? '';
  const answer = await visit('/token', {
    grant_type: 'authorization_code',
    code,
    redirect_uri: REDIRECT,
    client_id: client,
    client_secret: SECRET,
    code_verifier: verifier,
  });
  const { id_token: token } = JSON.parse(answer.body) as { readonly id_token?: string };
  if (token === undefined) throw new Error(`no ID token: ${answer.body}`);
  return token;
}
