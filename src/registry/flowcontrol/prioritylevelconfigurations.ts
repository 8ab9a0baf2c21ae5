/**
 * Priority levels: shares of the server's concurrency.
 */
import { setPriorityLevelDefaults } from '../../apis/flowcontrol/v1/defaults.ts';
import { PriorityLevelConfiguration } from '../../apis/flowcontrol/v1/types.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../vocabulary/selectable.ts';
import { METADATA_KEPT_BY_STATUS, statusIsolation, statusOf } from '../vocabulary/status.ts';
import { priorityLevelConfigurationColumns } from './columns.ts';

const strategy: Strategy = {
  ...statusIsolation,
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
  subresources: { status: statusOf(strategy, { keeps: METADATA_KEPT_BY_STATUS }) },
  columns: priorityLevelConfigurationColumns,
  selectableFields: metadataOnly,
});
