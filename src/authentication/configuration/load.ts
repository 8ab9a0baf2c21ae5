/** From the text of `--authentication-config` to a configuration, not yet validated. */
import { decodeConfiguration } from '../../codec/configuration.ts';
import type { AuthenticationConfiguration, JwtAuthenticator } from './interface.ts';
import { AuthenticationConfigurationType } from './types.ts';

/** As decoded: whatever is empty may be missing. */
interface Stored {
  readonly jwt?: readonly Partial<JwtAuthenticator>[];
  readonly anonymous?: { readonly enabled?: boolean; readonly conditions?: readonly { readonly path?: string }[] };
}

/**
 * @param text YAML or JSON
 * @throws {Error} one line in upstream's words: no such kind or version, unknown or duplicate fields, wrong types
 */
export function loadAuthenticationConfiguration(text: string): AuthenticationConfiguration {
  if (text === '') throw new Error('empty config data');
  const { jwt = [], anonymous } = decodeConfiguration(text, 'AuthenticationConfiguration', AuthenticationConfigurationType) as Stored;
  const { enabled = false, conditions = [] } = anonymous ?? {};
  return {
    jwt: jwt.map(({ issuer = {}, claimMappings = {}, ...rest }) => ({ issuer, claimMappings, ...rest })),
    ...(anonymous === undefined ? {} : { anonymous: { enabled, conditions: conditions.map(({ path = '' }) => ({ path })) } }),
  };
}
