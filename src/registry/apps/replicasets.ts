/**
 * Replica sets: keep a number of pods of one template running.
 */
import { setReplicaSetDefaults } from '../../apis/apps/v1/defaults.ts';
import type { ReplicaSet as ReplicaSetObject } from '../../apis/apps/v1/objects.gen.ts';
import { ReplicaSet } from '../../apis/apps/v1/types.ts';
import { validateReplicaSet, validateReplicaSetStatus, validateReplicaSetUpdate } from '../../apis/apps/validation/replicasets.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { scaleOf } from '../strategies/scale.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { statusOf } from '../strategies/status.ts';
import { validated, validatedUpdate } from '../strategies/validation.ts';
import { workload } from '../strategies/workload.ts';
import { replicaSetColumns } from './columns.ts';
import { dropTerminatingReplicas } from './terminating-replicas.ts';

const strategy: Strategy = {
  metadataRules: ['create', 'update'],
  ...workload({ namesPods: true }),
  ...validated<ReplicaSetObject>(validateReplicaSet, validateReplicaSetUpdate),
};

export const replicasets = resource({
  group: 'apps',
  resource: 'replicasets',
  kind: 'ReplicaSet',
  shortNames: ['rs'],
  categories: ['all'],
  namespaced: true,
  storageVersionHash: 'P1RzHs8/mWQ=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: ReplicaSet, setDefaults: setReplicaSetDefaults }],
  storagePrefix: '/registry/replicasets/',
  strategy,
  subresources: {
    scale: scaleOf(strategy),
    status: statusOf(strategy, { validateUpdate: validatedUpdate(validateReplicaSetStatus), also: dropTerminatingReplicas }),
  },
  columns: replicaSetColumns,
  selectableFields: metadataOnly,
});
