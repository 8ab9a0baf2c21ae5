/**
 * The types of meta.k8s.io/v1: one declaration per type, one line per field, in the vocabulary of machinery/descriptor.ts. Names, Protobuf numbers
 * and markers are those of k8s.io/apimachinery/pkg/apis/meta/v1, release 1.36; they are wire format and never change.
 */
import {
  bool,
  enumeration,
  field,
  inline,
  int32,
  int64,
  type ListType,
  list,
  map,
  type ScalarType,
  type StructType,
  string,
  struct,
} from '../../../machinery/descriptor.ts';
import { AnyValue, FieldsV1, RawExtension, Time, UID } from '../../meta/opaques.ts';

export const ResourceVersionMatch: ScalarType = enumeration('v1.ResourceVersionMatch');
export const DeletionPropagation: ScalarType = enumeration('v1.DeletionPropagation');
export const StatusReason: ScalarType = enumeration('v1.StatusReason');
export const CauseType: ScalarType = enumeration('v1.CauseType');
export const LabelSelectorOperator: ScalarType = enumeration('v1.LabelSelectorOperator');
export const FieldSelectorOperator: ScalarType = enumeration('v1.FieldSelectorOperator');
export const ManagedFieldsOperationType: ScalarType = enumeration('v1.ManagedFieldsOperationType');
export const RowConditionType: ScalarType = enumeration('v1.RowConditionType');
export const ConditionStatus: ScalarType = enumeration('v1.ConditionStatus');
export const IncludeObjectPolicy: ScalarType = enumeration('v1.IncludeObjectPolicy');

export const GroupResource: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.GroupResource', () => [
  field('group', string, 1, { omitempty: false }),
  field('resource', string, 2, { omitempty: false }),
]);

export const GroupVersionResource: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.GroupVersionResource', () => [
  field('group', string, 1, { omitempty: false }),
  field('version', string, 2, { omitempty: false }),
  field('resource', string, 3, { omitempty: false }),
]);

export const GroupKind: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.GroupKind', () => [
  field('group', string, 1, { omitempty: false }),
  field('kind', string, 2, { omitempty: false }),
]);

export const GroupVersionKind: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.GroupVersionKind', () => [
  field('group', string, 1, { omitempty: false }),
  field('version', string, 2, { omitempty: false }),
  field('kind', string, 3, { omitempty: false }),
]);

export const GroupVersion: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.GroupVersion', () => [
  field('group', string, 1, { omitempty: false }),
  field('version', string, 2, { omitempty: false }),
]);

export const TypeMeta: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.TypeMeta', () => [
  field('kind', string, 1, { optional: true }),
  field('apiVersion', string, 2, { go: 'APIVersion', optional: true }),
]);

export const ListMeta: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.ListMeta', () => [
  field('selfLink', string, 1, { optional: true }),
  field('resourceVersion', string, 2, { optional: true }),
  field('continue', string, 3, { optional: true }),
  field('remainingItemCount', int64, 4, { pointer: true, optional: true }),
  field('shardInfo', ShardInfo, 5, { pointer: true, optional: true, gate: 'ShardedListAndWatch' }),
]);

export const ShardInfo: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.ShardInfo', () => [
  field('selector', string, 1, { omitempty: false }),
]);

export const ObjectMeta: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.ObjectMeta', () => [
  field('name', string, 1, { optional: true }),
  field('generateName', string, 2, { optional: true }),
  field('namespace', string, 3, { optional: true }),
  field('selfLink', string, 4, { optional: true }),
  field('uid', UID, 5, { go: 'UID', optional: true }),
  field('resourceVersion', string, 6, {
    optional: true,
  }),
  field('generation', int64, 7, { optional: true }),
  field('creationTimestamp', Time, 8, { optional: true }),
  field('deletionTimestamp', Time, 9, {
    pointer: true,
    optional: true,
  }),
  field('deletionGracePeriodSeconds', int64, 10, {
    pointer: true,
    optional: true,
  }),
  field('labels', map(string), 11, { optional: true }),
  field('annotations', map(string), 12, { optional: true }),
  field('ownerReferences', list(OwnerReference), 13, {
    optional: true,
    patch: 'merge',
    mergeKey: 'uid',
    list: 'map',
    keys: ['uid'],
  }),
  field('finalizers', list(string), 14, {
    optional: true,
    patch: 'merge',
    list: 'set',
  }),
  field('managedFields', list(ManagedFieldsEntry), 17, {
    optional: true,
    keepEmpty: true,
    list: 'atomic',
  }),
]);

export const OwnerReference: StructType = struct(
  'k8s.io/apimachinery/pkg/apis/meta/v1.OwnerReference',
  () => [
    field('apiVersion', string, 5, { go: 'APIVersion', omitempty: false }),
    field('kind', string, 1, { omitempty: false }),
    field('name', string, 3, { omitempty: false }),
    field('uid', UID, 4, { go: 'UID', omitempty: false }),
    field('controller', bool, 6, { pointer: true, optional: true }),
    field('blockOwnerDeletion', bool, 7, { pointer: true, optional: true }),
  ],
  '',
  { atomic: true },
);

