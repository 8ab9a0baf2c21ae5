/**
 * What upstream demands of an AuthorizationConfiguration (k8s.io/apiserver/pkg/apis/apiserver/validation), and one thing more: conditions cannot be
 * evaluated here yet, and a webhook that is asked more or less than its owner meant would decide wrongly. They are refused.
 */
import { isAbsolute } from 'node:path';
import { formatDuration } from '../../base/duration.ts';
import { ErrorList, FieldPath, Verbatim } from '../../machinery/field-errors.ts';
import { nameIsDns1123Subdomain } from '../../machinery/grammar/names.ts';
import { MODES } from '../mode.ts';
import type { AuthorizationConfiguration, WebhookConfiguration } from './types.ts';

/** What is wrong with a file that is to be a kubeconfig, or undefined. */
export type FileCheck = (file: string) => string | undefined;

const MAX_TIMEOUT_MS = 30_000;
const MAX_CONDITIONS = 64;
const IN_CLUSTER = 'InClusterConfig';
const FROM_FILE = 'KubeConfigFile';
const NO_CONDITIONS = 'match conditions (CEL) are not supported yet; leave them out';

export function validateAuthorizationConfiguration({ authorizers }: AuthorizationConfiguration, checkFile: FileCheck): ErrorList {
  const errors = new ErrorList();
  const root = FieldPath.root('authorizers');
  if (authorizers.length === 0) errors.required(root, 'at least one authorization mode must be defined');
  const types = new Set<string>();
  const names = new Set<string>();
  for (const [i, { type, name, webhook }] of authorizers.entries()) {
    const path = root.index(i);
    if (type === '') errors.required(path.child('type'));
    else if (!MODES.includes(type)) errors.notSupported(path.child('type'), type, [...MODES].sort());
    else if (types.has(type) && type !== 'Webhook') errors.duplicate(path.child('type'), type);
    else {
      types.add(type);
      checkName(errors, path.child('name'), name, names);
      names.add(name);
      if (type === 'Webhook') {
        if (webhook === undefined) errors.required(path.child('webhook'), 'required when type=Webhook');
        else checkWebhook(errors, path, webhook, checkFile);
      } else if (webhook !== undefined) errors.invalid(path.child('webhook'), 'non-null', 'may only be specified when type=Webhook');
    }
  }
  return errors;
}

function checkName(errors: ErrorList, path: FieldPath, name: string, others: ReadonlySet<string>): void {
  if (name === '') errors.required(path);
  else if (others.has(name)) errors.duplicate(path, name);
  else {
    const faults = nameIsDns1123Subdomain(name);
    if (faults.length > 0) errors.invalid(path, name, `authorizer name is invalid: ${faults.join(', ')}`);
  }
}

/** @param path of the authorizer: upstream leaves "webhook" out of its messages */
function checkWebhook(errors: ErrorList, path: FieldPath, webhook: WebhookConfiguration, checkFile: FileCheck): void {
  const { timeout, authorizedTTL, unauthorizedTTL } = webhook;
  if (timeout === 0) errors.required(path.child('timeout'));
  else if (timeout > MAX_TIMEOUT_MS || timeout < 0) errors.invalid(path.child('timeout'), formatDuration(timeout), 'must be > 0s and <= 30s');
  if (authorizedTTL < 0) errors.invalid(path.child('authorizedTTL'), formatDuration(authorizedTTL), 'must be > 0s');
  if (unauthorizedTTL < 0) errors.invalid(path.child('unauthorizedTTL'), formatDuration(unauthorizedTTL), 'must be > 0s');
  checkChoice(errors, path.child('subjectAccessReviewVersion'), webhook.subjectAccessReviewVersion, ['v1', 'v1beta1']);
  const { matchConditionSubjectAccessReviewVersion: version, matchConditions } = webhook;
  if (version !== '') checkChoice(errors, path.child('matchConditionSubjectAccessReviewVersion'), version, ['v1']);
  else if (matchConditions.length > 0)
    errors.required(path.child('matchConditionSubjectAccessReviewVersion'), 'required if match conditions are specified');
  checkChoice(errors, path.child('failurePolicy'), webhook.failurePolicy, ['NoOpinion', 'Deny']);
  checkConnection(errors, path.child('connectionInfo'), webhook.connectionInfo, checkFile);
  checkConditions(errors, path.child('matchConditions'), matchConditions);
}

function checkChoice(errors: ErrorList, path: FieldPath, value: string, choices: readonly string[]): void {
  if (value === '') errors.required(path);
  else if (!choices.includes(value)) errors.notSupported(path, value, choices);
}

function checkConnection(
  errors: ErrorList,
  path: FieldPath,
  { type, kubeConfigFile }: WebhookConfiguration['connectionInfo'],
  checkFile: FileCheck,
): void {
  const file = path.child('kubeConfigFile');
  if (type === '') errors.required(path.child('type'));
  else if (type === IN_CLUSTER) {
    if (kubeConfigFile !== undefined) errors.invalid(file, kubeConfigFile, 'can only be set when type=KubeConfigFile');
  } else if (type !== FROM_FILE) {
    const shown = new Verbatim(JSON.stringify({ Type: type, KubeConfigFile: kubeConfigFile ?? null }));
    errors.notSupported(path.child('type'), shown, [IN_CLUSTER, FROM_FILE]);
  } else if (kubeConfigFile === undefined || kubeConfigFile === '') errors.required(file);
  else if (!isAbsolute(kubeConfigFile)) errors.invalid(file, kubeConfigFile, 'must be an absolute path');
  else {
    const fault = checkFile(kubeConfigFile);
    if (fault !== undefined) errors.invalid(file, kubeConfigFile, fault);
  }
}

function checkConditions(errors: ErrorList, path: FieldPath, conditions: readonly string[]): void {
  if (conditions.length > MAX_CONDITIONS) {
    errors.tooMany(path, conditions.length, MAX_CONDITIONS);
    return;
  }
  const seen = new Set<string>();
  for (const [i, expression] of conditions.entries()) {
    const at = path.index(i).child('expression');
    if (expression.trim() === '') errors.required(at);
    else if (seen.has(expression)) errors.duplicate(at, expression);
    else errors.invalid(at, expression, NO_CONDITIONS);
    seen.add(expression);
  }
}
