/**
 * All providers of ID tokens, as the configuration names them. A new configuration takes over only when each of its providers has answered: a mistake in it
 * must not lock out those whom the old one lets in.
 */
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/log.ts';
import type { JwtAuthenticator } from '../configuration/interface.ts';
import type { TokenAuthenticator } from '../interface.ts';
import type { JwsAlgorithm } from '../jwt.ts';
import { tokenUnion } from '../token-union.ts';
import { OidcAuthenticator } from './authenticator.ts';

/** How long new providers may take to answer, as upstream waits. */
const REPLACE_MS = 60_000;

export interface ProviderOptions {
  readonly algorithms: readonly JwsAlgorithm[];
  readonly clock: Clock;
  readonly log: Logger;
}

export class OidcProviders implements TokenAuthenticator {
  readonly #options: ProviderOptions;
  #providers: readonly OidcAuthenticator[];
  #union: TokenAuthenticator;

  constructor(authenticators: readonly JwtAuthenticator[], options: ProviderOptions) {
    this.#options = options;
    this.#providers = this.#make(authenticators);
    this.#union = tokenUnion(this.#providers);
  }

  authenticateToken(...question: Parameters<TokenAuthenticator['authenticateToken']>): ReturnType<TokenAuthenticator['authenticateToken']> {
    return this.#union.authenticateToken(...question);
  }

  /** Resolves when all providers have answered. */
  async ready(): Promise<void> {
    await Promise.all(this.#providers.map((each) => each.ready));
  }

  /** @throws {Error} and keeps the old ones when a new provider does not answer in time */
  async replace(authenticators: readonly JwtAuthenticator[]): Promise<void> {
    const next = this.#make(authenticators);
    const late = Promise.withResolvers<never>();
    const cancel = this.#options.clock.after(REPLACE_MS, () => late.reject(new Error('oidc: authenticator not initialized')));
    try {
      await Promise.race([Promise.all(next.map((each) => each.ready)), late.promise]);
    } catch (error) {
      for (const each of next) each.close();
      throw error;
    } finally {
      cancel();
    }
    const old = this.#providers;
    this.#providers = next;
    this.#union = tokenUnion(next);
    for (const each of old) each.close();
  }

  close(): void {
    for (const each of this.#providers) each.close();
  }

  #make(authenticators: readonly JwtAuthenticator[]): readonly OidcAuthenticator[] {
    return authenticators.map((authenticator) => new OidcAuthenticator({ ...this.#options, authenticator }));
  }
}
