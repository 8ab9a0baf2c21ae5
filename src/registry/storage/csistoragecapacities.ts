/**
 * CSI storage capacities: how much a driver can still provision, by topology.
 */
import { CSIStorageCapacity } from '../../apis/storage/v1/types.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../vocabulary/selectable.ts';
import { csiStorageCapacityColumns } from './columns.ts';

const strategy: Strategy = {
  allowUnconditionalUpdate: false,
  generation: 'client',
};

export const csistoragecapacities = resource({
  group: 'storage.k8s.io',
  resource: 'csistoragecapacities',
  kind: 'CSIStorageCapacity',
  namespaced: true,
  storageVersionHash: 'xeVl+2Ly1kE=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: CSIStorageCapacity }],
  storagePrefix: '/registry/csistoragecapacities/',
  strategy,
  columns: csiStorageCapacityColumns,
  selectableFields: metadataOnly,
});
