/**
 * The types of admissionregistration.k8s.io/v1beta1: one declaration per type, one line per field, in the vocabulary of machinery/descriptor.ts.
 * Names, Protobuf numbers and markers are those of k8s.io/api/admissionregistration/v1beta1, release 1.36; they are wire format and never change.
 */
import {
  bytes,
  enumeration,
  field,
  inline,
  int32,
  int64,
  list,
  type ScalarType,
  type StructType,
  string,
  struct,
} from '../../../machinery/descriptor.ts';
import {
  ReinvocationPolicyType as AdmissionregistrationReinvocationPolicyType,
  RuleWithOperations as AdmissionregistrationRuleWithOperations,
} from '../../admissionregistration/v1/types.ts';
import { Condition, LabelSelector, ListMeta, ObjectMeta, StatusReason, TypeMeta } from '../../meta/v1/types.ts';

export const ParameterNotFoundActionType: ScalarType = enumeration('v1beta1.ParameterNotFoundActionType');
export const FailurePolicyType: ScalarType = enumeration('v1beta1.FailurePolicyType');
export const MatchPolicyType: ScalarType = enumeration('v1beta1.MatchPolicyType');
export const SideEffectClass: ScalarType = enumeration('v1beta1.SideEffectClass');
export const ValidatingAdmissionPolicyConditionType: ScalarType = enumeration('v1beta1.ValidatingAdmissionPolicyConditionType');
export const ValidationAction: ScalarType = enumeration('v1beta1.ValidationAction', ['Audit', 'Deny', 'Warn']);
export const PatchType: ScalarType = enumeration('v1beta1.PatchType', ['ApplyConfiguration', 'JSONPatch']);

export const ValidatingAdmissionPolicy: StructType = struct('k8s.io/api/admissionregistration/v1beta1.ValidatingAdmissionPolicy', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', ValidatingAdmissionPolicySpec, 2, { omitempty: false, optional: true }),
  field('status', ValidatingAdmissionPolicyStatus, 3, { omitempty: false, optional: true }),
]);

export const ValidatingAdmissionPolicyStatus: StructType = struct('k8s.io/api/admissionregistration/v1beta1.ValidatingAdmissionPolicyStatus', () => [
  field('observedGeneration', int64, 1, { optional: true }),
  field('typeChecking', TypeChecking, 2, { pointer: true, optional: true }),
  field('conditions', list(Condition), 3, { optional: true, list: 'map', keys: ['type'] }),
]);

export const TypeChecking: StructType = struct('k8s.io/api/admissionregistration/v1beta1.TypeChecking', () => [
  field('expressionWarnings', list(ExpressionWarning), 1, { optional: true, list: 'atomic' }),
]);

export const ExpressionWarning: StructType = struct('k8s.io/api/admissionregistration/v1beta1.ExpressionWarning', () => [
  field('fieldRef', string, 2, { omitempty: false }),
  field('warning', string, 3, { omitempty: false }),
]);

export const ValidatingAdmissionPolicyList: StructType = struct('k8s.io/api/admissionregistration/v1beta1.ValidatingAdmissionPolicyList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(ValidatingAdmissionPolicy), 2, { omitempty: false }),
]);

export const ValidatingAdmissionPolicySpec: StructType = struct('k8s.io/api/admissionregistration/v1beta1.ValidatingAdmissionPolicySpec', () => [
  field('paramKind', ParamKind, 1, { pointer: true, optional: true }),
  field('matchConstraints', MatchResources, 2, { pointer: true, optional: true }),
  field('validations', list(Validation), 3, { optional: true, list: 'atomic' }),
  field('failurePolicy', FailurePolicyType, 4, { pointer: true, optional: true }),
  field('auditAnnotations', list(AuditAnnotation), 5, { optional: true, list: 'atomic' }),
  field('matchConditions', list(MatchCondition), 6, { optional: true, patch: 'merge', mergeKey: 'name', list: 'map', keys: ['name'] }),
  field('variables', list(Variable), 7, { optional: true, patch: 'merge', mergeKey: 'name', list: 'map', keys: ['name'] }),
]);

