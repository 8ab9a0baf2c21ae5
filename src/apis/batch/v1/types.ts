/**
 * The types of batch/v1: one declaration per type, one line per field, in the vocabulary of machinery/descriptor.ts. Names, Protobuf numbers and
 * markers are those of k8s.io/api/batch/v1, release 1.36; they are wire format and never change.
 */
import {
  bool,
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
import { ConditionStatus, ObjectReference, PodConditionType, PodTemplateSpec } from '../../core/v1/types.ts';
import { Time, UID } from '../../meta/opaques.ts';
import { LabelSelector, ListMeta, ObjectMeta, TypeMeta } from '../../meta/v1/types.ts';

export const CompletionMode: ScalarType = enumeration('v1.CompletionMode', ['Indexed', 'NonIndexed']);
export const PodFailurePolicyAction: ScalarType = enumeration('v1.PodFailurePolicyAction', ['Count', 'FailIndex', 'FailJob', 'Ignore']);
export const PodFailurePolicyOnExitCodesOperator: ScalarType = enumeration('v1.PodFailurePolicyOnExitCodesOperator', ['In', 'NotIn']);
export const PodReplacementPolicy: ScalarType = enumeration('v1.PodReplacementPolicy', ['Failed', 'TerminatingOrFailed']);
export const JobConditionType: ScalarType = enumeration('v1.JobConditionType');
export const ConcurrencyPolicy: ScalarType = enumeration('v1.ConcurrencyPolicy', ['Allow', 'Forbid', 'Replace']);

export const Job: StructType = struct('k8s.io/api/batch/v1.Job', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', JobSpec, 2, { omitempty: false, optional: true }),
  field('status', JobStatus, 3, { omitempty: false, optional: true }),
]);

export const JobList: StructType = struct('k8s.io/api/batch/v1.JobList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(Job), 2, { omitempty: false }),
]);

export const PodFailurePolicyOnExitCodesRequirement: StructType = struct('k8s.io/api/batch/v1.PodFailurePolicyOnExitCodesRequirement', () => [
  field('containerName', string, 1, { pointer: true, optional: true }),
  field('operator', PodFailurePolicyOnExitCodesOperator, 2, { omitempty: false }),
  field('values', list(int32), 3, { omitempty: false, list: 'set' }),
]);

export const PodFailurePolicyOnPodConditionsPattern: StructType = struct('k8s.io/api/batch/v1.PodFailurePolicyOnPodConditionsPattern', () => [
  field('type', PodConditionType, 1, { omitempty: false }),
  field('status', ConditionStatus, 2, { omitempty: false, optional: true }),
]);

export const PodFailurePolicyRule: StructType = struct('k8s.io/api/batch/v1.PodFailurePolicyRule', () => [
  field('action', PodFailurePolicyAction, 1, { omitempty: false }),
  field('onExitCodes', PodFailurePolicyOnExitCodesRequirement, 2, { pointer: true, optional: true }),
  field('onPodConditions', list(PodFailurePolicyOnPodConditionsPattern), 3, { optional: true, list: 'atomic' }),
]);

export const PodFailurePolicy: StructType = struct('k8s.io/api/batch/v1.PodFailurePolicy', () => [
  field('rules', list(PodFailurePolicyRule), 1, { omitempty: false, list: 'atomic' }),
]);

export const SuccessPolicy: StructType = struct('k8s.io/api/batch/v1.SuccessPolicy', () => [
  field('rules', list(SuccessPolicyRule), 1, { omitempty: false, list: 'atomic' }),
]);

export const SuccessPolicyRule: StructType = struct('k8s.io/api/batch/v1.SuccessPolicyRule', () => [
  field('succeededIndexes', string, 1, { pointer: true, optional: true }),
  field('succeededCount', int32, 2, { pointer: true, optional: true }),
]);

