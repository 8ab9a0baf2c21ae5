/** Defaults of jobs and cron jobs. They change the object in place. */
import type { KubeObject } from '../../../machinery/object.ts';
import { defaultPodTemplate, type PodTemplate } from '../../core/v1/pod-defaults.ts';

const BACKOFF_LIMIT = 6;
/** A limit for each index stands in for the common one, which then never ends the job. */
const NO_BACKOFF_LIMIT = 2_147_483_647;

interface FailureRule {
  onPodConditions?: { status?: string }[] | null;
}

interface JobSpec {
  parallelism?: number;
  completions?: number;
  backoffLimit?: number;
  backoffLimitPerIndex?: number;
  completionMode?: string;
  suspend?: boolean;
  manualSelector?: boolean;
  podReplacementPolicy?: string;
  podFailurePolicy?: { rules?: FailureRule[] | null };
  template?: PodTemplate;
}

export function setJobDefaults(object: KubeObject): void {
  object.spec ??= {};
  const spec = object.spec as JobSpec;
  spec.template ??= {};
  defaultPodTemplate(spec.template);
  // A job that says nothing of parallelism runs one pod once.
  if (spec.parallelism === undefined && spec.completions === undefined) spec.completions = 1;
  spec.parallelism ??= 1;
  spec.backoffLimit ??= spec.backoffLimitPerIndex === undefined ? BACKOFF_LIMIT : NO_BACKOFF_LIMIT;
  const labels = spec.template.metadata?.labels;
  // One map in both places: labels that creation adds to the template are then the job's too, as upstream has it.
  if (labels && Object.keys(object.metadata.labels ?? {}).length === 0) object.metadata.labels = labels;
  spec.completionMode ??= 'NonIndexed';
  spec.suspend ??= false;
  spec.manualSelector ??= false;
  spec.podReplacementPolicy ??= spec.podFailurePolicy === undefined ? 'TerminatingOrFailed' : 'Failed';
  defaultFailurePolicy(spec);
}

function defaultFailurePolicy(spec: JobSpec): void {
  for (const rule of spec.podFailurePolicy?.rules ?? []) {
    for (const pattern of rule.onPodConditions ?? []) pattern.status ||= 'True';
  }
}

interface CronJobSpec {
  concurrencyPolicy?: string;
  suspend?: boolean;
  successfulJobsHistoryLimit?: number;
  failedJobsHistoryLimit?: number;
  jobTemplate?: { spec?: JobSpec };
}

/** The job inside is defaulted when it is made, but its pod template already now. */
export function setCronJobDefaults(object: KubeObject): void {
  object.spec ??= {};
  const spec = object.spec as CronJobSpec;
  spec.concurrencyPolicy ||= 'Allow';
  spec.suspend ??= false;
  spec.successfulJobsHistoryLimit ??= 3;
  spec.failedJobsHistoryLimit ??= 1;
  spec.jobTemplate ??= {};
  const template = spec.jobTemplate;
  template.spec ??= {};
  template.spec.template ??= {};
  defaultPodTemplate(template.spec.template);
  defaultFailurePolicy(template.spec);
}
