/**
 * The keys of an identity provider (RFC 7517), fetched when they are first needed and again when a token names one that is not known: that is how
 * providers rotate. Fetches are shared by those who wait and rate-limited, because anybody can send a token that names a key which does not exist.
 */
import { createPublicKey, type KeyObject } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import { errorText } from '../../base/errors.ts';
import { isSigned, type JwsAlgorithm, type ParsedToken } from '../tokens/jwt.ts';
import { type FetchDocument, fetchJson } from './fetch-document.ts';

/** Between fetches that went well. A provider announces a new key long before it signs with it. */
const MIN_REFETCH_MS = 10_000;
/** After one that failed. */
const MIN_RETRY_MS = 1000;
const MAX_KEYS = 256;

interface ProviderKey {
  readonly id: string;
  readonly key: KeyObject;
}

export interface KeySetOptions {
  readonly uri: string;
  readonly fetchDocument: FetchDocument;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

export class RemoteKeySet {
  readonly #options: KeySetOptions;
  #keys: readonly ProviderKey[] = [];
  #nextFetch = 0;
  #fetching: Promise<void> | undefined;

  constructor(options: KeySetOptions) {
    this.#options = options;
  }

  /** @throws {Error} when the keys cannot be had */
  async verifies(token: ParsedToken, algorithm: JwsAlgorithm): Promise<boolean> {
    if (this.#verifiesNow(token, algorithm)) return true;
    if (this.#fetching === undefined && this.#options.clock.now() < this.#nextFetch) return false;
    this.#fetching ??= this.#fetch().finally(() => {
      this.#fetching = undefined;
    });
    await this.#fetching;
    return this.#verifiesNow(token, algorithm);
  }

  #verifiesNow(token: ParsedToken, algorithm: JwsAlgorithm): boolean {
    const { kid } = token.header;
    return this.#keys.some(({ id, key }) => (kid === undefined || kid === '' || kid === id) && isSigned(token, algorithm, key));
  }

  async #fetch(): Promise<void> {
    const { uri, fetchDocument, clock, signal } = this.#options;
    try {
      this.#keys = publicKeys(await fetchJson(fetchDocument, uri, signal));
      this.#nextFetch = clock.now() + MIN_REFETCH_MS;
    } catch (error) {
      this.#nextFetch = clock.now() + MIN_RETRY_MS;
      throw new Error(`fetching keys oidc: get keys failed: ${errorText(error)}`);
    }
  }
}

/** Those that can verify; symmetric keys, and kinds that nobody here knows, are left out. @throws {Error} when the document is no key set */
function publicKeys(document: unknown): readonly ProviderKey[] {
  const keys = typeof document === 'object' && document !== null ? (document as { readonly keys?: unknown }).keys : undefined;
  if (!Array.isArray(keys)) throw new Error('the document has no keys');
  return (keys as readonly unknown[]).slice(0, MAX_KEYS).flatMap((each) => {
    const found = publicKey(each);
    return found === undefined ? [] : [found];
  });
}

function publicKey(value: unknown): ProviderKey | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { kty, kid, n, e, crv, x, y } = value as { readonly [member: string]: unknown };
  const member = (part: unknown): string => (typeof part === 'string' ? part : '');
  const jwk = kty === 'RSA' ? { kty, n: member(n), e: member(e) } : kty === 'EC' ? { kty, crv: member(crv), x: member(x), y: member(y) } : undefined;
  if (jwk === undefined) return undefined;
  try {
    return { id: member(kid), key: createPublicKey({ key: jwk, format: 'jwk' }) };
  } catch {
    return undefined;
  }
}
