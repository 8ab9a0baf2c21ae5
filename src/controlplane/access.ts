/** Who calls and what may they do: the chains of one server, from its options. */

import { bearerAuthenticator } from '../authentication/bearer.ts';
import { bootstrapTokenAuthenticator } from '../authentication/bootstrap-tokens.ts';
import type { RequestAuthenticator, TokenAuthenticator } from '../authentication/interface.ts';
import { requestHeaderAuthenticator } from '../authentication/request-header.ts';
import { parseTokenFile } from '../authentication/token-file.ts';
import { tokenUnion } from '../authentication/token-union.ts';
import { transportAuthenticator, unionAuthenticator } from '../authentication/union.ts';
import { parseCertificates, x509Authenticator } from '../authentication/x509.ts';
import { authorizerForModes } from '../authorization/modes.ts';
import { nodeAuthorizer } from '../authorization/node/authorizer.ts';
import type { NodeGraph } from '../authorization/node/graph.ts';
import { rbacAuthorizer } from '../authorization/rbac/authorizer.ts';
import { nodeRules } from '../authorization/rbac/bootstrap/policy.ts';
import type { RbacPolicy } from '../authorization/rbac/policy.ts';
import { ruleResolver } from '../authorization/rule-resolver.ts';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/log.ts';
import type { Identity } from '../endpoints/connect/interface.ts';
import type { Authorizer } from '../request/authorizer.ts';
import type { FrontProxyOptions, ServerOptions } from './options.ts';
import type { ServiceAccounts } from './service-accounts.ts';

export const DEFAULT_MODES: readonly string[] = ['Node', 'RBAC'];

/** Upstream's order of questions: how the request got here, its certificate, its token. @throws {Error} one line for broken files */
export function makeAuthenticator(options: ServerOptions, clock: Clock, tokens: TokenAuthenticator): RequestAuthenticator {
  const chain: RequestAuthenticator[] = [transportAuthenticator];
  if (options.requestHeader !== undefined) chain.push(frontProxy(options.requestHeader, clock));
  if (options.clientCa !== undefined) chain.push(x509Authenticator(parseCertificates(options.clientCa), clock));
  chain.push(bearerAuthenticator(tokens));
  return unionAuthenticator(chain, options.anonymousAuth ?? true);
}

/** Whose certificates clients are asked for: they may choose one by that. Who is believed is decided on every request. */
export function clientAuthorities({ clientCa, requestHeader }: ServerOptions): { readonly clientCa?: string } {
  const bundles = [clientCa, requestHeader?.clientCa].filter((each) => each !== undefined);
  return bundles.length === 0 ? {} : { clientCa: bundles.map((each) => each.trimEnd()).join('\n') };
}

function frontProxy(options: FrontProxyOptions, clock: Clock): RequestAuthenticator {
  const { clientCa, allowedNames, usernameHeaders, uidHeaders, groupHeaders, extraHeaderPrefixes } = options;
  const authorities = parseCertificates(clientCa);
  const headers = { userHeaders: usernameHeaders, uidHeaders, groupHeaders, extraPrefixes: extraHeaderPrefixes };
  return requestHeaderAuthenticator({ authorities, allowedNames, ...headers }, clock);
}

/** Upstream's order of tokens: those of the file, of service accounts, of nodes to be. @throws {Error} one line for a broken file */
export function makeTokens(options: ServerOptions, serviceAccounts: ServiceAccounts, clock: Clock, log: Logger): TokenAuthenticator {
  const chain: TokenAuthenticator[] = [serviceAccounts.tokens];
  if (options.bootstrapTokenAuth === true)
    chain.push(bootstrapTokenAuthenticator({ clock, secret: (name) => serviceAccounts.find('secrets', 'kube-system', name) }));
  if (options.tokenFile !== undefined) {
    const file = parseTokenFile(options.tokenFile, 'token-auth-file');
    for (const warning of file.warnings) log.warn(warning);
    chain.unshift(file);
  }
  return tokenUnion(chain);
}

/** @throws {Error} for a mode that does not exist */
export function makeAuthorizer(options: ServerOptions, policy: RbacPolicy, graph: () => Promise<NodeGraph>): Authorizer {
  return authorizerForModes(options.authorizationModes ?? DEFAULT_MODES, { rbac: rbacAuthorizer(policy), node: nodeAuthorizer(graph, nodeRules()) });
}

/** What reviews and token requests need to know. */
export function identityOf(options: ServerOptions, policy: RbacPolicy, tokens: TokenAuthenticator, serviceAccounts: ServiceAccounts): Identity {
  const { audiences, issuer } = serviceAccounts;
  return { rules: ruleResolver(options.authorizationModes ?? DEFAULT_MODES, policy), tokens, audiences, issuer };
}
