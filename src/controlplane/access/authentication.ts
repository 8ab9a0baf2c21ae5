/**
 * Who calls: the chain of one server from its options, and what of it can be exchanged while the server runs (authorities, providers of tokens).
 *
 * Upstream's order of questions: how the request got here, a front proxy, a password, a certificate, a token. Of tokens: those of the file, of
 * service accounts, of nodes to be, of providers, of the webhook: what this server knows itself comes before anybody else is asked.
 */
import { anonymousAnywhere, anonymousPolicy } from '../../authentication/anonymous.ts';
import { BasicAuthenticator } from '../../authentication/basic/authenticator.ts';
import { parsePasswordFile } from '../../authentication/basic/password-file.ts';
import type { AuthenticationConfiguration } from '../../authentication/configuration/interface.ts';
import { loadAuthenticationConfiguration } from '../../authentication/configuration/load.ts';
import { validateAuthenticationConfiguration } from '../../authentication/configuration/validate.ts';
import type { Authentication as Authenticated, RequestAuthenticator, TokenAuthenticator } from '../../authentication/interface.ts';
import { certificateLifetimes, measuredAuthenticator } from '../../authentication/metrics.ts';
import { signingAlgorithms } from '../../authentication/oidc/authenticator.ts';
import { OidcProviders } from '../../authentication/oidc/providers.ts';
import { requestHeaderAuthenticator } from '../../authentication/request-header.ts';
import { audienceAgnostic } from '../../authentication/tokens/audience-agnostic.ts';
import { bearerAuthenticator } from '../../authentication/tokens/bearer.ts';
import { bootstrapTokenAuthenticator } from '../../authentication/tokens/bootstrap-tokens.ts';
import { tokenCache } from '../../authentication/tokens/cache.ts';
import { type TokenCacheMetrics, tokenCacheMetrics } from '../../authentication/tokens/cache-metrics.ts';
import { JWS_ALGORITHMS } from '../../authentication/tokens/jwt.ts';
import { parseTokenFile } from '../../authentication/tokens/token-file.ts';
import { tokenUnion } from '../../authentication/tokens/union.ts';
import { websocketAuthenticator } from '../../authentication/tokens/websocket-token.ts';
import { transportAuthenticator, unionAuthenticator } from '../../authentication/union.ts';
import { reviewVersion, tokenWebhook } from '../../authentication/webhook.ts';
import { AuthorityBundle, parseCertificates, x509Authenticator } from '../../authentication/x509.ts';
import type { Clock } from '../../base/clock.ts';
import { type Logger, named } from '../../base/log.ts';
import type { MetricsRegistry } from '../../base/metrics.ts';
import { type ReloadMetrics, reloadMetrics } from '../../base/reload-metrics.ts';
import { callMetricsOf } from '../../client/call-metrics.ts';
import { webhookClient } from '../../client/webhook.ts';
import { aggregate } from '../../machinery/go/text.ts';
import type { CompletedOptions, FrontProxyOptions, ServerOptions, TokenWebhookSettings } from '../options.ts';
import { hashOfServer } from './server-hash.ts';
import type { ServiceAccounts } from './service-accounts.ts';

/** What may be exchanged; what is absent stays as it is. */
export interface AuthenticationChange {
  /** PEM. */
  readonly clientCa?: string;
  /** PEM. */
  readonly requestHeaderCa?: string;
  /** As data, or as the text of a file of `--authentication-config`. */
  readonly configuration?: AuthenticationConfiguration | string;
}

export interface Authentication {
  readonly authenticator: RequestAuthenticator;
  readonly tokens: TokenAuthenticator;
  /** Who calls without credentials, whatever the call is for. */
  readonly anonymous: Authenticated;
  /** PEM of everybody whose certificates clients are asked for: they may choose one by that. Who is believed is decided on every request. */
  clientAuthorities(): { readonly clientCa?: string };
  /** What aggregated servers are told, so that they believe the same certificates and proxies. */
  published(): PublishedTrust;
  /** @throws {Error} one line, and nothing has changed */
  change(change: AuthenticationChange): Promise<void>;
  close(): Promise<void>;
}

export interface PublishedTrust {
  /** PEM. */
  readonly clientCa?: string;
  readonly requestHeader?: Omit<FrontProxyOptions, 'clientCa'> & { readonly clientCa: string };
}

export interface AuthenticationParts {
  readonly options: CompletedOptions;
  readonly serviceAccounts: ServiceAccounts;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: MetricsRegistry;
}

