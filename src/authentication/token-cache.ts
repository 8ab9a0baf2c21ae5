/**
 * Remembers what became of tokens whose verification is expensive: answers of other servers and signatures of other issuers. Keys are HMACs with a
 * key that exists only in this process, so the memory holds no tokens. Failures (the other side was down, the token was bad in a way that was told)
 * are never remembered; whoever sends the same token while it is being looked at shares the answer.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import { ExpiringCache } from '../base/expiring-cache.ts';
import type { Authentication, TokenAuthenticator } from './interface.ts';

const MAX_ENTRIES = 16_384;

export interface TokenCacheOptions {
  readonly clock: Clock;
  /** Milliseconds that a user is remembered; 0: not at all. */
  readonly successTtl: number;
  /** Milliseconds that it is remembered that nobody knows a token; 0: not at all. */
  readonly failureTtl: number;
}

export function tokenCache(tokens: TokenAuthenticator, { clock, successTtl, failureTtl }: TokenCacheOptions): TokenAuthenticator {
  const secret = randomBytes(32);
  const kept = new ExpiringCache<Authentication>(MAX_ENTRIES, clock);
  const asking = new Map<string, Promise<Authentication>>();

  const remember = (key: string, found: Authentication): Authentication => {
    if (found.kind !== 'failed') kept.set(key, found, found.kind === 'user' ? successTtl : failureTtl);
    return found;
  };

  return {
    authenticateToken(token, connection, audiences) {
      const key = keyOf(secret, token, audiences);
      const known = kept.get(key);
      if (known !== undefined) return known;
      const shared = asking.get(key);
      if (shared !== undefined) return shared;
      const answer = tokens.authenticateToken(token, connection, audiences);
      if (!(answer instanceof Promise)) return remember(key, answer);
      const pending = answer.then((found) => remember(key, found)).finally(() => asking.delete(key));
      asking.set(key, pending);
      return pending;
    },
  };
}

/** Lengths go in front, so that no two questions read the same. */
function keyOf(secret: Buffer, token: string, audiences: readonly string[] | undefined): string {
  const hmac = createHmac('sha256', secret).update(`${token.length}:${token}`);
  for (const each of audiences ?? []) hmac.update(`,${each.length}:${each}`);
  return hmac.update(audiences === undefined ? '-' : '+').digest('latin1');
}
