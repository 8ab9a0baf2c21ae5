/**
 * Storage versions: which version each API server of a cluster writes. The servers themselves keep them; the spec is empty.
 */
import type { StorageVersion as StorageVersionObject } from '../../apis/internal/v1alpha1/objects.gen.ts';
import { StorageVersion } from '../../apis/internal/v1alpha1/types.ts';
import { storageVersionNameErrors, validateStorageVersionStatus } from '../../apis/internal/validation/storage-versions.ts';
import { ErrorList } from '../../machinery/field-errors.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { statusIsolation, statusOf } from '../strategies/status.ts';
import { validated, validatedUpdate } from '../strategies/validation.ts';
import { storageVersionColumns } from './columns.ts';

const strategy: Strategy = {
  ...statusIsolation,
  ...validated<StorageVersionObject>(validateStorageVersionStatus, () => new ErrorList()),
  allowUnconditionalUpdate: false,
  generation: 'client',
  validateName: storageVersionNameErrors,
};

export const storageversions = resource({
  group: 'internal.apiserver.k8s.io',
  resource: 'storageversions',
  kind: 'StorageVersion',
  namespaced: false,
  storageVersionHash: 'c8YZt5U0nPk=',
  storageVersion: 'v1alpha1',
  versions: [{ version: 'v1alpha1', type: StorageVersion }],
  storagePrefix: '/registry/storageversions/',
  strategy,
  subresources: {
    status: statusOf(strategy, {
      validateUpdate: validatedUpdate<StorageVersionObject>(validateStorageVersionStatus),
      resetFields: [['metadata'], ['spec']],
    }),
  },
  columns: storageVersionColumns,
  selectableFields: metadataOnly,
});
