/** Who may do what in one server: the modes that its options ask for, with what they need from the rest of the server. */
import { readFileSync, statSync } from 'node:fs';
import { abacMode } from '../../authorization/abac/authorizer.ts';
import { parsePolicyFile } from '../../authorization/abac/policy-file.ts';
import type { AuthorizationConfiguration, AuthorizerConfiguration } from '../../authorization/configuration/types.ts';
import { authorizationMetrics, type RequestDecisionMetrics, requestDecisionMetrics } from '../../authorization/metrics.ts';
import { DEFAULT_MODES } from '../../authorization/mode.ts';
import { type Authorization, authorizationOf, configurationOfModes, type ModeParts, type ModeSources } from '../../authorization/modes.ts';
import { nodeMode } from '../../authorization/node/authorizer.ts';
import type { NodeGraph } from '../../authorization/node/graph.ts';
import { rbacMode } from '../../authorization/rbac/authorizer.ts';
import { nodeRules } from '../../authorization/rbac/bootstrap/policy.ts';
import type { RbacPolicy } from '../../authorization/rbac/policy.ts';
import { reloadableAuthorization } from '../../authorization/reloadable.ts';
import { webhookAuthorizer } from '../../authorization/webhook/authorizer.ts';
import { webhookMetrics } from '../../authorization/webhook/metrics.ts';
import type { Clock } from '../../base/clock.ts';
import { systemErrorText } from '../../base/errors.ts';
import type { FeatureEnabled } from '../../base/feature-gates.ts';
import { watchFile } from '../../base/file-watch.ts';
import type { Logger } from '../../base/log.ts';
import type { MetricsRegistry } from '../../base/metrics.ts';
import { reloadMetrics } from '../../base/reload-metrics.ts';
import { callMetricsOf } from '../../client/call-metrics.ts';
import { readKubeconfig } from '../../client/kubeconfig.ts';
import { type WebhookClient, webhookClient } from '../../client/webhook.ts';
import type { ServerOptions } from '../options.ts';
import { hashOfServer } from './server-hash.ts';

export interface AuthorizationParts {
  readonly options: ServerOptions;
  readonly policy: RbacPolicy;
  /** Made when it is first asked for. */
  readonly graph: () => Promise<NodeGraph>;
  readonly featureEnabled: FeatureEnabled;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: MetricsRegistry;
}

export interface ServerAuthorization extends Authorization {
  readonly decisions: RequestDecisionMetrics;
  /** Node stands among the modes: its graph should be there before nodes ask. */
  readonly asksNodes: boolean;
  /** Follows the configuration file. @returns stops it, and hangs up on webhooks */
  watch(): () => void;
}

/** @throws {Error} of one line for an unknown mode, or a file that cannot be used */
export function makeAuthorization(parts: AuthorizationParts): ServerAuthorization {
  const { authorizationConfiguration: file, authorizationModes = DEFAULT_MODES, authorizationWebhook } = parts.options;
  const decisions = requestDecisionMetrics(parts.metrics);
  const clients: WebhookClient[] = [];
  const hangUp = (): void => {
    for (const client of clients) client.close();
  };
  const sources = (configuration: AuthorizationConfiguration): ModeSources => sourcesOf(configuration, parts, clients);
  if (file === undefined) {
    const configuration = configurationOfModes(authorizationModes, authorizationWebhook);
    const authorization = authorizationOf(configuration, sources(configuration));
    return { ...authorization, decisions, asksNodes: authorizationModes.includes('Node'), watch: () => hangUp };
  }
  const { clock, log, metrics } = parts;
  const reloadable = reloadableAuthorization({
    read: () => readText(file),
    checkFile: kubeconfigFault,
    sources,
    log,
    metrics: reloadMetrics(metrics, { what: 'authorization', server: hashOfServer(), now: () => clock.now() / 1000 }),
  });
  const watch = (): (() => void) => {
    const stop = watchFile(file, clock, () => reloadable.reload());
    return () => {
      stop();
      hangUp();
    };
  };
  return { ...reloadable, decisions, asksNodes: reloadable.types.includes('Node'), watch };
}

/** Only what the configuration at the start names is made. */
function sourcesOf({ authorizers }: AuthorizationConfiguration, parts: AuthorizationParts, clients: WebhookClient[]): ModeSources {
  const { policy, graph, featureEnabled, metrics } = parts;
  const named = new Set(authorizers.map(({ type }) => type));
  return {
    ...(named.has('RBAC') ? { rbac: rbacMode(policy) } : {}),
    ...(named.has('Node') ? { node: nodeMode({ graph, rules: nodeRules(), featureEnabled }) } : {}),
    ...(named.has('ABAC') ? { abac: abacFromFile(parts) } : {}),
    webhook: webhookSource(parts, clients),
    metrics: authorizationMetrics(metrics),
  };
}

function abacFromFile({ options, log }: AuthorizationParts): ModeParts {
  const file = options.authorizationPolicyFile ?? '';
  const { policies, unversioned } = parsePolicyFile(readText(file), file);
  if (unversioned)
    log.warn(`Policy file ${file} contained unversioned rules. See docs/admin/authorization.md#abac-mode for ABAC file format details.`);
  return abacMode(policies);
}

/** @throws {Error} in Go's words */
function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`open ${file}: ${systemErrorText(error)}`);
  }
}

/** @param clients gets whom it makes */
function webhookSource(
  { options, clock, log, metrics }: AuthorizationParts,
  clients: WebhookClient[],
): (configuration: AuthorizerConfiguration) => ModeParts {
  let counted: ReturnType<typeof webhookMetrics> | undefined;
  return ({ name, webhook }) => {
    if (webhook === undefined) throw new Error(`authorizer ${name}: required when type=Webhook`);
    const { connectionInfo, subjectAccessReviewVersion: version, timeout } = webhook;
    if (connectionInfo.kubeConfigFile === undefined)
      throw new Error(`authorizer ${name}: connectionInfo of type ${connectionInfo.type} is not allowed for kube-apiserver`);
    if (version !== 'v1' && version !== 'v1beta1')
      throw new Error(`unsupported webhook authorizer version ${JSON.stringify(version)}, supported versions are [v1 v1beta1]`);
    counted ??= webhookMetrics(metrics);
    const client = webhookClient({
      config: readKubeconfig(connectionInfo.kubeConfigFile),
      clock,
      timeoutMs: timeout,
      environment: options.environment,
      metrics: callMetricsOf(metrics),
    });
    clients.push(client);
    const authorizer = webhookAuthorizer({
      name,
      client,
      version,
      authorizedTtl: webhook.cacheAuthorizedRequests ? webhook.authorizedTTL : 0,
      unauthorizedTtl: webhook.cacheUnauthorizedRequests ? webhook.unauthorizedTTL : 0,
      failsClosed: webhook.failurePolicy === 'Deny',
      clock,
      log,
      metrics: counted,
    });
    const errors = ['webhook authorizer does not support user rule resolution'];
    return { authorizer, rulesFor: () => ({ rules: [], incomplete: true, errors }) };
  };
}

function kubeconfigFault(file: string): string | undefined {
  try {
    return statSync(file).isFile() ? undefined : 'must be a regular file';
  } catch (error) {
    return `error loading file: stat ${file}: ${systemErrorText(error)}`;
  }
}
