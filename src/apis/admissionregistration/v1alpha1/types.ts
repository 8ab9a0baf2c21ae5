/**
 * The types of admissionregistration.k8s.io/v1alpha1: one declaration per type, one line per field, in the vocabulary of machinery/descriptor.ts.
 * Names, Protobuf numbers and markers are those of k8s.io/api/admissionregistration/v1alpha1, release 1.36; they are wire format and never change.
 */
import { enumeration, field, inline, int64, list, type ScalarType, type StructType, string, struct } from '../../../machinery/descriptor.ts';
import {
  MatchCondition as AdmissionregistrationMatchCondition,
  ReinvocationPolicyType as AdmissionregistrationReinvocationPolicyType,
  RuleWithOperations as AdmissionregistrationRuleWithOperations,
} from '../../admissionregistration/v1/types.ts';
import { Condition, LabelSelector, ListMeta, ObjectMeta, StatusReason, TypeMeta } from '../../meta/v1/types.ts';

export const ParameterNotFoundActionType: ScalarType = enumeration('v1alpha1.ParameterNotFoundActionType', ['Allow', 'Deny']);
export const FailurePolicyType: ScalarType = enumeration('v1alpha1.FailurePolicyType', ['Fail', 'Ignore']);
export const MatchPolicyType: ScalarType = enumeration('v1alpha1.MatchPolicyType', ['Equivalent', 'Exact']);
export const ValidationAction: ScalarType = enumeration('v1alpha1.ValidationAction', ['Audit', 'Deny', 'Warn']);
export const PatchType: ScalarType = enumeration('v1alpha1.PatchType', ['ApplyConfiguration', 'JSONPatch']);

export const ValidatingAdmissionPolicy: StructType = struct('k8s.io/api/admissionregistration/v1alpha1.ValidatingAdmissionPolicy', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', ValidatingAdmissionPolicySpec, 2, { omitempty: false, optional: true }),
  field('status', ValidatingAdmissionPolicyStatus, 3, { omitempty: false, optional: true }),
]);

export const ValidatingAdmissionPolicyStatus: StructType = struct('k8s.io/api/admissionregistration/v1alpha1.ValidatingAdmissionPolicyStatus', () => [
  field('observedGeneration', int64, 1, { optional: true }),
  field('typeChecking', TypeChecking, 2, { pointer: true, optional: true }),
  field('conditions', list(Condition), 3, { optional: true, list: 'map', keys: ['type'] }),
]);

export const TypeChecking: StructType = struct('k8s.io/api/admissionregistration/v1alpha1.TypeChecking', () => [
  field('expressionWarnings', list(ExpressionWarning), 1, { optional: true, list: 'atomic' }),
]);

export const ExpressionWarning: StructType = struct('k8s.io/api/admissionregistration/v1alpha1.ExpressionWarning', () => [
  field('fieldRef', string, 2, { omitempty: false }),
  field('warning', string, 3, { omitempty: false }),
]);

export const ValidatingAdmissionPolicyList: StructType = struct('k8s.io/api/admissionregistration/v1alpha1.ValidatingAdmissionPolicyList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(ValidatingAdmissionPolicy), 2, { omitempty: false }),
]);

export const ValidatingAdmissionPolicySpec: StructType = struct('k8s.io/api/admissionregistration/v1alpha1.ValidatingAdmissionPolicySpec', () => [
  field('paramKind', ParamKind, 1, { pointer: true, optional: true }),
  field('matchConstraints', MatchResources, 2, { pointer: true, optional: true }),
  field('validations', list(Validation), 3, { optional: true, list: 'atomic' }),
  field('failurePolicy', FailurePolicyType, 4, { pointer: true, optional: true }),
  field('auditAnnotations', list(AuditAnnotation), 5, { optional: true, list: 'atomic' }),
  field('matchConditions', list(AdmissionregistrationMatchCondition), 6, {
    optional: true,
    patch: 'merge',
    mergeKey: 'name',
    list: 'map',
    keys: ['name'],
  }),
  field('variables', list(Variable), 7, { optional: true, patch: 'merge', mergeKey: 'name', list: 'map', keys: ['name'] }),
]);

export const ParamKind: StructType = struct(
  'k8s.io/api/admissionregistration/v1alpha1.ParamKind',
  () => [field('apiVersion', string, 1, { go: 'APIVersion', optional: true }), field('kind', string, 2, { optional: true })],
  '',
  { atomic: true },
);

export const Validation: StructType = struct('k8s.io/api/admissionregistration/v1alpha1.Validation', () => [
  field('expression', string, 1, { omitempty: false }),
  field('message', string, 2, { optional: true }),
  field('reason', StatusReason, 3, { pointer: true, optional: true }),
  field('messageExpression', string, 4, { optional: true }),
]);

export const Variable: StructType = struct('k8s.io/api/admissionregistration/v1alpha1.Variable', () => [
  field('name', string, 1, { omitempty: false }),
  field('expression', string, 2, { omitempty: false }),
]);

