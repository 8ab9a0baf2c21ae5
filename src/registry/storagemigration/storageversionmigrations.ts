/**
 * Migrations of stored objects to the current storage version: asked for in the spec, carried out by a controller that reports in the status.
 */
import type { StorageVersionMigration as MigrationObject } from '../../apis/storagemigration/v1beta1/objects.gen.ts';
import { StorageVersionMigration } from '../../apis/storagemigration/v1beta1/types.ts';
import {
  validateStorageVersionMigration,
  validateStorageVersionMigrationStatus,
  validateStorageVersionMigrationUpdate,
} from '../../apis/storagemigration/validation/migrations.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { nameAndCreation } from '../printers/columns.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { METADATA_KEPT_BY_STATUS, statusIsolation, statusOf } from '../strategies/status.ts';
import { validated, validatedUpdate } from '../strategies/validation.ts';

const strategy: Strategy = {
  ...statusIsolation,
  ...validated<MigrationObject>(validateStorageVersionMigration, validateStorageVersionMigrationUpdate),
  allowUnconditionalUpdate: false,
  generation: 'client',
};

export const storageversionmigrations = resource({
  group: 'storagemigration.k8s.io',
  resource: 'storageversionmigrations',
  kind: 'StorageVersionMigration',
  namespaced: false,
  storageVersionHash: 'pCjmmKOkLy4=',
  storageVersion: 'v1beta1',
  versions: [{ version: 'v1beta1', type: StorageVersionMigration, featureGate: 'StorageVersionMigrator' }],
  storagePrefix: '/registry/storageversionmigrations/',
  strategy,
  subresources: {
    status: statusOf(strategy, {
      validateUpdate: validatedUpdate<MigrationObject>(validateStorageVersionMigrationStatus),
      keeps: METADATA_KEPT_BY_STATUS,
      resetFields: [['metadata'], ['spec']],
    }),
  },
  columns: nameAndCreation,
  selectableFields: metadataOnly,
});
