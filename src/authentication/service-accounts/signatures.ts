/**
 * Which tokens carry a signature of ours. Verifying one is expensive, and clients send the same token again and again: good ones are remembered by
 * digest.
 */
import { hash } from 'node:crypto';
import type { ParsedToken } from '../tokens/jwt.ts';
import { isSignedBy } from './jwt.ts';
import type { TokenKey } from './keys.ts';

const MAX_REMEMBERED = 4096;
const BAD_SIGNATURE = 'go-jose/go-jose: error in cryptographic primitive';
const NO_KEYS = 'invalid signature, no keys found';

export class SignatureMemory {
  readonly #keys: () => Promise<readonly TokenKey[]>;
  readonly #good = new Set<string>();

  constructor(keys: () => Promise<readonly TokenKey[]>) {
    this.#keys = keys;
  }

  /** What is wrong with the signature, in upstream's words. A token that names its key is verified with that one alone. */
  async problem(token: string, parsed: ParsedToken): Promise<string | undefined> {
    const digest = hash('sha256', token, 'base64url');
    if (this.#good.has(digest)) return undefined;
    const { kid } = parsed.header;
    const keys = await this.#keys();
    const fitting = typeof kid === 'string' && kid !== '' ? keys.filter((each) => each.id === kid) : keys;
    if (fitting.length === 0) return NO_KEYS;
    if (!fitting.some((key) => isSignedBy(parsed, key))) return BAD_SIGNATURE;
    this.#good.add(digest);
    if (this.#good.size > MAX_REMEMBERED) this.#good.delete(this.#good.values().next().value as string);
    return undefined;
  }
}