export const AuditAnnotation: StructType = struct('k8s.io/api/admissionregistration/v1alpha1.AuditAnnotation', () => [
  field('key', string, 1, { omitempty: false }),
  field('valueExpression', string, 2, { omitempty: false }),
]);

export const ValidatingAdmissionPolicyBinding: StructType = struct(
  'k8s.io/api/admissionregistration/v1alpha1.ValidatingAdmissionPolicyBinding',
  () => [
    inline(TypeMeta),
    field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
    field('spec', ValidatingAdmissionPolicyBindingSpec, 2, { omitempty: false }),
  ],
);

export const ValidatingAdmissionPolicyBindingList: StructType = struct(
  'k8s.io/api/admissionregistration/v1alpha1.ValidatingAdmissionPolicyBindingList',
  () => [
    inline(TypeMeta),
    field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
    field('items', list(ValidatingAdmissionPolicyBinding), 2, { omitempty: false }),
  ],
);

export const ValidatingAdmissionPolicyBindingSpec: StructType = struct(
  'k8s.io/api/admissionregistration/v1alpha1.ValidatingAdmissionPolicyBindingSpec',
  () => [
    field('policyName', string, 1),
    field('paramRef', ParamRef, 2, { pointer: true, optional: true }),
    field('matchResources', MatchResources, 3, { pointer: true, optional: true }),
    field('validationActions', list(ValidationAction), 4, { list: 'set' }),
  ],
);

export const ParamRef: StructType = struct(
  'k8s.io/api/admissionregistration/v1alpha1.ParamRef',
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
  'k8s.io/api/admissionregistration/v1alpha1.MatchResources',
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
  'k8s.io/api/admissionregistration/v1alpha1.NamedRuleWithOperations',
  () => [field('resourceNames', list(string), 1, { optional: true, list: 'atomic' }), inline(AdmissionregistrationRuleWithOperations, 2)],
  '',
  { atomic: true },
);

export const MutatingAdmissionPolicy: StructType = struct('k8s.io/api/admissionregistration/v1alpha1.MutatingAdmissionPolicy', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', MutatingAdmissionPolicySpec, 2, { omitempty: false, optional: true }),
]);

export const MutatingAdmissionPolicyList: StructType = struct('k8s.io/api/admissionregistration/v1alpha1.MutatingAdmissionPolicyList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(MutatingAdmissionPolicy), 2, { omitempty: false }),
]);

export const MutatingAdmissionPolicySpec: StructType = struct('k8s.io/api/admissionregistration/v1alpha1.MutatingAdmissionPolicySpec', () => [
  field('paramKind', ParamKind, 1, { pointer: true, optional: true }),
  field('matchConstraints', MatchResources, 2, { pointer: true, optional: true }),
  field('variables', list(Variable), 3, { optional: true, list: 'atomic' }),
  field('mutations', list(Mutation), 4, { optional: true, list: 'atomic' }),
  field('failurePolicy', FailurePolicyType, 5, { pointer: true, optional: true }),
  field('matchConditions', list(AdmissionregistrationMatchCondition), 6, {
    optional: true,
    patch: 'merge',
    mergeKey: 'name',
    list: 'map',
    keys: ['name'],
  }),
  field('reinvocationPolicy', AdmissionregistrationReinvocationPolicyType, 7, { optional: true }),
]);

export const Mutation: StructType = struct('k8s.io/api/admissionregistration/v1alpha1.Mutation', () => [
  field('patchType', PatchType, 2, { omitempty: false }),
  field('applyConfiguration', ApplyConfiguration, 3, { pointer: true, optional: true }),
  field('jsonPatch', JSONPatch, 4, { go: 'JSONPatch', pointer: true, optional: true }),
]);

export const ApplyConfiguration: StructType = struct('k8s.io/api/admissionregistration/v1alpha1.ApplyConfiguration', () => [
  field('expression', string, 1, { optional: true }),
]);

export const JSONPatch: StructType = struct('k8s.io/api/admissionregistration/v1alpha1.JSONPatch', () => [
  field('expression', string, 1, { optional: true }),
]);

export const MutatingAdmissionPolicyBinding: StructType = struct('k8s.io/api/admissionregistration/v1alpha1.MutatingAdmissionPolicyBinding', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', MutatingAdmissionPolicyBindingSpec, 2, { omitempty: false, optional: true }),
]);

export const MutatingAdmissionPolicyBindingList: StructType = struct(
  'k8s.io/api/admissionregistration/v1alpha1.MutatingAdmissionPolicyBindingList',
  () => [
    inline(TypeMeta),
    field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
    field('items', list(MutatingAdmissionPolicyBinding), 2, { omitempty: false }),
  ],
);

export const MutatingAdmissionPolicyBindingSpec: StructType = struct(
  'k8s.io/api/admissionregistration/v1alpha1.MutatingAdmissionPolicyBindingSpec',
  () => [
    field('policyName', string, 1, { optional: true }),
    field('paramRef', ParamRef, 2, { pointer: true, optional: true }),
    field('matchResources', MatchResources, 3, { pointer: true, optional: true }),
  ],
);
