/**
 * ID tokens of one OpenID Connect provider (OpenID Connect Core 1.0, section 3.1.3.7, as k8s.io/apiserver's oidc plugin reads it).
 *
 * The provider is looked for in the background, again and again until it answers: a server must start while its provider is down, or runs on top of it.
 * Tokens of other issuers are none of its business. What is cheap to check (issuer, audience, times, algorithm) is checked before keys are fetched.
 * Claims that a provider keeps elsewhere (distributed claims) are not followed: such a user comes without these groups.
 */
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/log.ts';
import { goQuote } from '../../machinery/go-text.ts';
import { getKey } from '../../machinery/object.ts';
import type { JwtAuthenticator } from '../configuration/interface.ts';
import { type Authentication, type TokenAuthenticator, UNKNOWN } from '../interface.ts';
import { JWS_ALGORITHMS, type JwsAlgorithm, type ParsedToken, parseToken } from '../jwt.ts';
import { type Claims, userOfClaims } from './claims.ts';
import { type FetchJson, jsonFetcher } from './fetch-json.ts';
import { RemoteKeySet } from './key-set.ts';

const RETRY_MS = 10_000;
/** How far clocks may be apart for `nbf`, in seconds. */
const LEEWAY = 60;
const DISCOVERY_PATH = '/.well-known/openid-configuration';
const GOOGLE = 'accounts.google.com';

export interface OidcOptions {
  readonly authenticator: JwtAuthenticator;
  /** Which algorithms tokens may be signed with. */
  readonly algorithms: readonly JwsAlgorithm[];
  readonly clock: Clock;
  readonly log: Logger;
  /** For tests. */
  readonly fetchJson?: FetchJson;
}

export class OidcAuthenticator implements TokenAuthenticator {
  readonly #options: OidcOptions;
  readonly #issuer: string;
  readonly #fetchJson: FetchJson;
  readonly #closed = new AbortController();
  readonly #ready = Promise.withResolvers<void>();
  #keys: RemoteKeySet | undefined;

  constructor(options: OidcOptions) {
    this.#options = options;
    const { url = '', certificateAuthority = '' } = options.authenticator.issuer;
    this.#issuer = url;
    this.#fetchJson = options.fetchJson ?? jsonFetcher(certificateAuthority === '' ? undefined : certificateAuthority);
    void this.#discover();
  }

