/** Who calls and what may they do: the chains of one server, from its options. */
import { bearerAuthenticator } from '../authentication/bearer.ts';
import type { RequestAuthenticator } from '../authentication/interface.ts';
import { parseTokenFile } from '../authentication/token-file.ts';
import { transportAuthenticator, unionAuthenticator } from '../authentication/union.ts';
import { parseCertificates, x509Authenticator } from '../authentication/x509.ts';
import { authorizerForModes } from '../authorization/modes.ts';
import { rbacAuthorizer } from '../authorization/rbac/authorizer.ts';
import type { RbacPolicy } from '../authorization/rbac/policy.ts';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/log.ts';
import type { Authorizer } from '../request/authorizer.ts';
import type { ServerOptions } from './options.ts';

export const DEFAULT_MODES: readonly string[] = ['Node', 'RBAC'];

/** Upstream's order of questions: how the request got here, its certificate, its token. @throws {Error} one line for broken files */
export function makeAuthenticator(options: ServerOptions, clock: Clock, log: Logger): RequestAuthenticator {
  const chain: RequestAuthenticator[] = [transportAuthenticator];
  if (options.clientCa !== undefined) chain.push(x509Authenticator(parseCertificates(options.clientCa), clock));
  if (options.tokenFile !== undefined) {
    const tokens = parseTokenFile(options.tokenFile, 'token-auth-file');
    for (const warning of tokens.warnings) log.warn(warning);
    chain.push(bearerAuthenticator(tokens));
  } else chain.push(bearerAuthenticator({ authenticateToken: () => ({ kind: 'unknown' }) }));
  return unionAuthenticator(chain, options.anonymousAuth ?? true);
}

/** @throws {Error} for a mode that does not exist */
export function makeAuthorizer(options: ServerOptions, policy: RbacPolicy): Authorizer {
  return authorizerForModes(options.authorizationModes ?? DEFAULT_MODES, { rbac: rbacAuthorizer(policy) });
}
