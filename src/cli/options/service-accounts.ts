/** Flags about service account tokens -> options. Keys are read and checked here, so that a wrong file is told before anything starts. */
import { parseSigningKey, parseVerificationKeys } from '../../authentication/service-accounts/keys.ts';
import { systemErrorText } from '../../base/errors.ts';
import type { ServiceAccountOptions } from '../../controlplane/options.ts';
import { goQuote } from '../../machinery/go/text.ts';
import { type GoUrl, GoUrlError, parseGoUrl } from '../../machinery/go/url.ts';
import type { FlagSet } from '../flags/parse.ts';
import { UsageError } from '../flags/usage-error.ts';
import { fileOf, readNamed } from './read-file.ts';

const MIN_EXPIRATION_MS = 3_600_000;
const MAX_EXPIRATION_MS = 2 ** 32 * 1000;

/** Without a signing key the one in the data folder signs. @throws {UsageError} */
export function serviceAccountOptions(flags: FlagSet): ServiceAccountOptions {
  const signingKey = fileOf(flags, 'service-account-signing-key-file');
  if (signingKey !== undefined)
    checked(`--service-account-signing-key-file ${flags.string('service-account-signing-key-file')}`, () => parseSigningKey(signingKey));
  const verificationKeys = flags.list('service-account-key-file').map((name) => {
    const pem = readNamed(name, 'service-account-key-file');
    checked(`--service-account-key-file ${name}`, () => parseVerificationKeys(pem));
    return pem;
  });
  const jwksUri = flags.string('service-account-jwks-uri');
  return {
    ...(signingKey === undefined ? {} : { signingKey }),
    verificationKeys,
    issuers: issuers(flags),
    audiences: flags.list('api-audiences'),
    maxTokenExpiration: maxExpiration(flags),
    extendExpiration: flags.bool('service-account-extend-token-expiration'),
    lookup: flags.bool('service-account-lookup'),
    ...(jwksUri === '' ? {} : { jwksUri: secureUri(jwksUri) }),
  };
}

function issuers(flags: FlagSet): readonly string[] {
  const given = flags.list('service-account-issuer');
  for (const issuer of given) {
    if (issuer.includes(':')) goUrl(issuer, `service-account-issuer ${goQuote(issuer)} contained a ':' but was not a valid URL`);
  }
  if (given.includes('')) throw new UsageError('service-account-issuer should not be an empty string');
  const twice = given.find((each, i) => given.indexOf(each) < i);
  if (twice !== undefined) throw new UsageError(`service-account-issuer ${goQuote(twice)} is already specified`);
  return given;
}

function secureUri(text: string): string {
  const { scheme } = goUrl(text, 'service-account-jwks-uri must be a valid URL');
  if (scheme !== 'https') throw new UsageError(`service-account-jwks-uri requires https scheme, parsed as: ${text}`);
  return text;
}

function goUrl(text: string, complaint: string): GoUrl {
  try {
    return parseGoUrl(text);
  } catch (error) {
    throw error instanceof GoUrlError ? new UsageError(`${complaint}: ${error.message}`) : error;
  }
}

function maxExpiration(flags: FlagSet): number {
  const milliseconds = flags.number('service-account-max-token-expiration');
  if (milliseconds !== 0 && (milliseconds < MIN_EXPIRATION_MS || milliseconds > MAX_EXPIRATION_MS))
    throw new UsageError('the service-account-max-token-expiration must be between 1 hour and 2^32 seconds');
  return milliseconds;
}

function checked(what: string, check: () => unknown): void {
  try {
    check();
  } catch (error) {
    throw new UsageError(`${what}: ${systemErrorText(error)}`);
  }
}
