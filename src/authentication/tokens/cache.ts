/**
 * Remembers what became of tokens whose verification is expensive: answers of other servers and signatures of other issuers. Keys are HMACs with a
 * key that exists only in this process, so the memory holds no tokens. Failures (the other side was down, the token was bad in a way that was told)
 * are never remembered; whoever sends the same token while it is being looked at shares the answer.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Clock } from '../../base/clock.ts';
import { ExpiringCache } from '../../base/expiring-cache.ts';
import type { Authentication, TokenAuthenticator } from '../interface.ts';
import type { TokenCacheMetrics } from './cache-metrics.ts';

const MAX_ENTRIES = 16_384;

export interface TokenCacheOptions {
  readonly clock: Clock;
  /** Milliseconds that a user is remembered; 0: not at all. */
  readonly successTtl: number;
  /** Milliseconds that it is remembered that nobody knows a token; 0: not at all. */
  readonly failureTtl: number;
  readonly metrics: TokenCacheMetrics;
}

export function tokenCache(tokens: TokenAuthenticator, { clock, successTtl, failureTtl, metrics }: TokenCacheOptions): TokenAuthenticator {
  const secret = randomBytes(32);
  const kept = new ExpiringCache<Authentication>(MAX_ENTRIES, clock);
  const asking = new Map<string, Promise<Authentication>>();

  const remember = (key: string, found: Authentication): Authentication => {
    if (found.kind !== 'failed') kept.set(key, found, found.kind === 'user' ? successTtl : failureTtl);
    return found;
  };
  const remembering = async (key: string, answer: Promise<Authentication>): Promise<Authentication> => {
    const done = metrics.fetching();
    let good = false;
    try {
      const found = remember(key, await answer);
      good = found.kind !== 'failed';
      return found;
    } finally {
      asking.delete(key);
      done(good);
    }
  };
  const waitFor = async (answer: Promise<Authentication>, started: number): Promise<Authentication> => {
    const waited = metrics.waiting();
    try {
      return await answer;
    } finally {
      waited();
      metrics.answered(false, (performance.now() - started) / 1000);
    }
  };

  return {
    authenticateToken(token, connection, audiences) {
      const started = performance.now();
      const key = keyOf(secret, token, audiences);
      const known = kept.get(key);
      if (known !== undefined) {
        metrics.answered(true, (performance.now() - started) / 1000);
        return known;
      }
      const shared = asking.get(key);
      if (shared !== undefined) return waitFor(shared, started);
      const answer = tokens.authenticateToken(token, connection, audiences);
      // Not even asked: nothing that should be counted.
      if (!(answer instanceof Promise)) return remember(key, answer);
      const pending = remembering(key, answer);
      asking.set(key, pending);
      return waitFor(pending, started);
    },
  };
}

/** Lengths go in front, so that no two questions read the same. */
function keyOf(secret: Buffer, token: string, audiences: readonly string[] | undefined): string {
  const hmac = createHmac('sha256', secret).update(`${token.length}:${token}`);
  for (const each of audiences ?? []) hmac.update(`,${each.length}:${each}`);
  return hmac.update(audiences === undefined ? '-' : '+').digest('latin1');
}
