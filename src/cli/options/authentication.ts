/**
 * Flags about who callers are -> options. ID tokens are configured by the --oidc-* flags or by a file, never by both; files are read and checked
 * here, so that a mistake is told before anything starts.
 */
import type { AuthenticationConfiguration, JwtAuthenticator } from '../../authentication/configuration/interface.ts';
import { loadAuthenticationConfiguration } from '../../authentication/configuration/load.ts';
import { signingAlgorithms } from '../../authentication/oidc/authenticator.ts';
import { reviewVersion } from '../../authentication/webhook.ts';
import { systemErrorText } from '../../base/errors.ts';
import { readKubeconfig } from '../../client/kubeconfig.ts';
import type { ServerOptions } from '../../controlplane/options.ts';
import type { FlagSet } from '../flags/parse.ts';
import { UsageError } from '../flags/usage-error.ts';
import { fileOf } from './read-file.ts';

export type AuthenticationOptions = Pick<
  ServerOptions,
  | 'tokenFile'
  | 'tokenFileName'
  | 'passwordFile'
  | 'passwordFileName'
  | 'bootstrapTokenAuth'
  | 'anonymousAuth'
  | 'authentication'
  | 'oidcSigningAlgorithms'
  | 'tokenWebhook'
>;

export const CONFIGURATION_FLAG = 'authentication-config';

const OIDC_FLAGS = [
  'oidc-ca-file',
  'oidc-client-id',
  'oidc-groups-claim',
  'oidc-groups-prefix',
  'oidc-issuer-url',
  'oidc-required-claim',
  'oidc-signing-algs',
  'oidc-username-claim',
  'oidc-username-prefix',
];

/** @throws {UsageError} */
export function authenticationOptions(flags: FlagSet): AuthenticationOptions {
  const tokenFile = fileOf(flags, 'token-auth-file');
  const passwordFile = fileOf(flags, 'basic-auth-file');
  return {
    ...(tokenFile === undefined ? {} : { tokenFile, tokenFileName: flags.string('token-auth-file') }),
    ...(passwordFile === undefined ? {} : { passwordFile, passwordFileName: flags.string('basic-auth-file') }),
    bootstrapTokenAuth: flags.bool('enable-bootstrap-token-auth'),
    anonymousAuth: flags.bool('anonymous-auth'),
    ...providers(flags),
    ...webhook(flags),
  };
}

/** What the file of --authentication-config says. @throws {UsageError} */
function configurationOf(flags: FlagSet): AuthenticationConfiguration | undefined {
  const text = fileOf(flags, CONFIGURATION_FLAG);
  if (text === undefined) return undefined;
  try {
    return loadAuthenticationConfiguration(text);
  } catch (error) {
    const file = flags.string(CONFIGURATION_FLAG);
    throw new UsageError(`failed to load authentication configuration from file ${JSON.stringify(file)}: ${systemErrorText(error)}`);
  }
}

function providers(flags: FlagSet): Pick<ServerOptions, 'authentication' | 'oidcSigningAlgorithms'> {
  const configuration = configurationOf(flags);
  const isFlagged = OIDC_FLAGS.some((flag) => flags.given(flag));
  if (configuration !== undefined) {
    if (isFlagged) throw new UsageError('authentication-config file and oidc-* flags are mutually exclusive');
    if (configuration.anonymous !== undefined && flags.given('anonymous-auth'))
      throw new UsageError(
        'anonymous: Forbidden: --anonymous-auth flag cannot be set when anonymous field is configured in authentication configuration file',
      );
    return { authentication: configuration };
  }
  if (!isFlagged) return {};
  if (flags.string('oidc-issuer-url') === '' || flags.string('oidc-client-id') === '')
    throw new UsageError('oidc-issuer-url and oidc-client-id must be specified together when any oidc-* flags are set');
  const algorithms = flags.list('oidc-signing-algs');
  try {
    signingAlgorithms(algorithms);
  } catch (error) {
    throw new UsageError(systemErrorText(error));
  }
  return { authentication: { jwt: [flaggedProvider(flags)] }, oidcSigningAlgorithms: algorithms };
}

function flaggedProvider(flags: FlagSet): JwtAuthenticator {
  const issuer = flags.string('oidc-issuer-url');
  const claim = flags.string('oidc-username-claim');
  const groups = flags.string('oidc-groups-claim');
  const certificateAuthority = fileOf(flags, 'oidc-ca-file');
  return {
    issuer: { url: issuer, audiences: [flags.string('oidc-client-id')], ...(certificateAuthority === undefined ? {} : { certificateAuthority }) },
    claimMappings: {
      username: { claim, prefix: usernamePrefix(flags.string('oidc-username-prefix'), claim, issuer) },
      ...(groups === '' ? {} : { groups: { claim: groups, prefix: flags.string('oidc-groups-prefix') } }),
    },
    claimValidationRules: flags.list('oidc-required-claim').map(requiredClaim),
  };
}

/** Without a prefix from the flags the issuer's URL keeps names of different issuers apart; e-mail addresses need none. "-" means no prefix. */
function usernamePrefix(given: string, claim: string, issuer: string): string {
  if (given === '-') return '';
  return given === '' && claim !== 'email' ? `${issuer}#` : given;
}

function requiredClaim(pair: string): { readonly claim: string; readonly requiredValue: string } {
  const at = pair.indexOf('=');
  if (at < 0) throw new UsageError(`invalid argument ${JSON.stringify(pair)} for "--oidc-required-claim" flag: malformed pair, expect string=string`);
  return { claim: pair.slice(0, at).trim(), requiredValue: pair.slice(at + 1).trim() };
}

function webhook(flags: FlagSet): Pick<ServerOptions, 'tokenWebhook'> {
  const file = flags.string('authentication-token-webhook-config-file');
  if (file === '') return {};
  try {
    const version = reviewVersion(flags.string('authentication-token-webhook-version'));
    return { tokenWebhook: { config: readKubeconfig(file), version, cacheTtl: flags.number('authentication-token-webhook-cache-ttl') } };
  } catch (error) {
    throw new UsageError(`--authentication-token-webhook-config-file ${file}: ${systemErrorText(error)}`);
  }
}
