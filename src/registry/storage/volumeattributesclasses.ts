/**
 * Volume attributes classes: mutable parameters of volumes.
 */
import { VolumeAttributesClass } from '../../apis/storage/v1/types.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../vocabulary/selectable.ts';
import { volumeAttributesClassColumns } from './columns.ts';

const strategy: Strategy = {
  returnDeletedObject: true,
  generation: 'client',
};

export const volumeattributesclasses = resource({
  group: 'storage.k8s.io',
  resource: 'volumeattributesclasses',
  kind: 'VolumeAttributesClass',
  shortNames: ['vac'],
  namespaced: false,
  storageVersionHash: 'tIjydgKBC5w=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: VolumeAttributesClass }],
  storagePrefix: '/registry/volumeattributesclasses/',
  strategy,
  columns: volumeAttributesClassColumns,
  selectableFields: metadataOnly,
});
