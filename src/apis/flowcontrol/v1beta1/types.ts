/**
 * The types of flowcontrol.apiserver.k8s.io/v1beta1: one declaration per type, one line per field, in the vocabulary of machinery/descriptor.ts.
 * Names, Protobuf numbers and markers are those of k8s.io/api/flowcontrol/v1beta1, release 1.36; they are wire format and never change.
 */
import { bool, enumeration, field, inline, int32, list, type ScalarType, type StructType, string, struct } from '../../../machinery/descriptor.ts';
import { Time } from '../../meta/opaques.ts';
import { ListMeta, ObjectMeta, TypeMeta } from '../../meta/v1/types.ts';

export const FlowDistinguisherMethodType: ScalarType = enumeration('v1beta1.FlowDistinguisherMethodType');
export const SubjectKind: ScalarType = enumeration('v1beta1.SubjectKind');
export const FlowSchemaConditionType: ScalarType = enumeration('v1beta1.FlowSchemaConditionType');
export const PriorityLevelEnablement: ScalarType = enumeration('v1beta1.PriorityLevelEnablement');
export const LimitResponseType: ScalarType = enumeration('v1beta1.LimitResponseType');
export const PriorityLevelConfigurationConditionType: ScalarType = enumeration('v1beta1.PriorityLevelConfigurationConditionType');
export const ConditionStatus: ScalarType = enumeration('v1beta1.ConditionStatus');

export const FlowSchema: StructType = struct('k8s.io/api/flowcontrol/v1beta1.FlowSchema', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', FlowSchemaSpec, 2, { omitempty: false, optional: true }),
  field('status', FlowSchemaStatus, 3, { omitempty: false, optional: true }),
]);

export const FlowSchemaList: StructType = struct('k8s.io/api/flowcontrol/v1beta1.FlowSchemaList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(FlowSchema), 2, { omitempty: false }),
]);

export const FlowSchemaSpec: StructType = struct('k8s.io/api/flowcontrol/v1beta1.FlowSchemaSpec', () => [
  field('priorityLevelConfiguration', PriorityLevelConfigurationReference, 1, { omitempty: false }),
  field('matchingPrecedence', int32, 2, { omitempty: false, optional: true }),
  field('distinguisherMethod', FlowDistinguisherMethod, 3, { pointer: true, optional: true }),
  field('rules', list(PolicyRulesWithSubjects), 4, { optional: true, list: 'atomic' }),
]);

export const FlowDistinguisherMethod: StructType = struct('k8s.io/api/flowcontrol/v1beta1.FlowDistinguisherMethod', () => [
  field('type', FlowDistinguisherMethodType, 1, { omitempty: false }),
]);

export const PriorityLevelConfigurationReference: StructType = struct('k8s.io/api/flowcontrol/v1beta1.PriorityLevelConfigurationReference', () => [
  field('name', string, 1, { omitempty: false }),
]);

export const PolicyRulesWithSubjects: StructType = struct('k8s.io/api/flowcontrol/v1beta1.PolicyRulesWithSubjects', () => [
  field('subjects', list(Subject), 1, { omitempty: false, list: 'atomic' }),
  field('resourceRules', list(ResourcePolicyRule), 2, { optional: true, list: 'atomic' }),
  field('nonResourceRules', list(NonResourcePolicyRule), 3, { optional: true, list: 'atomic' }),
]);

export const Subject: StructType = struct('k8s.io/api/flowcontrol/v1beta1.Subject', () => [
  field('kind', SubjectKind, 1, { omitempty: false }),
  field('user', UserSubject, 2, { pointer: true, optional: true }),
  field('group', GroupSubject, 3, { pointer: true, optional: true }),
  field('serviceAccount', ServiceAccountSubject, 4, { pointer: true, optional: true }),
]);

export const UserSubject: StructType = struct('k8s.io/api/flowcontrol/v1beta1.UserSubject', () => [field('name', string, 1, { omitempty: false })]);

export const GroupSubject: StructType = struct('k8s.io/api/flowcontrol/v1beta1.GroupSubject', () => [field('name', string, 1, { omitempty: false })]);

export const ServiceAccountSubject: StructType = struct('k8s.io/api/flowcontrol/v1beta1.ServiceAccountSubject', () => [
  field('namespace', string, 1, { omitempty: false }),
  field('name', string, 2, { omitempty: false }),
]);

