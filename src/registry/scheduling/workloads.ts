/**
 * Workloads: templates of groups of pods that are scheduled together (KEP-4671).
 */
import type { Workload as WorkloadObject } from '../../apis/scheduling/v1alpha2/objects.gen.ts';
import { Workload } from '../../apis/scheduling/v1alpha2/types.ts';
import { validateWorkload, validateWorkloadUpdate } from '../../apis/scheduling/validation/workloads.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { validated } from '../strategies/validation.ts';
import { workloadColumns } from './columns.ts';
import { dropDisabledGroupFields, type GroupFields } from './group-features.ts';

type Spec = { readonly podGroupTemplates?: readonly GroupFields[] | null } | undefined;

const strategy: Strategy = {
  ...validated<WorkloadObject>(validateWorkload, validateWorkloadUpdate),
  prepareForCreate: (context, object) => dropDisabledGroupFields(context, (object.spec as Spec)?.podGroupTemplates ?? [], []),
  prepareForUpdate: (context, object, old) =>
    dropDisabledGroupFields(context, (object.spec as Spec)?.podGroupTemplates ?? [], (old.spec as Spec)?.podGroupTemplates ?? []),
  generation: 'client',
};

export const workloads = resource({
  group: 'scheduling.k8s.io',
  resource: 'workloads',
  kind: 'Workload',
  namespaced: true,
  storageVersionHash: 'vSX7gJe5Mx8=',
  storageVersion: 'v1alpha2',
  versions: [{ version: 'v1alpha2', type: Workload, featureGate: 'GenericWorkload' }],
  storagePrefix: '/registry/workloads/',
  strategy,
  columns: workloadColumns,
  selectableFields: metadataOnly,
});
