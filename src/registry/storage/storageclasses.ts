/**
 * Storage classes: kinds of storage that claims may ask for.
 */
import { setStorageClassDefaults } from '../../apis/storage/v1/defaults.ts';
import type { StorageClass as StorageClassObject } from '../../apis/storage/v1/objects.gen.ts';
import { StorageClass } from '../../apis/storage/v1/types.ts';
import { validateStorageClass, validateStorageClassUpdate } from '../../apis/storage/validation/classes.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { validated } from '../strategies/validation.ts';
import { storageClassWarnings } from '../warnings/nodes.ts';
import { storageClassColumns } from './columns.ts';

const strategy: Strategy = {
  ...validated<StorageClassObject>(validateStorageClass, validateStorageClassUpdate),
  returnDeletedObject: true,
  warningsOnCreate: (_context, object) => storageClassWarnings(object),
  warningsOnUpdate: (_context, object) => storageClassWarnings(object),
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
