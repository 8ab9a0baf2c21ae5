/**
 * The types of policy/v1: one declaration per type, one line per field, in the vocabulary of machinery/descriptor.ts. Names, Protobuf numbers and
 * markers are those of k8s.io/api/policy/v1, release 1.36; they are wire format and never change.
 */
import { enumeration, field, inline, int32, int64, list, map, type ScalarType, type StructType, struct } from '../../../machinery/descriptor.ts';
import { IntOrString, Time } from '../../meta/opaques.ts';
import { Condition, DeleteOptions, LabelSelector, ListMeta, ObjectMeta, TypeMeta } from '../../meta/v1/types.ts';

export const UnhealthyPodEvictionPolicyType: ScalarType = enumeration('v1.UnhealthyPodEvictionPolicyType', ['AlwaysAllow', 'IfHealthyBudget']);

export const PodDisruptionBudgetSpec: StructType = struct('k8s.io/api/policy/v1.PodDisruptionBudgetSpec', () => [
  field('minAvailable', IntOrString, 1, { pointer: true, optional: true }),
  field('selector', LabelSelector, 2, { pointer: true, optional: true, patch: 'replace' }),
  field('maxUnavailable', IntOrString, 3, { pointer: true, optional: true }),
  field('unhealthyPodEvictionPolicy', UnhealthyPodEvictionPolicyType, 4, { pointer: true, optional: true }),
]);

export const PodDisruptionBudgetStatus: StructType = struct('k8s.io/api/policy/v1.PodDisruptionBudgetStatus', () => [
  field('observedGeneration', int64, 1, { optional: true }),
  field('disruptedPods', map(Time), 2, { optional: true }),
  field('disruptionsAllowed', int32, 3, { omitempty: false, optional: true }),
  field('currentHealthy', int32, 4, { omitempty: false, optional: true }),
  field('desiredHealthy', int32, 5, { omitempty: false, optional: true }),
  field('expectedPods', int32, 6, { omitempty: false, optional: true }),
  field('conditions', list(Condition), 7, { optional: true, patch: 'merge', mergeKey: 'type', list: 'map', keys: ['type'] }),
]);

export const PodDisruptionBudget: StructType = struct('k8s.io/api/policy/v1.PodDisruptionBudget', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', PodDisruptionBudgetSpec, 2, { omitempty: false, optional: true }),
  field('status', PodDisruptionBudgetStatus, 3, { omitempty: false, optional: true }),
]);

export const PodDisruptionBudgetList: StructType = struct('k8s.io/api/policy/v1.PodDisruptionBudgetList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(PodDisruptionBudget), 2, { omitempty: false }),
]);

export const Eviction: StructType = struct('k8s.io/api/policy/v1.Eviction', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('deleteOptions', DeleteOptions, 2, { pointer: true, optional: true }),
]);
