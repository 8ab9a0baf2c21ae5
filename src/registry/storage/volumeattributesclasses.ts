/**
 * Volume attributes classes: mutable parameters of volumes.
 */
import type { VolumeAttributesClass as VolumeAttributesClassObject } from '../../apis/storage/v1/objects.gen.ts';
import { VolumeAttributesClass } from '../../apis/storage/v1/types.ts';
import { VolumeAttributesClass as VolumeAttributesClassBeta } from '../../apis/storage/v1beta1/types.ts';
import { validateVolumeAttributesClass, validateVolumeAttributesClassUpdate } from '../../apis/storage/validation/classes.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { validated } from '../strategies/validation.ts';
import { twin } from '../strategies/versions.ts';
import { volumeAttributesClassColumns } from './columns.ts';

const strategy: Strategy = {
  ...validated<VolumeAttributesClassObject>(validateVolumeAttributesClass, validateVolumeAttributesClassUpdate),
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
  versions: [
    { version: 'v1', type: VolumeAttributesClass },
    twin({
      group: 'storage.k8s.io',
      version: 'v1beta1',
      type: VolumeAttributesClassBeta,
      hub: 'v1',
      deprecated: 34,
      replacement: 'storage.k8s.io/v1 VolumeAttributesClass',
    }),
  ],
  storagePrefix: '/registry/volumeattributesclasses/',
  strategy,
  columns: volumeAttributesClassColumns,
  selectableFields: metadataOnly,
});