export const ParamKind: StructType = struct(
  'k8s.io/api/admissionregistration/v1beta1.ParamKind',
  () => [field('apiVersion', string, 1, { go: 'APIVersion', optional: true }), field('kind', string, 2, { optional: true })],
  '',
  { atomic: true },
);

export const Validation: StructType = struct('k8s.io/api/admissionregistration/v1beta1.Validation', () => [
  field('expression', string, 1, { omitempty: false }),
  field('message', string, 2, { optional: true }),
  field('reason', StatusReason, 3, { pointer: true, optional: true }),
  field('messageExpression', string, 4, { optional: true }),
]);

export const Variable: StructType = struct(
  'k8s.io/api/admissionregistration/v1beta1.Variable',
  () => [field('name', string, 1, { omitempty: false }), field('expression', string, 2, { omitempty: false })],
  '',
  { atomic: true },
);

export const AuditAnnotation: StructType = struct('k8s.io/api/admissionregistration/v1beta1.AuditAnnotation', () => [
  field('key', string, 1, { omitempty: false }),
  field('valueExpression', string, 2, { omitempty: false }),
]);

export const ValidatingAdmissionPolicyBinding: StructType = struct(
  'k8s.io/api/admissionregistration/v1beta1.ValidatingAdmissionPolicyBinding',
  () => [
    inline(TypeMeta),
    field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
    field('spec', ValidatingAdmissionPolicyBindingSpec, 2, { omitempty: false }),
  ],
);

export const ValidatingAdmissionPolicyBindingList: StructType = struct(
  'k8s.io/api/admissionregistration/v1beta1.ValidatingAdmissionPolicyBindingList',
  () => [
    inline(TypeMeta),
    field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
    field('items', list(ValidatingAdmissionPolicyBinding), 2, { omitempty: false }),
  ],
);

export const ValidatingAdmissionPolicyBindingSpec: StructType = struct(
  'k8s.io/api/admissionregistration/v1beta1.ValidatingAdmissionPolicyBindingSpec',
  () => [
    field('policyName', string, 1),
    field('paramRef', ParamRef, 2, { pointer: true, optional: true }),
    field('matchResources', MatchResources, 3, { pointer: true, optional: true }),
    field('validationActions', list(ValidationAction), 4, { list: 'set' }),
  ],
);

export const ParamRef: StructType = struct(
  'k8s.io/api/admissionregistration/v1beta1.ParamRef',
  () => [
    field('name', string, 1, { optional: true }),
    field('namespace', string, 2, { optional: true }),
    field('selector', LabelSelector, 3, { pointer: true, optional: true }),
    field('parameterNotFoundAction', ParameterNotFoundActionType, 4, { pointer: true, optional: true }),
  ],
  '',
  { atomic: true },
);

export const MatchResources: StructType = struct(
  'k8s.io/api/admissionregistration/v1beta1.MatchResources',
  () => [
    field('namespaceSelector', LabelSelector, 1, { pointer: true, optional: true }),
    field('objectSelector', LabelSelector, 2, { pointer: true, optional: true }),
    field('resourceRules', list(NamedRuleWithOperations), 3, { optional: true, list: 'atomic' }),
    field('excludeResourceRules', list(NamedRuleWithOperations), 4, { optional: true, list: 'atomic' }),
    field('matchPolicy', MatchPolicyType, 7, { pointer: true, optional: true }),
  ],
  '',
  { atomic: true },
);

export const NamedRuleWithOperations: StructType = struct(
  'k8s.io/api/admissionregistration/v1beta1.NamedRuleWithOperations',
  () => [field('resourceNames', list(string), 1, { optional: true, list: 'atomic' }), inline(AdmissionregistrationRuleWithOperations, 2)],
  '',
  { atomic: true },
);