export const ResourcePolicyRule: StructType = struct('k8s.io/api/flowcontrol/v1beta1.ResourcePolicyRule', () => [
  field('verbs', list(string), 1, { omitempty: false, list: 'set' }),
  field('apiGroups', list(string), 2, { go: 'APIGroups', omitempty: false, list: 'set' }),
  field('resources', list(string), 3, { omitempty: false, list: 'set' }),
  field('clusterScope', bool, 4, { optional: true }),
  field('namespaces', list(string), 5, { omitempty: false, optional: true, list: 'set' }),
]);

export const NonResourcePolicyRule: StructType = struct('k8s.io/api/flowcontrol/v1beta1.NonResourcePolicyRule', () => [
  field('verbs', list(string), 1, { omitempty: false, list: 'set' }),
  field('nonResourceURLs', list(string), 6, { omitempty: false, list: 'set' }),
]);

export const FlowSchemaStatus: StructType = struct('k8s.io/api/flowcontrol/v1beta1.FlowSchemaStatus', () => [
  field('conditions', list(FlowSchemaCondition), 1, { optional: true, list: 'map', keys: ['type'] }),
]);

export const FlowSchemaCondition: StructType = struct('k8s.io/api/flowcontrol/v1beta1.FlowSchemaCondition', () => [
  field('type', FlowSchemaConditionType, 1, { optional: true }),
  field('status', ConditionStatus, 2, { optional: true }),
  field('lastTransitionTime', Time, 3, { omitempty: false, optional: true }),
  field('reason', string, 4, { optional: true }),
  field('message', string, 5, { optional: true }),
]);

export const PriorityLevelConfiguration: StructType = struct('k8s.io/api/flowcontrol/v1beta1.PriorityLevelConfiguration', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', PriorityLevelConfigurationSpec, 2, { omitempty: false, optional: true }),
  field('status', PriorityLevelConfigurationStatus, 3, { omitempty: false, optional: true }),
]);

export const PriorityLevelConfigurationList: StructType = struct('k8s.io/api/flowcontrol/v1beta1.PriorityLevelConfigurationList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(PriorityLevelConfiguration), 2, { omitempty: false }),
]);

export const PriorityLevelConfigurationSpec: StructType = struct('k8s.io/api/flowcontrol/v1beta1.PriorityLevelConfigurationSpec', () => [
  field('type', PriorityLevelEnablement, 1, { omitempty: false }),
  field('limited', LimitedPriorityLevelConfiguration, 2, { pointer: true, optional: true }),
  field('exempt', ExemptPriorityLevelConfiguration, 3, { pointer: true, optional: true }),
]);

export const LimitedPriorityLevelConfiguration: StructType = struct('k8s.io/api/flowcontrol/v1beta1.LimitedPriorityLevelConfiguration', () => [
  field('assuredConcurrencyShares', int32, 1, { omitempty: false, optional: true }),
  field('limitResponse', LimitResponse, 2, { omitempty: false, optional: true }),
  field('lendablePercent', int32, 3, { pointer: true, optional: true }),
  field('borrowingLimitPercent', int32, 4, { pointer: true, optional: true }),
]);

export const ExemptPriorityLevelConfiguration: StructType = struct('k8s.io/api/flowcontrol/v1beta1.ExemptPriorityLevelConfiguration', () => [
  field('nominalConcurrencyShares', int32, 1, { pointer: true, optional: true }),
  field('lendablePercent', int32, 2, { pointer: true, optional: true }),
]);

export const LimitResponse: StructType = struct('k8s.io/api/flowcontrol/v1beta1.LimitResponse', () => [
  field('type', LimitResponseType, 1, { omitempty: false }),
  field('queuing', QueuingConfiguration, 2, { pointer: true, optional: true }),
]);

export const QueuingConfiguration: StructType = struct('k8s.io/api/flowcontrol/v1beta1.QueuingConfiguration', () => [
  field('queues', int32, 1, { omitempty: false, optional: true }),
  field('handSize', int32, 2, { omitempty: false, optional: true }),
  field('queueLengthLimit', int32, 3, { omitempty: false, optional: true }),
]);

export const PriorityLevelConfigurationStatus: StructType = struct('k8s.io/api/flowcontrol/v1beta1.PriorityLevelConfigurationStatus', () => [
  field('conditions', list(PriorityLevelConfigurationCondition), 1, { optional: true, list: 'map', keys: ['type'] }),
]);

export const PriorityLevelConfigurationCondition: StructType = struct('k8s.io/api/flowcontrol/v1beta1.PriorityLevelConfigurationCondition', () => [
  field('type', PriorityLevelConfigurationConditionType, 1, { optional: true }),
  field('status', ConditionStatus, 2, { optional: true }),
  field('lastTransitionTime', Time, 3, { omitempty: false, optional: true }),
  field('reason', string, 4, { optional: true }),
  field('message', string, 5, { optional: true }),
]);
