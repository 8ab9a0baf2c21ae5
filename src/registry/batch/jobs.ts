/**
 * Jobs: run pods to completion. Unless the client takes charge of it, the server makes a selector that no other job shares, out of the job's uid.
 * Deleting a job orphans its pods unless told otherwise, and says so in a warning.
 */
import { setJobDefaults } from '../../apis/batch/v1/defaults.ts';
import type { Job as JobObject } from '../../apis/batch/v1/objects.gen.ts';
import { Job } from '../../apis/batch/v1/types.ts';
import { validateJobStatus } from '../../apis/batch/validation/job-status.ts';
import { validateJob, validateJobUpdate } from '../../apis/batch/validation/jobs.ts';
import { FieldPath } from '../../machinery/field-errors.ts';
import type { KubeObject, StringMap } from '../../machinery/object.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { selectable, textAt } from '../strategies/selectable.ts';
import { statusOf } from '../strategies/status.ts';
import { validated, validatedUpdate } from '../strategies/validation.ts';
import { workload } from '../strategies/workload.ts';
import { jobWarnings, type WarnedJobSpec } from '../warnings/jobs.ts';
import { jobColumns } from './columns.ts';

interface JobSpecFields {
  readonly manualSelector?: boolean;
  selector?: { readonly matchLabels?: StringMap };
  template?: { readonly metadata?: { readonly labels?: StringMap | null } };
}

const rules = workload({ namesPods: true, warnings: ({ spec }) => jobWarnings((spec ?? {}) as WarnedJobSpec, FieldPath.root('spec')) });

const strategy: Strategy = {
  ...rules,
  ...validated<JobObject>(validateJob, validateJobUpdate),
  prepareForCreate: (context, object) => {
    rules.prepareForCreate(context, object);
    generateSelector(object);
  },
  canonicalize: adoptTemplateLabels,
  defaultPropagation: 'Orphan',
  propagationWarning:
    'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning',
};

/** The unprefixed labels are those of old releases; pods of old jobs are still found by them. */
const GENERATED_LABELS = ['batch.kubernetes.io/controller-uid', 'batch.kubernetes.io/job-name', 'controller-uid', 'job-name'] as const;

/** Defaulting gave the job its template's labels, unless there were none before creation added some. */
function adoptTemplateLabels(object: KubeObject): void {
  const labels = (object.spec as JobSpecFields | undefined)?.template?.metadata?.labels;
  if (labels && Object.keys(object.metadata.labels ?? {}).length === 0) object.metadata.labels = { ...labels };
}

/** A selector or labels that the client wrote stay in place: validation says what is wrong with them. */
function generateSelector(object: KubeObject): void {
  const spec = object.spec as JobSpecFields | undefined;
  if (spec === undefined || spec.manualSelector === true) return;
  const uid = object.metadata.uid ?? '';
  const name = object.metadata.name ?? '';
  // In place: the job may share this map (see its defaults).
  const labels: StringMap = spec.template?.metadata?.labels ?? {};
  const values = [uid, name, uid, name];
  for (const [i, key] of GENERATED_LABELS.entries()) if (!Object.hasOwn(labels, key)) labels[key] = values[i] ?? '';
  spec.template = { ...spec.template, metadata: { ...spec.template?.metadata, labels } };
  const matchLabels: StringMap = { ...spec.selector?.matchLabels };
  if (!Object.hasOwn(matchLabels, 'batch.kubernetes.io/controller-uid')) matchLabels['batch.kubernetes.io/controller-uid'] = uid;
  spec.selector = { ...spec.selector, matchLabels };
}

export const jobs = resource({
  group: 'batch',
  resource: 'jobs',
  kind: 'Job',
  categories: ['all'],
  namespaced: true,
  storageVersionHash: 'mudhfqk/qZY=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: Job, setDefaults: setJobDefaults }],
  storagePrefix: '/registry/jobs/',
  strategy,
  subresources: { status: statusOf(strategy, { validateUpdate: validatedUpdate(validateJobStatus) }) },
  columns: jobColumns,
  selectableFields: selectable(
    { 'status.successful': textAt(['status', 'succeeded'], '0') },
    { refusal: (label) => `field label ${JSON.stringify(label)} not supported for Job` },
  ),
});