export const ValidatingWebhookConfiguration: StructType = struct('k8s.io/api/admissionregistration/v1beta1.ValidatingWebhookConfiguration', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('webhooks', list(ValidatingWebhook), 2, { optional: true, patch: 'merge', mergeKey: 'name', list: 'map', keys: ['name'] }),
]);

export const ValidatingWebhookConfigurationList: StructType = struct(
  'k8s.io/api/admissionregistration/v1beta1.ValidatingWebhookConfigurationList',
  () => [
    inline(TypeMeta),
    field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
    field('items', list(ValidatingWebhookConfiguration), 2, { omitempty: false }),
  ],
);

export const MutatingWebhookConfiguration: StructType = struct('k8s.io/api/admissionregistration/v1beta1.MutatingWebhookConfiguration', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('webhooks', list(MutatingWebhook), 2, { optional: true, patch: 'merge', mergeKey: 'name', list: 'map', keys: ['name'] }),
]);

export const MutatingWebhookConfigurationList: StructType = struct(
  'k8s.io/api/admissionregistration/v1beta1.MutatingWebhookConfigurationList',
  () => [
    inline(TypeMeta),
    field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
    field('items', list(MutatingWebhookConfiguration), 2, { omitempty: false }),
  ],
);

export const ValidatingWebhook: StructType = struct('k8s.io/api/admissionregistration/v1beta1.ValidatingWebhook', () => [
  field('name', string, 1, { omitempty: false }),
  field('clientConfig', WebhookClientConfig, 2, { omitempty: false }),
  field('rules', list(AdmissionregistrationRuleWithOperations), 3, { optional: true, list: 'atomic' }),
  field('failurePolicy', FailurePolicyType, 4, { pointer: true, optional: true }),
  field('matchPolicy', MatchPolicyType, 9, { pointer: true, optional: true }),
  field('namespaceSelector', LabelSelector, 5, { pointer: true, optional: true }),
  field('objectSelector', LabelSelector, 10, { pointer: true, optional: true }),
  field('sideEffects', SideEffectClass, 6, { pointer: true, optional: true, list: 'atomic' }),
  field('timeoutSeconds', int32, 7, { pointer: true, optional: true }),
  field('admissionReviewVersions', list(string), 8, { optional: true, list: 'atomic' }),
  field('matchConditions', list(MatchCondition), 11, { optional: true, patch: 'merge', mergeKey: 'name', list: 'map', keys: ['name'] }),
]);

export const MutatingWebhook: StructType = struct('k8s.io/api/admissionregistration/v1beta1.MutatingWebhook', () => [
  field('name', string, 1, { omitempty: false }),
  field('clientConfig', WebhookClientConfig, 2, { omitempty: false }),
  field('rules', list(AdmissionregistrationRuleWithOperations), 3, { optional: true, list: 'atomic' }),
  field('failurePolicy', FailurePolicyType, 4, { pointer: true, optional: true }),
  field('matchPolicy', MatchPolicyType, 9, { pointer: true, optional: true }),
  field('namespaceSelector', LabelSelector, 5, { pointer: true, optional: true }),
  field('objectSelector', LabelSelector, 11, { pointer: true, optional: true }),
  field('sideEffects', SideEffectClass, 6, { pointer: true, optional: true }),
  field('timeoutSeconds', int32, 7, { pointer: true, optional: true }),
  field('admissionReviewVersions', list(string), 8, { optional: true, list: 'atomic' }),
  field('reinvocationPolicy', AdmissionregistrationReinvocationPolicyType, 10, { pointer: true, optional: true }),
  field('matchConditions', list(MatchCondition), 12, { optional: true, patch: 'merge', mergeKey: 'name', list: 'map', keys: ['name'] }),
]);