export const ListOptions: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.ListOptions', () => [
  inline(TypeMeta),
  field('labelSelector', string, 1, { optional: true }),
  field('fieldSelector', string, 2, { optional: true }),
  field('watch', bool, 3, { optional: true }),
  field('allowWatchBookmarks', bool, 9, { optional: true }),
  field('resourceVersion', string, 4, { optional: true }),
  field('resourceVersionMatch', ResourceVersionMatch, 10, { optional: true }),
  field('timeoutSeconds', int64, 5, { pointer: true, optional: true }),
  field('limit', int64, 7, { optional: true }),
  field('continue', string, 8, { optional: true }),
  field('sendInitialEvents', bool, 11, { pointer: true, optional: true }),
  field('shardSelector', string, 15, { optional: true, gate: 'ShardedListAndWatch' }),
]);

export const GetOptions: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.GetOptions', () => [
  inline(TypeMeta),
  field('resourceVersion', string, 1, { optional: true }),
]);

export const DeleteOptions: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.DeleteOptions', () => [
  inline(TypeMeta),
  field('gracePeriodSeconds', int64, 1, { pointer: true, optional: true }),
  field('preconditions', Preconditions, 2, { pointer: true, optional: true }),
  field('orphanDependents', bool, 3, { pointer: true, optional: true }),
  field('propagationPolicy', DeletionPropagation, 4, { pointer: true, optional: true }),
  field('dryRun', list(string), 5, { optional: true, list: 'atomic' }),
  field('ignoreStoreReadErrorWithClusterBreakingPotential', bool, 6, { pointer: true, optional: true }),
]);

export const CreateOptions: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.CreateOptions', () => [
  inline(TypeMeta),
  field('dryRun', list(string), 1, { optional: true, list: 'atomic' }),
  field('fieldManager', string, 3, { optional: true }),
  field('fieldValidation', string, 4, { optional: true }),
]);

export const PatchOptions: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.PatchOptions', () => [
  inline(TypeMeta),
  field('dryRun', list(string), 1, { optional: true, list: 'atomic' }),
  field('force', bool, 2, { pointer: true, optional: true }),
  field('fieldManager', string, 3, { optional: true }),
  field('fieldValidation', string, 4, { optional: true }),
]);

export const ApplyOptions: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.ApplyOptions', () => [
  inline(TypeMeta),
  field('dryRun', list(string), 1, { optional: true, list: 'atomic' }),
  field('force', bool, 2, { omitempty: false }),
  field('fieldManager', string, 3, { omitempty: false }),
]);

export const UpdateOptions: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.UpdateOptions', () => [
  inline(TypeMeta),
  field('dryRun', list(string), 1, { optional: true, list: 'atomic' }),
  field('fieldManager', string, 2, { optional: true }),
  field('fieldValidation', string, 3, { optional: true }),
]);

export const Preconditions: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.Preconditions', () => [
  field('uid', UID, 1, { go: 'UID', pointer: true, optional: true }),
  field('resourceVersion', string, 2, { pointer: true, optional: true }),
]);

export const Status: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.Status', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('status', string, 2, { optional: true }),
  field('message', string, 3, { optional: true }),
  field('reason', StatusReason, 4, { optional: true }),
  field('details', StatusDetails, 5, { pointer: true, optional: true }),
  field('code', int32, 6, { optional: true }),
]);

export const StatusDetails: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.StatusDetails', () => [
  field('name', string, 1, { optional: true }),
  field('group', string, 2, { optional: true }),
  field('kind', string, 3, { optional: true }),
  field('uid', UID, 6, { go: 'UID', optional: true }),
  field('causes', list(StatusCause), 4, { optional: true, list: 'atomic' }),
  field('retryAfterSeconds', int32, 5, { optional: true }),
]);

export const StatusCause: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.StatusCause', () => [
  field('reason', CauseType, 1, { go: 'Type', optional: true }),
  field('message', string, 2, { optional: true }),
  field('field', string, 3, { optional: true }),
]);

export const List: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.List', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(RawExtension), 2, { omitempty: false }),
]);

export const APIVersions: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.APIVersions', () => [
  inline(TypeMeta),
  field('versions', list(string), 1, { omitempty: false, list: 'atomic' }),
  field('serverAddressByClientCIDRs', list(ServerAddressByClientCIDR), 2, { omitempty: false, list: 'atomic' }),
]);

export const APIGroupList: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.APIGroupList', () => [
  inline(TypeMeta),
  field('groups', list(APIGroup), 1, { omitempty: false, list: 'atomic' }),
]);

export const APIGroup: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.APIGroup', () => [
  inline(TypeMeta),
  field('name', string, 1, { omitempty: false }),
  field('versions', list(GroupVersionForDiscovery), 2, { omitempty: false, list: 'atomic' }),
  field('preferredVersion', GroupVersionForDiscovery, 3, { omitempty: false, optional: true }),
  field('serverAddressByClientCIDRs', list(ServerAddressByClientCIDR), 4, { optional: true, list: 'atomic' }),
]);

export const ServerAddressByClientCIDR: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.ServerAddressByClientCIDR', () => [
  field('clientCIDR', string, 1, { omitempty: false }),
  field('serverAddress', string, 2, { omitempty: false }),
]);