  /** Resolves when the provider has answered. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  authenticateToken(token: string): Authentication | Promise<Authentication> {
    const parsed = parseToken(token);
    if (parsed === undefined || issuerOf(parsed) !== this.#issuer) return UNKNOWN;
    return this.#authenticate(parsed);
  }

  close(): void {
    this.#closed.abort();
  }

  async #authenticate(token: ParsedToken): Promise<Authentication> {
    try {
      if (this.#keys === undefined) throw new Error('oidc: authenticator not initialized');
      await this.#verify(token, this.#keys);
      const { claimMappings, claimValidationRules = [] } = this.#options.authenticator;
      return { kind: 'user', user: userOfClaims(token.payload, claimMappings, claimValidationRules) };
    } catch (error) {
      return { kind: 'failed', error: error instanceof Error ? error : new Error(String(error)) };
    }
  }

  async #verify(token: ParsedToken, keys: RemoteKeySet): Promise<void> {
    const problem = this.#claimProblem(token.payload);
    if (problem !== undefined) throw new Error(`oidc: verify token: ${problem}`);
    const { alg } = token.header;
    const algorithm = this.#options.algorithms.find((each) => each === alg);
    if (algorithm === undefined) {
      const expected = `[${this.#options.algorithms.map(goQuote).join(' ')}]`;
      throw new Error(`oidc: verify token: oidc: id token signed with unsupported algorithm, expected ${expected} got ${goQuote(String(alg))}`);
    }
    let isGood: boolean;
    try {
      isGood = await keys.verifies(token, algorithm);
    } catch (error) {
      throw new Error(`oidc: verify token: failed to verify signature: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (!isGood) throw new Error('oidc: verify token: failed to verify signature: failed to verify id token signature');
  }

  /** What a signature could not mend. */
  #claimProblem(claims: Claims): string | undefined {
    const { audiences = [] } = this.#options.authenticator.issuer;
    const given = audiencesOf(getKey(claims, 'aud'));
    if (given === undefined) return 'oidc: failed to unmarshal claims: aud is neither a string nor a list of strings';
    if (!given.some((each) => audiences.includes(each))) {
      const [only = ''] = audiences;
      const expected = audiences.length === 1 ? goQuote(only) : `in ${goList([...audiences].sort())}`;
      return `oidc: expected audience ${expected} got ${goList(given)}`;
    }
    const now = this.#options.clock.now() / 1000;
    const expiry = getKey(claims, 'exp');
    if (typeof expiry !== 'number') return 'oidc: token is expired (Token Expiry: 0001-01-01 00:00:00 +0000 UTC)';
    if (expiry < now) return `oidc: token is expired (Token Expiry: ${goTime(expiry)})`;
    const notBefore = getKey(claims, 'nbf');
    if (notBefore === undefined || notBefore === null) return undefined;
    if (typeof notBefore !== 'number') return 'oidc: failed to unmarshal claims: nbf is no number';
    return now + LEEWAY < notBefore ? `oidc: current time ${goTime(now)} before the nbf (not before) time: ${goTime(notBefore)}` : undefined;
  }

  async #discover(): Promise<void> {
    const { log, clock } = this.#options;
    log.info(`oidc authenticator: attempting init: iss=${this.#issuer}`, {}, 4);
    try {
      this.#keys = await this.#findKeys();
      this.#ready.resolve();
    } catch (error) {
      if (this.#closed.signal.aborted) return;
      log.error('oidc authenticator: initializing plugin', error, { issuer: this.#issuer });
      const cancel = clock.after(RETRY_MS, () => void this.#discover());
      this.#closed.signal.addEventListener('abort', cancel, { once: true });
    }
  }

  async #findKeys(): Promise<RemoteKeySet> {
    const { discoveryURL = '' } = this.#options.authenticator.issuer;
    const { signal } = this.#closed;
    const fetchJson = this.#fetchJson;
    const { value } = await fetchJson(discoveryURL === '' ? this.#issuer.replace(/\/$/, '') + DISCOVERY_PATH : discoveryURL, signal);
    const { issuer, jwks_uri: uri } = (value ?? {}) as { readonly issuer?: unknown; readonly jwks_uri?: unknown };
    if (issuer !== this.#issuer)
      throw new Error(`oidc: issuer did not match the issuer returned by provider, expected ${goQuote(this.#issuer)} got ${goQuote(String(issuer))}`);
    if (typeof uri !== 'string' || !URL.canParse(uri)) throw new Error('oidc: the provider names no key set');
    return new RemoteKeySet({ uri, fetchJson, clock: this.#options.clock, signal });
  }
}

/**
 * @param names as a flag lists them
 * @throws {Error} for an algorithm that is symmetric or unknown
 */
export function signingAlgorithms(names: readonly string[]): readonly JwsAlgorithm[] {
  return names.map((name) => {
    const found = JWS_ALGORITHMS.find((each) => each === name);
    if (found === undefined) throw new Error(`oidc: unsupported signing alg: ${goQuote(name)}`);
    return found;
  });
}

function issuerOf({ payload }: ParsedToken): unknown {
  const issuer = getKey(payload, 'iss');
  // OpenID Connect Core 1.0, section 15.6.2.
  return issuer === GOOGLE ? `https://${GOOGLE}` : issuer;
}

function audiencesOf(value: unknown): readonly string[] | undefined {
  if (value === undefined || value === null) return [];
  if (typeof value === 'string') return [value];
  return Array.isArray(value) && value.every((each): each is string => typeof each === 'string') ? value : undefined;
}

function goList(values: readonly string[]): string {
  return `[${values.map(goQuote).join(' ')}]`;
}

/** @param seconds since the epoch */
function goTime(seconds: number): string {
  const milliseconds = Math.floor(seconds) * 1000;
  if (!Number.isFinite(milliseconds) || Math.abs(milliseconds) > 8.64e15) return String(seconds);
  return `${new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`;
}