export const JobSpec: StructType = struct('k8s.io/api/batch/v1.JobSpec', () => [
  field('parallelism', int32, 1, { pointer: true, optional: true }),
  field('completions', int32, 2, { pointer: true, optional: true }),
  field('activeDeadlineSeconds', int64, 3, { pointer: true, optional: true }),
  field('podFailurePolicy', PodFailurePolicy, 11, { pointer: true, optional: true }),
  field('successPolicy', SuccessPolicy, 16, { pointer: true, optional: true }),
  field('backoffLimit', int32, 7, { pointer: true, optional: true }),
  field('backoffLimitPerIndex', int32, 12, { pointer: true, optional: true }),
  field('maxFailedIndexes', int32, 13, { pointer: true, optional: true }),
  field('selector', LabelSelector, 4, { pointer: true, optional: true }),
  field('manualSelector', bool, 5, { pointer: true, optional: true }),
  field('template', PodTemplateSpec, 6, { omitempty: false }),
  field('ttlSecondsAfterFinished', int32, 8, { go: 'TTLSecondsAfterFinished', pointer: true, optional: true }),
  field('completionMode', CompletionMode, 9, { pointer: true, optional: true }),
  field('suspend', bool, 10, { pointer: true, optional: true }),
  field('podReplacementPolicy', PodReplacementPolicy, 14, { pointer: true, optional: true }),
  field('managedBy', string, 15, { pointer: true, optional: true }),
]);

export const JobStatus: StructType = struct('k8s.io/api/batch/v1.JobStatus', () => [
  field('conditions', list(JobCondition), 1, { optional: true, patch: 'merge', mergeKey: 'type', list: 'atomic' }),
  field('startTime', Time, 2, { pointer: true, optional: true }),
  field('completionTime', Time, 3, { pointer: true, optional: true }),
  field('active', int32, 4, { optional: true }),
  field('succeeded', int32, 5, { optional: true }),
  field('failed', int32, 6, { optional: true }),
  field('terminating', int32, 11, { pointer: true, optional: true }),
  field('completedIndexes', string, 7, { optional: true }),
  field('failedIndexes', string, 10, { pointer: true, optional: true }),
  field('uncountedTerminatedPods', UncountedTerminatedPods, 8, { pointer: true, optional: true }),
  field('ready', int32, 9, { pointer: true, optional: true }),
]);

export const UncountedTerminatedPods: StructType = struct('k8s.io/api/batch/v1.UncountedTerminatedPods', () => [
  field('succeeded', list(UID), 1, { optional: true, list: 'set' }),
  field('failed', list(UID), 2, { optional: true, list: 'set' }),
]);

export const JobCondition: StructType = struct('k8s.io/api/batch/v1.JobCondition', () => [
  field('type', JobConditionType, 1, { omitempty: false }),
  field('status', ConditionStatus, 2, { omitempty: false }),
  field('lastProbeTime', Time, 3, { omitempty: false, optional: true }),
  field('lastTransitionTime', Time, 4, { omitempty: false, optional: true }),
  field('reason', string, 5, { optional: true }),
  field('message', string, 6, { optional: true }),
]);

export const JobTemplateSpec: StructType = struct('k8s.io/api/batch/v1.JobTemplateSpec', () => [
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', JobSpec, 2, { omitempty: false, optional: true }),
]);

export const CronJob: StructType = struct('k8s.io/api/batch/v1.CronJob', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', CronJobSpec, 2, { omitempty: false }),
  field('status', CronJobStatus, 3, { omitempty: false, optional: true }),
]);

export const CronJobList: StructType = struct('k8s.io/api/batch/v1.CronJobList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(CronJob), 2, { omitempty: false }),
]);

export const CronJobSpec: StructType = struct('k8s.io/api/batch/v1.CronJobSpec', () => [
  field('schedule', string, 1, { omitempty: false }),
  field('timeZone', string, 8, { pointer: true, optional: true }),
  field('startingDeadlineSeconds', int64, 2, { pointer: true, optional: true }),
  field('concurrencyPolicy', ConcurrencyPolicy, 3, { optional: true }),
  field('suspend', bool, 4, { pointer: true, optional: true }),
  field('jobTemplate', JobTemplateSpec, 5, { omitempty: false }),
  field('successfulJobsHistoryLimit', int32, 6, { pointer: true, optional: true }),
  field('failedJobsHistoryLimit', int32, 7, { pointer: true, optional: true }),
]);

export const CronJobStatus: StructType = struct('k8s.io/api/batch/v1.CronJobStatus', () => [
  field('active', list(ObjectReference), 1, { optional: true, list: 'atomic' }),
  field('lastScheduleTime', Time, 4, { pointer: true, optional: true }),
  field('lastSuccessfulTime', Time, 5, { pointer: true, optional: true }),
]);
