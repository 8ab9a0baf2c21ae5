/**
 * Groups that a provider keeps elsewhere (OpenID Connect Core 1.0, section 5.6.2): the ID token says where, and with which access token; what comes
 * back is a token that is verified like any other. Only the configured claim is followed, and only when the token does not carry it itself.
 */
import { errorText } from '../../base/errors.ts';
import { isJsonObject } from '../../machinery/loose-json.ts';
import { getKey, setKey } from '../../machinery/object.ts';
import { type ParsedToken, parseToken } from '../tokens/jwt.ts';
import type { Claims } from './claims.ts';
import type { FetchDocument } from './fetch-document.ts';
import { IdTokenVerifier, type VerifierOptions } from './verifier.ts';

/** Issuers of such claims; an ID token names few. */
const MAX_ISSUERS = 16;

export class DistributedClaims {
  readonly #claim: string;
  readonly #options: Omit<VerifierOptions, 'issuer' | 'discoveryUrl'>;
  readonly #fetchDocument: FetchDocument;
  readonly #verifiers = new Map<string, IdTokenVerifier>();

  constructor(claim: string, options: Omit<VerifierOptions, 'issuer' | 'discoveryUrl'>) {
    this.#claim = claim;
    this.#options = options;
    this.#fetchDocument = options.fetchDocument;
  }

  /** @param claims of a verified token. @returns the same, with the claim when it is elsewhere. @throws {Error} when it cannot be had */
  async expand(claims: Claims): Promise<Claims> {
    const names = getKey(claims, '_claim_names');
    if (Object.hasOwn(claims, this.#claim) || names === undefined) return claims;
    const source = isJsonObject(names) ? getKey(names, this.#claim) : undefined;
    if (typeof source !== 'string') return claims;
    const sources = getKey(claims, '_claim_sources');
    if (sources === undefined) throw new Error('oidc: no claim sources');
    const place = isJsonObject(sources) ? getKey(sources, source) : undefined;
    if (!isJsonObject(place)) throw new Error(`id token _claim_names contained a source ${source} missing in _claims_sources`);
    const endpoint = getKey(place, 'endpoint');
    // Claims that came along in another token (aggregated ones) are not read.
    if (typeof endpoint !== 'string' || endpoint === '') return claims;
    const access = getKey(place, 'access_token');
    const value = await this.#resolve(endpoint, typeof access === 'string' && access !== '' ? access : undefined);
    const expanded = { ...claims };
    setKey(expanded, this.#claim, value);
    return expanded;
  }

  async #resolve(endpoint: string, access: string | undefined): Promise<unknown> {
    const claim = JSON.stringify(this.#claim);
    if (!URL.canParse(endpoint)) throw new Error(`while getting distributed claim ${claim}: the endpoint is no URL`);
    let text: string;
    try {
      text = await this.#fetchDocument(endpoint, this.#options.signal, access);
    } catch (error) {
      throw new Error(`while getting distributed claim ${claim}: ${errorText(error)}`);
    }
    const token = parseToken(text.trim());
    const issuer = token === undefined ? undefined : getKey(token.payload, 'iss');
    if (token === undefined || typeof issuer !== 'string')
      throw new Error(`getting untrusted issuer from endpoint ${endpoint} failed for claim ${claim}: malformed token`);
    await this.#verify(token, issuer);
    if (!Object.hasOwn(token.payload, this.#claim))
      throw new Error(`jwt returned by distributed claim endpoint ${JSON.stringify(endpoint)} did not contain claim: ${this.#claim}`);
    return getKey(token.payload, this.#claim);
  }

  async #verify(token: ParsedToken, issuer: string): Promise<void> {
    const verifier = this.#verifierOf(issuer);
    if (!verifier.isReady)
      throw new Error(`verifying untrusted issuer ${issuer} failed: verifier not initialized for issuer: ${JSON.stringify(issuer)}`);
    try {
      await verifier.verify(token);
    } catch (error) {
      throw new Error(`verify distributed claim token: ${errorText(error)}`);
    }
  }

  /** An issuer that is new is looked for; this token has to come again. */
  #verifierOf(issuer: string): IdTokenVerifier {
    const known = this.#verifiers.get(issuer);
    if (known !== undefined) return known;
    if (this.#verifiers.size >= MAX_ISSUERS || !URL.canParse(issuer)) throw new Error(`verifying untrusted issuer ${issuer} failed`);
    const made = new IdTokenVerifier({ ...this.#options, issuer, discoveryUrl: '' });
    this.#verifiers.set(issuer, made);
    return made;
  }
}
