/**
 * Storage classes: kinds of storage that claims may ask for.
 */
import { setStorageClassDefaults } from '../../apis/storage/v1/defaults.ts';
import { StorageClass } from '../../apis/storage/v1/types.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../vocabulary/selectable.ts';
import { storageClassColumns } from './columns.ts';

const strategy: Strategy = {
  returnDeletedObject: true,
  generation: 'client',
};

export const storageclasses = resource({
  group: 'storage.k8s.io',
  resource: 'storageclasses',
  kind: 'StorageClass',
  shortNames: ['sc'],
  namespaced: false,
  storageVersionHash: 'K+m6uJwbjGY=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: StorageClass, setDefaults: setStorageClassDefaults }],
  storagePrefix: '/registry/storageclasses/',
  strategy,
  columns: storageClassColumns,
  selectableFields: metadataOnly,
});
