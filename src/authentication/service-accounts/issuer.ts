/** Makes service account tokens. */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import { type BoundClaims, serviceAccountName, type TokenClaims } from './claims.ts';
import { signToken } from './jwt.ts';
import type { TokenKey } from './keys.ts';

/** What the token is to say; `lifetime` in seconds. */
export interface TokenOrder {
  readonly bound: BoundClaims;
  readonly audiences: readonly string[];
  readonly lifetime: number;
}

export interface TokenIssuer {
  /** Longest life in seconds; 0: no limit. */
  readonly maxLifetime: number;
  /** Whether tokens of pods may live a year while clients learn to read them again. */
  readonly extend: boolean;
  issue(order: TokenOrder): Promise<IssuedToken>;
}

export interface IssuedToken {
  readonly token: string;
  /** Its `jti`. */
  readonly id: string;
}

export interface IssuerOptions {
  readonly key: () => Promise<TokenKey>;
  readonly issuer: string;
  readonly clock: Clock;
  readonly maxLifetime: number;
  readonly extend: boolean;
}

export function tokenIssuer({ key, issuer, clock, maxLifetime, extend }: IssuerOptions): TokenIssuer {
  return {
    maxLifetime,
    extend,
    async issue({ bound, audiences, lifetime }) {
      const now = Math.floor(clock.now() / 1000);
      const id = randomUUID();
      const claims: TokenClaims = {
        aud: audiences,
        exp: now + lifetime,
        iat: now,
        iss: issuer,
        jti: id,
        'kubernetes.io': bound,
        nbf: now,
        sub: serviceAccountName(bound.namespace, bound.serviceaccount.name),
      };
      return { token: signToken(claims, await key()), id };
    },
  };
}