export const WebhookClientConfig: StructType = struct('k8s.io/api/admissionregistration/v1beta1.WebhookClientConfig', () => [
  field('url', string, 3, { go: 'URL', pointer: true, optional: true }),
  field('service', ServiceReference, 1, { pointer: true, optional: true }),
  field('caBundle', bytes, 2, { go: 'CABundle', optional: true }),
]);

export const ServiceReference: StructType = struct('k8s.io/api/admissionregistration/v1beta1.ServiceReference', () => [
  field('namespace', string, 1, { omitempty: false }),
  field('name', string, 2, { omitempty: false }),
  field('path', string, 3, { pointer: true, optional: true }),
  field('port', int32, 4, { pointer: true, optional: true }),
]);

export const MatchCondition: StructType = struct('k8s.io/api/admissionregistration/v1beta1.MatchCondition', () => [
  field('name', string, 1, { omitempty: false }),
  field('expression', string, 2, { omitempty: false }),
]);

export const MutatingAdmissionPolicy: StructType = struct('k8s.io/api/admissionregistration/v1beta1.MutatingAdmissionPolicy', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', MutatingAdmissionPolicySpec, 2, { omitempty: false, optional: true }),
]);

export const MutatingAdmissionPolicyList: StructType = struct('k8s.io/api/admissionregistration/v1beta1.MutatingAdmissionPolicyList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(MutatingAdmissionPolicy), 2, { omitempty: false }),
]);

export const MutatingAdmissionPolicySpec: StructType = struct('k8s.io/api/admissionregistration/v1beta1.MutatingAdmissionPolicySpec', () => [
  field('paramKind', ParamKind, 1, { pointer: true, optional: true }),
  field('matchConstraints', MatchResources, 2, { pointer: true, optional: true }),
  field('variables', list(Variable), 3, { optional: true, list: 'atomic' }),
  field('mutations', list(Mutation), 4, { optional: true, list: 'atomic' }),
  field('failurePolicy', FailurePolicyType, 5, { pointer: true, optional: true }),
  field('matchConditions', list(MatchCondition), 6, { optional: true, patch: 'merge', mergeKey: 'name', list: 'map', keys: ['name'] }),
  field('reinvocationPolicy', AdmissionregistrationReinvocationPolicyType, 7, { optional: true }),
]);

export const Mutation: StructType = struct('k8s.io/api/admissionregistration/v1beta1.Mutation', () => [
  field('patchType', PatchType, 2, { omitempty: false }),
  field('applyConfiguration', ApplyConfiguration, 3, { pointer: true, optional: true }),
  field('jsonPatch', JSONPatch, 4, { go: 'JSONPatch', pointer: true, optional: true }),
]);

export const ApplyConfiguration: StructType = struct('k8s.io/api/admissionregistration/v1beta1.ApplyConfiguration', () => [
  field('expression', string, 1, { optional: true }),
]);

export const JSONPatch: StructType = struct('k8s.io/api/admissionregistration/v1beta1.JSONPatch', () => [
  field('expression', string, 1, { optional: true }),
]);

export const MutatingAdmissionPolicyBinding: StructType = struct('k8s.io/api/admissionregistration/v1beta1.MutatingAdmissionPolicyBinding', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', MutatingAdmissionPolicyBindingSpec, 2, { omitempty: false, optional: true }),
]);

export const MutatingAdmissionPolicyBindingList: StructType = struct(
  'k8s.io/api/admissionregistration/v1beta1.MutatingAdmissionPolicyBindingList',
  () => [
    inline(TypeMeta),
    field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
    field('items', list(MutatingAdmissionPolicyBinding), 2, { omitempty: false }),
  ],
);

export const MutatingAdmissionPolicyBindingSpec: StructType = struct(
  'k8s.io/api/admissionregistration/v1beta1.MutatingAdmissionPolicyBindingSpec',
  () => [
    field('policyName', string, 1, { optional: true }),
    field('paramRef', ParamRef, 2, { pointer: true, optional: true }),
    field('matchResources', MatchResources, 3, { pointer: true, optional: true }),
  ],
);