/** @throws {Error} one line for broken files and settings */
export function makeAuthentication(parts: AuthenticationParts): Authentication {
  const { options, clock, log } = parts;
  const issuers = parts.serviceAccounts.issuers;
  const configuration = options.authentication ?? {};
  checkConfiguration(configuration, issuers);
  const clientCa = options.clientCa === undefined ? undefined : new AuthorityBundle(options.clientCa);
  const proxyCa = options.requestHeader === undefined ? undefined : new AuthorityBundle(options.requestHeader.clientCa);
  refuseSharedAuthority(options);
  const basic =
    options.passwordFile === undefined ? undefined : passwords(options.passwordFile, options.passwordFileName ?? 'basic-auth-file', clock, log);
  const algorithms = options.oidcSigningAlgorithms === undefined ? JWS_ALGORITHMS : signingAlgorithms(options.oidcSigningAlgorithms);
  const cacheMetrics = tokenCacheMetrics(parts.metrics);
  const providers = new OidcProviders(configuration.jwt ?? [], { algorithms, clock, log: named(log, 'oidc'), cacheMetrics });
  const tokens = makeTokens(parts, providers, cacheMetrics);
  const chain: RequestAuthenticator[] = [transportAuthenticator];
  if (options.requestHeader !== undefined && proxyCa !== undefined) chain.push(frontProxy(options.requestHeader, proxyCa, clock));
  if (basic !== undefined) chain.push(basic);
  if (clientCa !== undefined) chain.push(x509Authenticator(clientCa, clock, certificateLifetimes(parts.metrics)));
  chain.push(bearerAuthenticator(tokens), websocketAuthenticator(tokens));
  const reconfigure = async (given: AuthenticationConfiguration | string): Promise<void> => {
    const next = typeof given === 'string' ? loadAuthenticationConfiguration(given) : given;
    checkConfiguration(next, issuers);
    if (JSON.stringify(next.anonymous) !== JSON.stringify(configuration.anonymous))
      throw new Error('anonymous: Forbidden: changed from initial configuration file');
    await providers.replace(next.jwt ?? []);
  };
  const reloads = reloadMetrics(parts.metrics, { what: 'authentication', server: hashOfServer(), now: () => clock.now() / 1000 });
  const anonymous = configuration.anonymous ?? { enabled: anonymousAllowed(options, log) };
  return {
    authenticator: measuredAuthenticator(unionAuthenticator(chain, anonymousPolicy(anonymous)), parts.metrics),
    tokens,
    anonymous: anonymousAnywhere(anonymous),
    clientAuthorities: () => joined([clientCa, proxyCa]),
    published: () => ({
      ...(clientCa === undefined ? {} : { clientCa: clientCa.pem }),
      ...(options.requestHeader === undefined || proxyCa === undefined ? {} : { requestHeader: { ...options.requestHeader, clientCa: proxyCa.pem } }),
    }),
    async change(change) {
      refuseSharedAuthority(changedAuthorities(options, change, { clientCa: clientCa?.pem, requestHeaderCa: proxyCa?.pem }));
      if (change.configuration !== undefined) await counted(reloads, () => reconfigure(change.configuration ?? {}));
      if (change.clientCa !== undefined) clientCa?.replace(change.clientCa);
      if (change.requestHeaderCa !== undefined) proxyCa?.replace(change.requestHeaderCa);
    },
    async close() {
      providers.close();
      await basic?.close();
    },
  };
}

async function counted(metrics: ReloadMetrics, reload: () => Promise<void>): Promise<void> {
  try {
    await reload();
    metrics.reloaded('success');
  } catch (error) {
    metrics.reloaded('failure');
    throw error;
  }
}

function checkConfiguration(configuration: AuthenticationConfiguration, issuers: readonly string[]): void {
  const { errors } = validateAuthenticationConfiguration(configuration, issuers);
  if (errors.length > 0) throw new Error(`invalid authentication configuration: ${aggregate(errors.map(({ field, body }) => `${field}: ${body}`))}`);
}

/** Without names of proxies, everybody with a certificate of a shared authority could act as anybody. @throws {Error} for broken bundles, too */
function refuseSharedAuthority({ clientCa, requestHeader }: Pick<ServerOptions, 'clientCa' | 'requestHeader'>): void {
  const clients = clientCa === undefined ? [] : parseCertificates(clientCa);
  const proxies = requestHeader === undefined ? [] : parseCertificates(requestHeader.clientCa);
  if (requestHeader === undefined || requestHeader.allowedNames.length > 0) return;
  const own = new Set(clients.map(({ fingerprint256 }) => fingerprint256));
  if (proxies.some(({ fingerprint256 }) => own.has(fingerprint256)))
    throw new Error(
      '--requestheader-client-ca-file and --client-ca-file contain overlapping certificates; --requestheader-allowed-names must be specified to ensure regular client certificates cannot set authenticating proxy headers for arbitrary users',
    );
}

