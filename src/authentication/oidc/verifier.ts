/**
 * Verifies ID tokens of one issuer (OpenID Connect Core 1.0, section 3.1.3.7). The issuer is looked for in the background, again and again until it
 * answers: a server must start while its provider is down, or runs on top of it. What is cheap to check (audience, times, algorithm) is checked
 * before keys are fetched.
 */
import type { Clock } from '../../base/clock.ts';
import { errorText } from '../../base/errors.ts';
import type { Logger } from '../../base/log.ts';
import { goQuote, goQuotedList } from '../../machinery/go/text.ts';
import { getKey } from '../../machinery/object.ts';
import type { JwsAlgorithm, ParsedToken } from '../tokens/jwt.ts';
import type { Claims } from './claims.ts';
import { type FetchDocument, fetchJson } from './fetch-document.ts';
import { RemoteKeySet } from './key-set.ts';

const RETRY_MS = 10_000;
/** How far clocks may be apart for `nbf`, in seconds. */
const LEEWAY = 60;
const DISCOVERY_PATH = '/.well-known/openid-configuration';

export interface VerifierOptions {
  readonly issuer: string;
  /** Where the discovery document is when not below the issuer. */
  readonly discoveryUrl: string;
  /** A token must be meant for one of them. */
  readonly audiences: readonly string[];
  /** Which algorithms tokens may be signed with. */
  readonly algorithms: readonly JwsAlgorithm[];
  readonly clock: Clock;
  readonly log: Logger;
  readonly fetchDocument: FetchDocument;
  /** Ends the search. */
  readonly signal: AbortSignal;
}

export class IdTokenVerifier {
  readonly #options: VerifierOptions;
  readonly #ready = Promise.withResolvers<void>();
  #keys: RemoteKeySet | undefined;

  constructor(options: VerifierOptions) {
    this.#options = options;
    void this.#discover();
  }

  /** Resolves when the issuer has answered. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  get isReady(): boolean {
    return this.#keys !== undefined;
  }

  /** @param token says that it is of this issuer. @throws {Error} in upstream's words */
  async verify(token: ParsedToken): Promise<void> {
    const keys = this.#keys;
    if (keys === undefined) throw new Error('oidc: authenticator not initialized');
    const problem = this.#claimProblem(token.payload);
    if (problem !== undefined) throw new Error(problem);
    const { alg } = token.header;
    const algorithm = this.#options.algorithms.find((each) => each === alg);
    if (algorithm === undefined)
      throw new Error(
        `oidc: id token signed with unsupported algorithm, expected ${goQuotedList(this.#options.algorithms)} got ${goQuote(String(alg))}`,
      );
    let isGood: boolean;
    try {
      isGood = await keys.verifies(token, algorithm);
    } catch (error) {
      throw new Error(`failed to verify signature: ${errorText(error)}`);
    }
    if (!isGood) throw new Error('failed to verify signature: failed to verify id token signature');
  }

  /** What a signature could not mend. */
  #claimProblem(claims: Claims): string | undefined {
    const { audiences, clock } = this.#options;
    const given = audiencesOf(getKey(claims, 'aud'));
    if (given === undefined) return 'oidc: failed to unmarshal claims: aud is neither a string nor a list of strings';
    if (!given.some((each) => audiences.includes(each))) {
      const [only = ''] = audiences;
      const expected = audiences.length === 1 ? goQuote(only) : `in ${goQuotedList([...audiences].sort())}`;
      return `oidc: expected audience ${expected} got ${goQuotedList(given)}`;
    }
    const now = clock.now() / 1000;
    const expiry = getKey(claims, 'exp');
    if (typeof expiry !== 'number') return 'oidc: token is expired (Token Expiry: 0001-01-01 00:00:00 +0000 UTC)';
    if (expiry < now) return `oidc: token is expired (Token Expiry: ${goTime(expiry)})`;
    const notBefore = getKey(claims, 'nbf');
    if (notBefore === undefined || notBefore === null) return undefined;
    if (typeof notBefore !== 'number') return 'oidc: failed to unmarshal claims: nbf is no number';
    return now + LEEWAY < notBefore ? `oidc: current time ${goTime(now)} before the nbf (not before) time: ${goTime(notBefore)}` : undefined;
  }

  async #discover(): Promise<void> {
    const { log, clock, issuer, signal } = this.#options;
    log.info(`oidc authenticator: attempting init: iss=${issuer}`, {}, 4);
    try {
      this.#keys = await this.#findKeys();
      this.#ready.resolve();
    } catch (error) {
      if (signal.aborted) return;
      log.error('oidc authenticator: initializing plugin', error, { issuer });
      const cancel = clock.after(RETRY_MS, () => void this.#discover());
      signal.addEventListener('abort', cancel, { once: true });
    }
  }

  async #findKeys(): Promise<RemoteKeySet> {
    const { issuer, discoveryUrl, fetchDocument, clock, signal } = this.#options;
    const place = discoveryUrl === '' ? issuer.replace(/\/$/, '') + DISCOVERY_PATH : discoveryUrl;
    const document = (await fetchJson(fetchDocument, place, signal)) as { readonly issuer?: unknown; readonly jwks_uri?: unknown } | null;
    const { issuer: told, jwks_uri: uri } = document ?? {};
    if (told !== issuer)
      throw new Error(`oidc: issuer did not match the issuer returned by provider, expected ${goQuote(issuer)} got ${goQuote(String(told))}`);
    if (typeof uri !== 'string' || !URL.canParse(uri)) throw new Error('oidc: the provider names no key set');
    return new RemoteKeySet({ uri, fetchDocument, clock, signal });
  }
}

function audiencesOf(value: unknown): readonly string[] | undefined {
  if (value === undefined || value === null) return [];
  if (typeof value === 'string') return [value];
  return Array.isArray(value) && value.every((each): each is string => typeof each === 'string') ? value : undefined;
}

/** @param seconds since the epoch */
function goTime(seconds: number): string {
  const milliseconds = Math.floor(seconds) * 1000;
  if (!Number.isFinite(milliseconds) || Math.abs(milliseconds) > 8.64e15) return String(seconds);
  return `${new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`;
}
