/** Flags about who may do what -> options. A configuration file says everything that the other flags say, so it excludes them. */
import type { WebhookConfiguration } from '../../authorization/configuration/types.ts';
import { DEFAULT_MODES, MODES } from '../../authorization/mode.ts';
import type { ServerOptions } from '../../controlplane/options.ts';
import { aggregate, goQuote } from '../../machinery/go/text.ts';
import type { FlagSet } from '../flags/parse.ts';
import { UsageError } from '../flags/usage-error.ts';

type AuthorizationOptions = Pick<
  ServerOptions,
  'authorizationModes' | 'authorizationPolicyFile' | 'authorizationWebhook' | 'authorizationConfiguration'
>;

const EXCLUDED = [
  'authorization-mode',
  'authorization-webhook-config-file',
  'authorization-webhook-version',
  'authorization-webhook-cache-authorized-ttl',
  'authorization-webhook-cache-unauthorized-ttl',
];
const WEBHOOK_TIMEOUT_MS = 30_000;

/** @throws {UsageError} */
export function authorizationOptions(flags: FlagSet): AuthorizationOptions {
  const configuration = flags.string('authorization-config');
  const policyFile = flags.string('authorization-policy-file');
  const policy = policyFile === '' ? {} : { authorizationPolicyFile: policyFile };
  if (configuration !== '') {
    if (EXCLUDED.some((flag) => flags.given(flag)))
      throw new UsageError('--authorization-config can not be specified when --authorization-mode or --authorization-webhook-* flags are defined');
    return { ...policy, authorizationConfiguration: configuration };
  }
  const given = flags.list('authorization-mode');
  const modes = given.length === 0 ? DEFAULT_MODES : given;
  const problems = problemsOf(flags, modes);
  if (problems.length > 0) throw new UsageError(aggregate(problems));
  return { ...policy, authorizationModes: modes, ...(modes.includes('Webhook') ? { authorizationWebhook: webhookOf(flags) } : {}) };
}

function problemsOf(flags: FlagSet, modes: readonly string[]): readonly string[] {
  const policyFile = flags.string('authorization-policy-file');
  const kubeconfig = flags.string('authorization-webhook-config-file');
  const problems: string[] = [];
  for (const mode of modes) {
    if (!MODES.includes(mode)) problems.push(`authorization-mode ${goQuote(mode)} is not a valid mode`);
    if (mode === 'ABAC' && policyFile === '') problems.push("authorization-mode ABAC's authorization policy file not passed");
    if (mode === 'Webhook' && kubeconfig === '') problems.push("authorization-mode Webhook's authorization config file not passed");
  }
  if (policyFile !== '' && !modes.includes('ABAC')) problems.push('cannot specify --authorization-policy-file without mode ABAC');
  if (kubeconfig !== '' && !modes.includes('Webhook')) problems.push('cannot specify --authorization-webhook-config-file without mode Webhook');
  if (new Set(modes).size < modes.length) problems.push(`authorization-mode [${modes.map(goQuote).join(' ')}] has mode specified more than once`);
  return problems;
}

function webhookOf(flags: FlagSet): WebhookConfiguration {
  const authorizedTTL = flags.number('authorization-webhook-cache-authorized-ttl');
  const unauthorizedTTL = flags.number('authorization-webhook-cache-unauthorized-ttl');
  return {
    authorizedTTL,
    cacheAuthorizedRequests: authorizedTTL !== 0,
    unauthorizedTTL,
    cacheUnauthorizedRequests: unauthorizedTTL !== 0,
    timeout: WEBHOOK_TIMEOUT_MS,
    subjectAccessReviewVersion: flags.string('authorization-webhook-version'),
    matchConditionSubjectAccessReviewVersion: '',
    failurePolicy: 'NoOpinion',
    connectionInfo: { type: 'KubeConfigFile', kubeConfigFile: flags.string('authorization-webhook-config-file') },
    matchConditions: [],
  };
}
