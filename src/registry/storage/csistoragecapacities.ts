/**
 * CSI storage capacities: how much a driver can still provision, by topology.
 */
import type { CSIStorageCapacity as CSIStorageCapacityObject } from '../../apis/storage/v1/objects.gen.ts';
import { CSIStorageCapacity } from '../../apis/storage/v1/types.ts';
import { validateCSIStorageCapacity, validateCSIStorageCapacityUpdate } from '../../apis/storage/validation/csi.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { validated } from '../strategies/validation.ts';
import { storageCapacityWarnings } from '../warnings/nodes.ts';
import { csiStorageCapacityColumns } from './columns.ts';

const strategy: Strategy = {
  ...validated<CSIStorageCapacityObject>(validateCSIStorageCapacity, validateCSIStorageCapacityUpdate),
  allowUnconditionalUpdate: false,
  warningsOnCreate: (_context, object) => storageCapacityWarnings(object),
  warningsOnUpdate: (_context, object) => storageCapacityWarnings(object),
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