/** The authorities as they would be. */
function changedAuthorities(
  { requestHeader }: ServerOptions,
  change: AuthenticationChange,
  now: { readonly clientCa: string | undefined; readonly requestHeaderCa: string | undefined },
): Pick<ServerOptions, 'clientCa' | 'requestHeader'> {
  const clientCa = change.clientCa ?? now.clientCa;
  const requestHeaderCa = change.requestHeaderCa ?? now.requestHeaderCa;
  return {
    ...(clientCa === undefined ? {} : { clientCa }),
    ...(requestHeader === undefined || requestHeaderCa === undefined ? {} : { requestHeader: { ...requestHeader, clientCa: requestHeaderCa } }),
  };
}

/** Where everything is allowed, nobody may come without a name. */
function anonymousAllowed({ anonymousAuth, authorizationModes = [] }: CompletedOptions, log: Logger): boolean {
  if (!anonymousAuth || !authorizationModes.includes('AlwaysAllow')) return anonymousAuth;
  log.warn('AnonymousAuth is not allowed with the AlwaysAllow authorizer. Resetting AnonymousAuth to false. You should use a different authorizer');
  return false;
}

function joined(bundles: readonly (AuthorityBundle | undefined)[]): { readonly clientCa?: string } {
  const pems = bundles.flatMap((each) => (each === undefined ? [] : [each.pem.trimEnd()]));
  return pems.length === 0 ? {} : { clientCa: pems.join('\n') };
}

function frontProxy(options: FrontProxyOptions, authorities: AuthorityBundle, clock: Clock): RequestAuthenticator {
  const { allowedNames, usernameHeaders, uidHeaders, groupHeaders, extraHeaderPrefixes } = options;
  const headers = { userHeaders: usernameHeaders, uidHeaders, groupHeaders, extraPrefixes: extraHeaderPrefixes };
  return requestHeaderAuthenticator({ authorities, allowedNames, ...headers }, clock);
}

function passwords(file: string, name: string, clock: Clock, log: Logger): BasicAuthenticator {
  log.warn(
    'Passwords are accepted (--basic-auth-file), and travel with every request. Upstream removed this: use client certificates or tokens instead',
  );
  return new BasicAuthenticator(parsePasswordFile(file, name), clock);
}

/** @throws {Error} one line for a broken file */
function makeTokens(parts: AuthenticationParts, providers: OidcProviders, cacheMetrics: TokenCacheMetrics): TokenAuthenticator {
  const { options, serviceAccounts, clock, log } = parts;
  const own = serviceAccounts.audiences;
  const chain: TokenAuthenticator[] = [];
  if (options.tokenFile !== undefined) {
    const file = parseTokenFile(options.tokenFile, options.tokenFileName ?? 'token-auth-file');
    for (const warning of file.warnings) log.warn(warning);
    chain.push(audienceAgnostic(own, file));
  }
  chain.push(serviceAccounts.tokens);
  if (options.bootstrapTokenAuth === true) {
    const secret = (name: string) => serviceAccounts.find('secrets', 'kube-system', name);
    chain.push(audienceAgnostic(own, bootstrapTokenAuthenticator({ clock, secret })));
  }
  if (options.authentication !== undefined) chain.push(audienceAgnostic(own, providers));
  if (options.tokenWebhook !== undefined) chain.push(remoteTokens(options.tokenWebhook, parts, cacheMetrics));
  return tokenUnion(chain);
}

function remoteTokens(
  { config, version, cacheTtl }: TokenWebhookSettings,
  { options, serviceAccounts, clock, log, metrics: registry }: AuthenticationParts,
  metrics: TokenCacheMetrics,
): TokenAuthenticator {
  const { audiences } = serviceAccounts;
  const client = webhookClient({ config, clock, environment: options.environment, metrics: callMetricsOf(registry) });
  const asked = tokenWebhook({ client, version: reviewVersion(version), audiences, clock, log: named(log, 'webhook') });
  return tokenCache(asked, { clock, successTtl: cacheTtl, failureTtl: cacheTtl, metrics });
}
