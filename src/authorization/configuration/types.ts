/**
 * AuthorizationConfiguration (apiserver.config.k8s.io v1, v1beta1 and v1alpha1, which say the same): which authorizers a server has, in their order.
 * The flags of the time before it are turned into the same form.
 */
import { TypeMeta } from '../../apis/meta/v1/types.ts';
import { bool, field, inline, list, opaque, type StructType, string, struct } from '../../machinery/descriptor.ts';

const duration = opaque('Duration', 'v1.Duration');

export const AuthorizationConfigurationType: StructType = struct('k8s.io/apiserver/pkg/apis/apiserver/v1.AuthorizationConfiguration', () => [
  inline(TypeMeta),
  field('authorizers', list(Authorizer), 3),
]);

const Authorizer: StructType = struct('k8s.io/apiserver/pkg/apis/apiserver/v1.AuthorizerConfiguration', () => [
  field('type', string, 1),
  field('name', string, 2),
  field('webhook', Webhook, 3, { pointer: true, optional: true }),
]);

const Webhook: StructType = struct('k8s.io/apiserver/pkg/apis/apiserver/v1.WebhookConfiguration', () => [
  field('authorizedTTL', duration, 1),
  field('cacheAuthorizedRequests', bool, 2, { pointer: true, optional: true }),
  field('unauthorizedTTL', duration, 3),
  field('cacheUnauthorizedRequests', bool, 4, { pointer: true, optional: true }),
  field('timeout', duration, 5),
  field('subjectAccessReviewVersion', string, 6),
  field('matchConditionSubjectAccessReviewVersion', string, 7),
  field('failurePolicy', string, 8),
  field('connectionInfo', ConnectionInfo, 9),
  field('matchConditions', list(MatchCondition), 10),
]);

const ConnectionInfo: StructType = struct('k8s.io/apiserver/pkg/apis/apiserver/v1.WebhookConnectionInfo', () => [
  field('type', string, 1),
  field('kubeConfigFile', string, 2, { pointer: true }),
]);

const MatchCondition: StructType = struct('k8s.io/apiserver/pkg/apis/apiserver/v1.WebhookMatchCondition', () => [field('expression', string, 1)]);

export interface AuthorizationConfiguration {
  readonly authorizers: readonly AuthorizerConfiguration[];
}

export interface AuthorizerConfiguration {
  readonly type: string;
  readonly name: string;
  readonly webhook?: WebhookConfiguration;
}

/** Times in milliseconds, defaults filled in. What has not been validated may hold anything in its texts. */
export interface WebhookConfiguration {
  readonly authorizedTTL: number;
  readonly cacheAuthorizedRequests: boolean;
  readonly unauthorizedTTL: number;
  readonly cacheUnauthorizedRequests: boolean;
  readonly timeout: number;
  readonly subjectAccessReviewVersion: string;
  readonly matchConditionSubjectAccessReviewVersion: string;
  readonly failurePolicy: string;
  readonly connectionInfo: { readonly type: string; readonly kubeConfigFile?: string };
  /** The expressions. */
  readonly matchConditions: readonly string[];
}
