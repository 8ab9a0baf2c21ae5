/**
 * All providers of ID tokens, as the configuration names them. A new configuration takes over only when each of its providers has answered: a mistake
 * in it must not lock out those whom the old one lets in. What was found out about tokens is remembered for a moment, and forgotten with its
 * configuration.
 */
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/log.ts';
import type { JwtAuthenticator } from '../configuration/interface.ts';
import type { TokenAuthenticator } from '../interface.ts';
import { tokenCache } from '../tokens/cache.ts';
import type { TokenCacheMetrics } from '../tokens/cache-metrics.ts';
import type { JwsAlgorithm } from '../tokens/jwt.ts';
import { tokenUnion } from '../tokens/union.ts';
import { OidcAuthenticator } from './authenticator.ts';

/** How long new providers may take to answer, and old ones to finish what they are asked, as upstream waits. */
const REPLACE_MS = 60_000;
/** Upstream's lifetime of what was found out about a token. */
const TOKEN_CACHE_MS = 10_000;

export interface ProviderOptions {
  readonly algorithms: readonly JwsAlgorithm[];
  readonly clock: Clock;
  readonly log: Logger;
  readonly cacheMetrics: TokenCacheMetrics;
}

export class OidcProviders implements TokenAuthenticator {
  readonly #options: ProviderOptions;
  #providers: readonly OidcAuthenticator[];
  #union: TokenAuthenticator;
  /** Ends the change that is under way. */
  #giveUp: (reason: Error) => void = () => {};

  constructor(authenticators: readonly JwtAuthenticator[], options: ProviderOptions) {
    this.#options = options;
    this.#providers = this.#make(authenticators);
    this.#union = this.#remembering(this.#providers);
  }

  authenticateToken(...question: Parameters<TokenAuthenticator['authenticateToken']>): ReturnType<TokenAuthenticator['authenticateToken']> {
    return this.#union.authenticateToken(...question);
  }

  /** Resolves when all providers have answered. */
  async ready(): Promise<void> {
    await Promise.all(this.#providers.map((each) => each.ready));
  }

  /** @throws {Error} and keeps the old ones when a new provider does not answer in time, or the next change comes before it does */
  async replace(authenticators: readonly JwtAuthenticator[]): Promise<void> {
    this.#giveUp(new Error('oidc: the configuration has changed again'));
    const next = this.#make(authenticators);
    const givenUp = Promise.withResolvers<never>();
    this.#giveUp = givenUp.reject;
    const cancel = this.#options.clock.after(REPLACE_MS, () => givenUp.reject(new Error('oidc: authenticator not initialized')));
    try {
      await Promise.race([Promise.all(next.map((each) => each.ready)), givenUp.promise]);
    } catch (error) {
      for (const each of next) each.close();
      throw error;
    } finally {
      cancel();
    }
    for (const old of this.#providers) this.#options.clock.after(REPLACE_MS, () => old.close());
    this.#providers = next;
    this.#union = this.#remembering(next);
  }

  /** Those that were replaced finish by themselves. */
  close(): void {
    for (const each of this.#providers) each.close();
  }

  #remembering(providers: readonly OidcAuthenticator[]): TokenAuthenticator {
    const { clock, cacheMetrics: metrics } = this.#options;
    return tokenCache(tokenUnion(providers), { clock, successTtl: TOKEN_CACHE_MS, failureTtl: 0, metrics });
  }

  #make(authenticators: readonly JwtAuthenticator[]): readonly OidcAuthenticator[] {
    return authenticators.map((authenticator) => new OidcAuthenticator({ ...this.#options, authenticator }));
  }
}
