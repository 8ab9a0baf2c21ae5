/** Webhook configurations of both kinds. */
import { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { validateDns1035Label } from '../../../machinery/grammar/names.ts';
import { qualifiedDomainErrors } from '../../meta/validation/domains.ts';
import { checkLabelSelector } from '../../meta/validation/labels.ts';
import type { MutatingWebhook, MutatingWebhookConfiguration, ValidatingWebhook, ValidatingWebhookConfiguration } from '../v1/objects.gen.ts';
import { checkClientConfig, checkMatchConditions, checkRule } from './rules.ts';

const WEBHOOKS = FieldPath.root('webhooks');
const FAILURE_POLICIES: readonly string[] = ['Fail', 'Ignore'];
const MATCH_POLICIES: readonly string[] = ['Equivalent', 'Exact'];
const SIDE_EFFECTS: readonly string[] = ['None', 'NoneOnDryRun'];
const REINVOCATIONS: readonly string[] = ['IfNeeded', 'Never'];
const REVIEW_VERSIONS: readonly string[] = ['v1', 'v1beta1'];
const MAX_TIMEOUT_SECONDS = 30;

export function validateValidatingConfiguration({ webhooks }: ValidatingWebhookConfiguration): ErrorList {
  return checkAll(webhooks ?? [], () => {});
}

export function validateMutatingConfiguration({ webhooks }: MutatingWebhookConfiguration): ErrorList {
  return checkAll(webhooks ?? [], (errors, at, { reinvocationPolicy: policy }) => {
    if (policy !== undefined && !REINVOCATIONS.includes(policy)) errors.notSupported(at.child('reinvocationPolicy'), policy, REINVOCATIONS);
  });
}

type Webhook = ValidatingWebhook | MutatingWebhook;

function checkAll<T extends Webhook>(webhooks: readonly T[], more: (errors: ErrorList, at: FieldPath, webhook: T) => void): ErrorList {
  const errors = new ErrorList();
  const names = new Set<string>();
  webhooks.forEach((webhook, i) => {
    const at = WEBHOOKS.index(i);
    checkWebhook(errors, at, webhook, (path) => more(errors, path, webhook));
    checkVersions(errors, at.child('admissionReviewVersions'), webhook.admissionReviewVersions ?? []);
    if (webhook.name !== '' && names.has(webhook.name)) errors.duplicate(at.child('name'), webhook.name);
    names.add(webhook.name);
  });
  return errors;
}

function checkWebhook(errors: ErrorList, at: FieldPath, webhook: Webhook, more: (at: FieldPath) => void): void {
  const { name, rules, failurePolicy, matchPolicy, sideEffects, timeoutSeconds, namespaceSelector, objectSelector } = webhook;
  if (name === '') errors.required(at.child('name'));
  else errors.eachInvalid(at.child('name'), name, qualifiedDomainErrors(name));
  rules?.forEach((rule, i) => {
    checkRule(errors, at.child('rules').index(i), rule);
  });
  if (failurePolicy !== undefined && !FAILURE_POLICIES.includes(failurePolicy))
    errors.notSupported(at.child('failurePolicy'), failurePolicy, FAILURE_POLICIES);
  if (matchPolicy !== undefined && !MATCH_POLICIES.includes(matchPolicy)) errors.notSupported(at.child('matchPolicy'), matchPolicy, MATCH_POLICIES);
  if (sideEffects === undefined || sideEffects === null) errors.required(at.child('sideEffects'), `must specify one of ${SIDE_EFFECTS.join(', ')}`);
  else if (!SIDE_EFFECTS.includes(sideEffects)) errors.notSupported(at.child('sideEffects'), sideEffects, SIDE_EFFECTS);
  if (timeoutSeconds !== undefined && (timeoutSeconds < 1 || timeoutSeconds > MAX_TIMEOUT_SECONDS)) {
    const text = `the timeout value must be between 1 and ${MAX_TIMEOUT_SECONDS} seconds`;
    errors.invalid(at.child('timeoutSeconds'), timeoutSeconds, text);
  }
  checkLabelSelector(errors, at.child('namespaceSelector'), namespaceSelector);
  checkLabelSelector(errors, at.child('objectSelector'), objectSelector);
  more(at);
  checkClientConfig(errors, at.child('clientConfig'), webhook.clientConfig);
  checkMatchConditions(errors, at.child('matchConditions'), webhook.matchConditions ?? []);
}

function checkVersions(errors: ErrorList, at: FieldPath, versions: readonly string[]): void {
  if (versions.length === 0) {
    errors.required(at, `must specify one of ${REVIEW_VERSIONS.join(', ')}`);
    return;
  }
  const seen = new Set<string>();
  versions.forEach((version, i) => {
    if (seen.has(version)) errors.invalid(at.index(i), version, 'duplicate version');
    else errors.eachInvalid(at.index(i), version, validateDns1035Label(version));
    seen.add(version);
  });
  if (!versions.some((version) => REVIEW_VERSIONS.includes(version)))
    errors.invalid(at, versions, `must include at least one of ${REVIEW_VERSIONS.join(', ')}`);
}
