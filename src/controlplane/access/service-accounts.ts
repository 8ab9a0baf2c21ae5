/** Service account tokens of one server: keys, issuers and audiences from its options; who signs, who verifies, and what outsiders need to verify. */
import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import type { TokenAuthenticator } from '../../authentication/interface.ts';
import { freshTokens } from '../../authentication/metrics.ts';
import { accountTokenAuthenticator } from '../../authentication/service-accounts/authenticator.ts';
import { type TokenIssuer, tokenIssuer } from '../../authentication/service-accounts/issuer.ts';
import { parseSigningKey, parseVerificationKeys, type TokenKey, tokenKey } from '../../authentication/service-accounts/keys.ts';
import type { LegacyOptions } from '../../authentication/service-accounts/legacy.ts';
import type { Clock } from '../../base/clock.ts';
import type { MetricsRegistry } from '../../base/metrics.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { ServerOptions } from '../options.ts';
import type { Registries } from '../storage/install.ts';

const DEFAULT_ISSUER = 'https://kubernetes.default.svc';

export interface ServiceAccounts {
  readonly issuer: TokenIssuer;
  readonly tokens: TokenAuthenticator;
  readonly audiences: readonly string[];
  readonly issuerName: string;
  /** All that are believed. */
  readonly issuers: readonly string[];
  /** Those of new tokens first. */
  readonly keys: () => Promise<readonly TokenKey[]>;
  /** An object of the core group as the cache knows it. */
  readonly find: (resource: string, namespace: string, name: string) => Promise<KubeObject | undefined>;
}

/**
 * Without a key of its own a server makes one when it is first needed; tokens then end with the process.
 * @param registries known once resources are installed; tokens are asked about later than that
 * @param markUsed writes down when a token that lives in a secret was last used
 * @throws {Error} one line for broken keys
 */
export function makeServiceAccounts(
  options: ServerOptions,
  clock: Clock,
  registries: () => Registries | undefined,
  markUsed: NonNullable<LegacyOptions['markUsed']>,
  metrics: MetricsRegistry,
): ServiceAccounts {
  const settings = options.serviceAccounts ?? {};
  const issuers = settings.issuers === undefined || settings.issuers.length === 0 ? [DEFAULT_ISSUER] : settings.issuers;
  const audiences = settings.audiences === undefined || settings.audiences.length === 0 ? issuers : settings.audiences;
  const given = settings.signingKey === undefined ? undefined : parseSigningKey(settings.signingKey);
  let made: Promise<TokenKey> | undefined;
  const key = (): Promise<TokenKey> => {
    made ??= given === undefined ? freshKey() : Promise.resolve(given);
    return made;
  };
  const verification = (settings.verificationKeys ?? []).flatMap(parseVerificationKeys);
  const keys = async (): Promise<readonly TokenKey[]> => {
    if (given === undefined && verification.length > 0) return verification;
    const own = await key();
    return [own, ...verification.filter((each) => each.id !== own.id)];
  };
  const [issuerName = DEFAULT_ISSUER] = issuers;
  const find = async (resource: string, namespace: string, name: string): Promise<KubeObject | undefined> => {
    const registry = registries()?.get('', resource);
    return (await registry?.storage.get(registry.keyOf(namespace, name), '0'))?.object();
  };
  return {
    issuerName,
    issuers,
    audiences,
    keys,
    find,
    issuer: tokenIssuer({
      key,
      issuer: issuerName,
      clock,
      maxLifetime: (settings.maxTokenExpiration ?? 0) / 1000,
      extend: settings.extendExpiration ?? true,
    }),
    tokens: accountTokenAuthenticator({
      issuers,
      keys,
      audiences,
      clock,
      countFresh: freshTokens(metrics),
      ...(settings.lookup === false ? {} : { find, markUsed }),
    }),
  };
}

const RSA_BITS = 2048;

/** Off the event loop. RSA, as every verifier knows it. */
async function freshKey(): Promise<TokenKey> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: RSA_BITS });
  return tokenKey(privateKey);
}
