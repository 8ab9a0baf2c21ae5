/** From the text of `--authorization-config` to a configuration that makes sense (k8s.io/kubernetes: pkg/kubeapiserver/authorizer). */
import { parseDuration } from '../../base/duration.ts';
import { errorText } from '../../base/errors.ts';
import { decodeConfiguration } from '../../codec/configuration.ts';
import { aggregate } from '../../machinery/go/text.ts';
import { type AuthorizationConfiguration, AuthorizationConfigurationType, type AuthorizerConfiguration, type WebhookConfiguration } from './types.ts';
import { type FileCheck, validateAuthorizationConfiguration } from './validate.ts';

const DEFAULT_AUTHORIZED_TTL = '5m0s';
const DEFAULT_UNAUTHORIZED_TTL = '30s';

/**
 * @param requiredTypes what has to be there beside webhooks: a running server cannot lose a type
 * @throws {Error} of one line, as upstream says it
 */
export function loadAuthorizationConfiguration(
  text: string,
  checkFile: FileCheck,
  requiredTypes: readonly string[] = [],
): AuthorizationConfiguration {
  const configuration = decode(text);
  const errors = validateAuthorizationConfiguration(configuration, checkFile);
  if (errors.length > 0) throw new Error(aggregate(errors.errors.map(({ field, body }) => `${field}: ${body}`)));
  const problems: string[] = [];
  const types: string[] = [];
  for (const { type, name } of configuration.authorizers) {
    if (type === 'Webhook') continue;
    types.push(type);
    if (name !== type.toLowerCase()) problems.push(`expected name ${type.toLowerCase()} for authorizer ${type} instead of ${name}`);
  }
  const missing = requiredTypes.filter((each) => !types.includes(each)).sort();
  if (missing.length > 0) problems.push(`missing required types: [${missing.join(' ')}]`);
  if (problems.length > 0) throw new Error(aggregate(problems));
  return configuration;
}

function decode(text: string): AuthorizationConfiguration {
  if (text === '') return { authorizers: [] };
  try {
    const { authorizers } = decodeConfiguration(text, 'AuthorizationConfiguration', AuthorizationConfigurationType) as unknown as Stored;
    return { authorizers: (authorizers ?? []).map(authorizerOf) };
  } catch (error) {
    throw new Error(`failed to load AuthorizationConfiguration from file: ${errorText(error)}`);
  }
}

/** As decoded: empty lists and texts may be missing, times are texts. */
interface Stored {
  readonly authorizers?: readonly StoredAuthorizer[] | null;
}

interface StoredAuthorizer {
  readonly type?: string;
  readonly name?: string;
  readonly webhook?: StoredWebhook;
}

interface StoredWebhook {
  readonly authorizedTTL?: string;
  readonly cacheAuthorizedRequests?: boolean;
  readonly unauthorizedTTL?: string;
  readonly cacheUnauthorizedRequests?: boolean;
  readonly timeout?: string;
  readonly subjectAccessReviewVersion?: string;
  readonly matchConditionSubjectAccessReviewVersion?: string;
  readonly failurePolicy?: string;
  readonly connectionInfo?: { readonly type?: string; readonly kubeConfigFile?: string };
  readonly matchConditions?: readonly { readonly expression?: string }[] | null;
}

function authorizerOf({ type = '', name = '', webhook }: StoredAuthorizer): AuthorizerConfiguration {
  return webhook === undefined || webhook === null ? { type, name } : { type, name, webhook: webhookOf(webhook) };
}

function webhookOf(stored: StoredWebhook): WebhookConfiguration {
  const { type = '', kubeConfigFile } = stored.connectionInfo ?? {};
  return {
    authorizedTTL: parseDuration(stored.authorizedTTL ?? '0') || parseDuration(DEFAULT_AUTHORIZED_TTL),
    cacheAuthorizedRequests: stored.cacheAuthorizedRequests ?? true,
    unauthorizedTTL: parseDuration(stored.unauthorizedTTL ?? '0') || parseDuration(DEFAULT_UNAUTHORIZED_TTL),
    cacheUnauthorizedRequests: stored.cacheUnauthorizedRequests ?? true,
    timeout: parseDuration(stored.timeout ?? '0'),
    subjectAccessReviewVersion: stored.subjectAccessReviewVersion ?? '',
    matchConditionSubjectAccessReviewVersion: stored.matchConditionSubjectAccessReviewVersion ?? '',
    failurePolicy: stored.failurePolicy ?? '',
    connectionInfo: kubeConfigFile === undefined || kubeConfigFile === null ? { type } : { type, kubeConfigFile },
    matchConditions: (stored.matchConditions ?? []).map(({ expression = '' }) => expression),
  };
}
