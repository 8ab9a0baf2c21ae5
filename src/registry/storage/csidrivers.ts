/**
 * CSI drivers: how a volume plugin wants to be called. What was chosen at creation mostly stays; the generation counts changes of the rest.
 */
import { setCSIDriverDefaults } from '../../apis/storage/v1/defaults.ts';
import { CSIDriver } from '../../apis/storage/v1/types.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../vocabulary/selectable.ts';
import { csiDriverColumns } from './columns.ts';

const strategy: Strategy = {
  allowUnconditionalUpdate: false,
  generation: 'client',
  returnDeletedObject: true,
};

export const csidrivers = resource({
  group: 'storage.k8s.io',
  resource: 'csidrivers',
  kind: 'CSIDriver',
  namespaced: false,
  storageVersionHash: 'hL6j/rwBV5w=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: CSIDriver, setDefaults: setCSIDriverDefaults }],
  storagePrefix: '/registry/csidrivers/',
  strategy,
  columns: csiDriverColumns,
  selectableFields: metadataOnly,
});
