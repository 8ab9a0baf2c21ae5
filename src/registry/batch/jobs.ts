/**
 * Jobs: run pods to completion. Unless the client takes charge of it, the server makes a selector that no other job shares, out of the job's uid.
 * Deleting a job orphans its pods unless told otherwise, and says so in a warning.
 */
import { setJobDefaults } from '../../apis/batch/v1/defaults.ts';
import { Job } from '../../apis/batch/v1/types.ts';
import type { KubeObject, StringMap } from '../../machinery/object.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { selectable, textAt } from '../vocabulary/selectable.ts';
import { statusOf } from '../vocabulary/status.ts';
import { workload } from '../vocabulary/workload.ts';
import { jobColumns } from './columns.ts';

interface JobSpecFields {
  readonly manualSelector?: boolean;
  selector?: { readonly matchLabels?: StringMap };
  template?: { readonly metadata?: { readonly labels?: StringMap | null } };
}

const rules = workload();

const strategy: Strategy = {
  ...rules,
  prepareForCreate: (context, object) => {
    rules.prepareForCreate(context, object);
    generateSelector(object);
  },
  defaultPropagation: 'Orphan',
  propagationWarning:
    'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning',
};

/** A selector or labels that the client wrote stay in place: validation says what is wrong with them. */
function generateSelector(object: KubeObject): void {
  const spec = object.spec as JobSpecFields | undefined;
  if (spec === undefined || spec.manualSelector === true) return;
  const uid = object.metadata.uid ?? '';
  const name = object.metadata.name ?? '';
  const given = spec.template?.metadata?.labels;
  const labels: StringMap = { ...given };
  // The unprefixed labels are those of old releases; pods of old jobs are still found by them.
  for (const [key, value] of Object.entries({
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
    'controller-uid': uid,
    'job-name': name,
  })) {
    if (!Object.hasOwn(labels, key)) labels[key] = value;
  }
  spec.template = { ...spec.template, metadata: { ...spec.template?.metadata, labels } };
  // Defaulting copied the template's labels before these were known.
  object.metadata.labels = ownsLabels(object, given) ? object.metadata.labels : { ...labels };
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
  subresources: { status: statusOf(strategy) },
  columns: jobColumns,
  selectableFields: selectable(
    { 'status.successful': textAt(['status', 'succeeded'], '0') },
    { refusal: (label) => `field label ${JSON.stringify(label)} not supported for Job` },
  ),
});
