/**
 * The types of apiregistration.k8s.io/v1: one declaration per type, one line per field, in the vocabulary of machinery/descriptor.ts. Names, Protobuf
 * numbers and markers are those of k8s.io/kube-aggregator/pkg/apis/apiregistration/v1, release 1.36; they are wire format and never change.
 */
import {
  bool,
  bytes,
  enumeration,
  field,
  inline,
  int32,
  list,
  type ScalarType,
  type StructType,
  string,
  struct,
} from '../../../machinery/descriptor.ts';
import { Time } from '../../meta/opaques.ts';
import { ListMeta, ObjectMeta, TypeMeta } from '../../meta/v1/types.ts';

export const ConditionStatus: ScalarType = enumeration('v1.ConditionStatus');
export const APIServiceConditionType: ScalarType = enumeration('v1.APIServiceConditionType');

export const APIServiceList: StructType = struct('k8s.io/kube-aggregator/pkg/apis/apiregistration/v1.APIServiceList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(APIService), 2, { omitempty: false }),
]);

export const ServiceReference: StructType = struct('k8s.io/kube-aggregator/pkg/apis/apiregistration/v1.ServiceReference', () => [
  field('namespace', string, 1, { optional: true }),
  field('name', string, 2, { optional: true }),
  field('port', int32, 3, { pointer: true, optional: true }),
]);

export const APIServiceSpec: StructType = struct('k8s.io/kube-aggregator/pkg/apis/apiregistration/v1.APIServiceSpec', () => [
  field('service', ServiceReference, 1, { pointer: true, optional: true }),
  field('group', string, 2, { optional: true }),
  field('version', string, 3, { optional: true }),
  field('insecureSkipTLSVerify', bool, 4, { optional: true }),
  field('caBundle', bytes, 5, { go: 'CABundle', optional: true, list: 'atomic' }),
  field('groupPriorityMinimum', int32, 7, { omitempty: false }),
  field('versionPriority', int32, 8, { omitempty: false }),
]);

export const APIServiceCondition: StructType = struct('k8s.io/kube-aggregator/pkg/apis/apiregistration/v1.APIServiceCondition', () => [
  field('type', APIServiceConditionType, 1, { omitempty: false }),
  field('status', ConditionStatus, 2, { omitempty: false }),
  field('lastTransitionTime', Time, 3, { omitempty: false, optional: true }),
  field('reason', string, 4, { optional: true }),
  field('message', string, 5, { optional: true }),
]);

export const APIServiceStatus: StructType = struct('k8s.io/kube-aggregator/pkg/apis/apiregistration/v1.APIServiceStatus', () => [
  field('conditions', list(APIServiceCondition), 1, { optional: true, patch: 'merge', mergeKey: 'type', list: 'map', keys: ['type'] }),
]);

export const APIService: StructType = struct('k8s.io/kube-aggregator/pkg/apis/apiregistration/v1.APIService', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', APIServiceSpec, 2, { omitempty: false, optional: true }),
  field('status', APIServiceStatus, 3, { omitempty: false, optional: true }),
]);
