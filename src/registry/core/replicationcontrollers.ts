/**
 * Replication controllers: the first form of replica sets. Deleting one orphans its pods unless told otherwise.
 */
import { setReplicationControllerDefaults } from '../../apis/core/v1/defaults.ts';
import type { ReplicationController as ReplicationControllerObject } from '../../apis/core/v1/objects.gen.ts';
import { ReplicationController } from '../../apis/core/v1/types.ts';
import {
  validateReplicationController,
  validateReplicationControllerStatus,
  validateReplicationControllerUpdate,
} from '../../apis/core/validation/replication.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { scaleOf } from '../strategies/scale.ts';
import { selectable, textAt } from '../strategies/selectable.ts';
import { statusOf } from '../strategies/status.ts';
import { validated, validatedUpdate } from '../strategies/validation.ts';
import { workload } from '../strategies/workload.ts';
import { replicationControllerColumns } from './columns.ts';

const rules = workload({ namesPods: true });

const strategy: Strategy = {
  metadataRules: ['create', 'update'],
  ...rules,
  // As upstream has it: of the template that was there before.
  warningsOnUpdate: (context, object, old) => rules.warningsOnUpdate(context, old, object),
  ...validated<ReplicationControllerObject>(validateReplicationController, validateReplicationControllerUpdate),
  defaultPropagation: 'Orphan',
};

export const replicationcontrollers = resource({
  group: '',
  resource: 'replicationcontrollers',
  kind: 'ReplicationController',
  shortNames: ['rc'],
  categories: ['all'],
  namespaced: true,
  storageVersionHash: 'Jond2If31h0=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: ReplicationController, setDefaults: setReplicationControllerDefaults }],
  storagePrefix: '/registry/controllers/',
  strategy,
  subresources: {
    scale: scaleOf(strategy, { plainSelector: true }),
    status: statusOf(strategy, { validateUpdate: validatedUpdate(validateReplicationControllerStatus) }),
  },
  columns: replicationControllerColumns,
  selectableFields: selectable({ 'status.replicas': textAt(['status', 'replicas'], '0') }),
});