export const GroupVersionForDiscovery: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.GroupVersionForDiscovery', () => [
  field('groupVersion', string, 1, { omitempty: false }),
  field('version', string, 2, { omitempty: false }),
]);

export const APIResource: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.APIResource', () => [
  field('name', string, 1, { omitempty: false }),
  field('singularName', string, 6, { omitempty: false }),
  field('namespaced', bool, 2, { omitempty: false }),
  field('group', string, 8, { optional: true }),
  field('version', string, 9, { optional: true }),
  field('kind', string, 3, { omitempty: false }),
  field('verbs', Verbs, 4, { omitempty: false }),
  field('shortNames', list(string), 5, { optional: true, list: 'atomic' }),
  field('categories', list(string), 7, { optional: true, list: 'atomic' }),
  field('storageVersionHash', string, 10, { optional: true }),
]);

export const APIResourceList: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.APIResourceList', () => [
  inline(TypeMeta),
  field('groupVersion', string, 1, { omitempty: false }),
  field('resources', list(APIResource), 2, { go: 'APIResources', omitempty: false, list: 'atomic' }),
]);

export const RootPaths: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.RootPaths', () => [
  field('paths', list(string), 1, { omitempty: false, list: 'atomic' }),
]);

export const Patch: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.Patch', () => []);

export const LabelSelector: StructType = struct(
  'k8s.io/apimachinery/pkg/apis/meta/v1.LabelSelector',
  () => [
    field('matchLabels', map(string), 1, { optional: true }),
    field('matchExpressions', list(LabelSelectorRequirement), 2, { optional: true, list: 'atomic' }),
  ],
  '',
  { atomic: true },
);

export const LabelSelectorRequirement: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.LabelSelectorRequirement', () => [
  field('key', string, 1, { omitempty: false }),
  field('operator', LabelSelectorOperator, 2, { omitempty: false }),
  field('values', list(string), 3, { optional: true, list: 'atomic' }),
]);

export const FieldSelectorRequirement: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.FieldSelectorRequirement', () => [
  field('key', string, 1, { omitempty: false }),
  field('operator', FieldSelectorOperator, 2, { omitempty: false }),
  field('values', list(string), 3, { optional: true, list: 'atomic' }),
]);

export const ManagedFieldsEntry: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.ManagedFieldsEntry', () => [
  field('manager', string, 1, { optional: true }),
  field('operation', ManagedFieldsOperationType, 2, { optional: true }),
  field('apiVersion', string, 3, { go: 'APIVersion', optional: true }),
  field('time', Time, 4, { pointer: true, optional: true }),
  field('fieldsType', string, 6, { optional: true }),
  field('fieldsV1', FieldsV1, 7, { pointer: true, optional: true }),
  field('subresource', string, 8, { optional: true }),
]);

export const Table: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.Table', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 0, { go: 'ListMeta', omitempty: false, optional: true }),
  field('columnDefinitions', list(TableColumnDefinition), 0, { omitempty: false, list: 'atomic' }),
  field('rows', list(TableRow), 0, { omitempty: false, list: 'atomic' }),
]);

export const TableColumnDefinition: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.TableColumnDefinition', () => [
  field('name', string, 0, { omitempty: false }),
  field('type', string, 0, { omitempty: false }),
  field('format', string, 0, { omitempty: false }),
  field('description', string, 0, { omitempty: false }),
  field('priority', int32, 0, { omitempty: false }),
]);

export const TableRow: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.TableRow', () => [
  field('cells', list(AnyValue), 0, { omitempty: false, list: 'atomic' }),
  field('conditions', list(TableRowCondition), 0, { optional: true, list: 'atomic' }),
  field('object', RawExtension, 0, { omitempty: false, optional: true }),
]);

export const TableRowCondition: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.TableRowCondition', () => [
  field('type', RowConditionType, 0, { omitempty: false }),
  field('status', ConditionStatus, 0, { omitempty: false }),
  field('reason', string, 0, { optional: true }),
  field('message', string, 0, { optional: true }),
]);

export const TableOptions: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.TableOptions', () => [
  inline(TypeMeta),
  field('includeObject', IncludeObjectPolicy, 1, { optional: true }),
]);

export const PartialObjectMetadata: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.PartialObjectMetadata', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
]);

export const PartialObjectMetadataList: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.PartialObjectMetadataList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(PartialObjectMetadata), 2, { omitempty: false }),
]);

export const Condition: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.Condition', () => [
  field('type', string, 1, { omitempty: false }),
  field('status', ConditionStatus, 2, { omitempty: false }),
  field('observedGeneration', int64, 3, { optional: true }),
  field('lastTransitionTime', Time, 4, { omitempty: false }),
  field('reason', string, 5, { omitempty: false }),
  field('message', string, 6, { omitempty: false }),
]);

export const WatchEvent: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1.WatchEvent', () => [
  field('type', string, 1, { omitempty: false }),
  field('object', RawExtension, 2, { omitempty: false }),
]);

export const Verbs: ListType = list(string, 'v1.Verbs');
