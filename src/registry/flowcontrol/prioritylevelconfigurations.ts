/**
 * Priority levels: shares of the server's concurrency.
 */
import { setPriorityLevelDefaults } from '../../apis/flowcontrol/v1/defaults.ts';
import type { PriorityLevelConfiguration as LevelObject } from '../../apis/flowcontrol/v1/objects.gen.ts';
import { PriorityLevelConfiguration } from '../../apis/flowcontrol/v1/types.ts';
import { validatePriorityLevel } from '../../apis/flowcontrol/validation/prioritylevels.ts';
import { validateFlowStatus } from '../../apis/flowcontrol/validation/status.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { METADATA_KEPT_BY_STATUS, statusIsolation, statusOf } from '../strategies/status.ts';
import { validated, validatedUpdate } from '../strategies/validation.ts';
import { priorityLevelConfigurationColumns } from './columns.ts';

const strategy: Strategy = {
  ...statusIsolation,
  ...validated<LevelObject>(validatePriorityLevel),
};

export const prioritylevelconfigurations = resource({
  group: 'flowcontrol.apiserver.k8s.io',
  resource: 'prioritylevelconfigurations',
  kind: 'PriorityLevelConfiguration',
  namespaced: false,
  storageVersionHash: 'Kir5PVfvNeI=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: PriorityLevelConfiguration, setDefaults: setPriorityLevelDefaults }],
  storagePrefix: '/registry/prioritylevelconfigurations/',
  strategy,
  subresources: {
    status: statusOf(strategy, {
      validateUpdate: validatedUpdate<LevelObject>(validateFlowStatus),
      keeps: METADATA_KEPT_BY_STATUS,
      resetFields: [['metadata'], ['spec']],
    }),
  },
  columns: priorityLevelConfigurationColumns,
  selectableFields: metadataOnly,
});
