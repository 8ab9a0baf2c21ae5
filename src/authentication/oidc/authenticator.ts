/**
 * ID tokens of one OpenID Connect provider, and the users that their claims mean (k8s.io/apiserver's oidc plugin). Tokens of other issuers are none
 * of its business.
 */
import type { Clock } from '../../base/clock.ts';
import { asError, errorText } from '../../base/errors.ts';
import type { Logger } from '../../base/log.ts';
import { goQuote } from '../../machinery/go/text.ts';
import { getKey } from '../../machinery/object.ts';
import type { JwtAuthenticator } from '../configuration/interface.ts';
import { type Authentication, type TokenAuthenticator, UNKNOWN } from '../interface.ts';
import { JWS_ALGORITHMS, type JwsAlgorithm, type ParsedToken, parseToken } from '../tokens/jwt.ts';
import { type Claims, userOfClaims } from './claims.ts';
import { DistributedClaims } from './distributed-claims.ts';
import { documentFetcher } from './fetch-document.ts';
import { IdTokenVerifier } from './verifier.ts';

const GOOGLE = 'accounts.google.com';

export interface OidcOptions {
  readonly authenticator: JwtAuthenticator;
  /** Which algorithms tokens may be signed with. */
  readonly algorithms: readonly JwsAlgorithm[];
  readonly clock: Clock;
  readonly log: Logger;
}

export class OidcAuthenticator implements TokenAuthenticator {
  readonly #options: OidcOptions;
  readonly #issuer: string;
  readonly #verifier: IdTokenVerifier;
  /** Absent: no groups are asked for. */
  readonly #distributed: DistributedClaims | undefined;
  readonly #closed = new AbortController();

  constructor(options: OidcOptions) {
    this.#options = options;
    const { algorithms, clock, log, authenticator } = options;
    const { url = '', discoveryURL = '', certificateAuthority = '', audiences = [] } = authenticator.issuer;
    this.#issuer = url;
    const fetchDocument = documentFetcher(certificateAuthority === '' ? undefined : certificateAuthority);
    const shared = { audiences, algorithms, clock, log, fetchDocument, signal: this.#closed.signal };
    this.#verifier = new IdTokenVerifier({ ...shared, issuer: url, discoveryUrl: discoveryURL });
    const { claim = '' } = authenticator.claimMappings.groups ?? {};
    this.#distributed = claim === '' ? undefined : new DistributedClaims(claim, shared);
  }

  /** Resolves when the provider has answered. */
  get ready(): Promise<void> {
    return this.#verifier.ready;
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
      if (!this.#verifier.isReady) throw new Error('oidc: authenticator not initialized');
      await within('oidc: verify token', this.#verifier.verify(token));
      const claims: Claims = await within(
        'oidc: could not expand distributed claims',
        this.#distributed?.expand(token.payload) ?? Promise.resolve(token.payload),
      );
      const { claimMappings, claimValidationRules = [] } = this.#options.authenticator;
      return { kind: 'user', user: userOfClaims(claims, claimMappings, claimValidationRules) };
    } catch (error) {
      return { kind: 'failed', error: asError(error) };
    }
  }
}

async function within<Result>(what: string, task: Promise<Result>): Promise<Result> {
  try {
    return await task;
  } catch (error) {
    throw new Error(`${what}: ${errorText(error)}`);
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
