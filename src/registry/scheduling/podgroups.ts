/**
 * Pod groups: pods that are scheduled together, made from a workload's template or alone (KEP-4671).
 */
import { setPodGroupDefaults } from '../../apis/scheduling/v1alpha2/defaults.ts';
import type { PodGroup as PodGroupObject } from '../../apis/scheduling/v1alpha2/objects.gen.ts';
import { PodGroup } from '../../apis/scheduling/v1alpha2/types.ts';
import { validatePodGroup, validatePodGroupStatus, validatePodGroupUpdate } from '../../apis/scheduling/validation/workloads.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { clearStatus, keepStatus, METADATA_KEPT_BY_STATUS, statusOf } from '../strategies/status.ts';
import { validated, validatedUpdate } from '../strategies/validation.ts';
import { podGroupColumns } from './columns.ts';
import { dropDisabledGroupFields, type GroupFields } from './group-features.ts';

const groupsOf = (spec: unknown): readonly GroupFields[] => (spec === undefined || spec === null ? [] : [spec as GroupFields]);

const strategy: Strategy = {
  ...validated<PodGroupObject>(validatePodGroup, validatePodGroupUpdate),
  prepareForCreate: (context, object) => {
    clearStatus(object);
    dropDisabledGroupFields(context, groupsOf(object.spec), []);
  },
  prepareForUpdate: (context, object, old) => {
    keepStatus(object, old);
    dropDisabledGroupFields(context, groupsOf(object.spec), groupsOf(old.spec));
  },
  generation: 'client',
  resetFields: [['status']],
};

export const podgroups = resource({
  group: 'scheduling.k8s.io',
  resource: 'podgroups',
  kind: 'PodGroup',
  namespaced: true,
  storageVersionHash: 'YYgX3v5V204=',
  storageVersion: 'v1alpha2',
  versions: [{ version: 'v1alpha2', type: PodGroup, setDefaults: setPodGroupDefaults, featureGate: 'GenericWorkload' }],
  storagePrefix: '/registry/podgroups/',
  strategy,
  subresources: {
    status: statusOf(strategy, {
      validateUpdate: validatedUpdate<PodGroupObject>(validatePodGroupStatus),
      keeps: METADATA_KEPT_BY_STATUS,
      also: (context, object, old) => {
        if (context.featureEnabled('DRAWorkloadResourceClaims') || groupsOf(old.spec).some((each) => (each.resourceClaims?.length ?? 0) > 0)) return;
        delete (object.status as { resourceClaimStatuses?: unknown } | undefined)?.resourceClaimStatuses;
      },
      resetFields: [['metadata'], ['spec']],
    }),
  },
  columns: podGroupColumns,
  selectableFields: metadataOnly,
});
