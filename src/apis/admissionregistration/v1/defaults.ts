/** Defaults of webhooks and admission policies. They change the object in place. */
import type { KubeObject } from '../../../machinery/object.ts';

const TIMEOUT_SECONDS = 10;
const HTTPS_PORT = 443;

interface Rule {
  scope?: string;
}

interface Webhook {
  failurePolicy?: string;
  matchPolicy?: string;
  namespaceSelector?: object;
  objectSelector?: object;
  timeoutSeconds?: number;
  reinvocationPolicy?: string;
  clientConfig?: { service?: { port?: number } };
  rules?: Rule[] | null;
}

export function setValidatingWebhookDefaults(object: KubeObject): void {
  for (const webhook of webhooksOf(object)) defaultWebhook(webhook);
}

export function setMutatingWebhookDefaults(object: KubeObject): void {
  for (const webhook of webhooksOf(object)) {
    defaultWebhook(webhook);
    webhook.reinvocationPolicy ??= 'Never';
  }
}

function webhooksOf(object: KubeObject): Webhook[] {
  return (object.webhooks as Webhook[] | null | undefined) ?? [];
}

function defaultWebhook(webhook: Webhook): void {
  webhook.failurePolicy ??= 'Fail';
  webhook.matchPolicy ??= 'Equivalent';
  webhook.namespaceSelector ??= {};
  webhook.objectSelector ??= {};
  webhook.timeoutSeconds ??= TIMEOUT_SECONDS;
  if (webhook.clientConfig?.service !== undefined) webhook.clientConfig.service.port ??= HTTPS_PORT;
  defaultRules(webhook.rules);
}

function defaultRules(rules: readonly Rule[] | null | undefined): void {
  for (const rule of rules ?? []) rule.scope ??= '*';
}

interface MatchResources {
  namespaceSelector?: object;
  objectSelector?: object;
  matchPolicy?: string;
  resourceRules?: Rule[] | null;
  excludeResourceRules?: Rule[] | null;
}

function defaultMatch(match: MatchResources | undefined): void {
  if (match === undefined) return;
  match.matchPolicy ??= 'Equivalent';
  match.namespaceSelector ??= {};
  match.objectSelector ??= {};
  defaultRules(match.resourceRules);
  defaultRules(match.excludeResourceRules);
}

export function setPolicyDefaults(object: KubeObject): void {
  object.spec ??= {};
  const spec = object.spec as { failurePolicy?: string; matchConstraints?: MatchResources };
  spec.failurePolicy ??= 'Fail';
  defaultMatch(spec.matchConstraints);
}

export function setPolicyBindingDefaults(object: KubeObject): void {
  defaultMatch((object.spec as { matchResources?: MatchResources } | undefined)?.matchResources);
}
