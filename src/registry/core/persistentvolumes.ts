/**
 * Persistent volumes: a piece of storage. A new one is pending; the status notes when its phase last changed.
 */
import { setPersistentVolumeDefaults } from '../../apis/core/v1/defaults.ts';
import type { PersistentVolume as PersistentVolumeObject } from '../../apis/core/v1/objects.gen.ts';
import { PersistentVolume } from '../../apis/core/v1/types.ts';
import { validatePersistentVolume, validatePersistentVolumeUpdate } from '../../apis/core/validation/volumes/persistent-volumes.ts';
import { timeText } from '../../machinery/time.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { keepStatus, statusOf } from '../strategies/status.ts';
import { notValidated, validated } from '../strategies/validation.ts';
import { volumeWarnings } from '../warnings/volumes.ts';
import { persistentVolumeColumns } from './columns.ts';

interface VolumeStatus {
  phase?: string;
  lastPhaseTransitionTime?: string;
}

const strategy: Strategy = {
  ...validated<PersistentVolumeObject>(validatePersistentVolume, validatePersistentVolumeUpdate),
  metadataRules: ['create', 'update'],
  prepareForCreate: (context, object) => {
    object.status = { phase: 'Pending', lastPhaseTransitionTime: timeText(context.clock.now()) };
  },
  prepareForUpdate: (_context, object, old) => keepStatus(object, old),
  generation: 'client',
  returnDeletedObject: true,
  warningsOnCreate: (_context, object) => volumeWarnings(object),
  warningsOnUpdate: (_context, object) => volumeWarnings(object),
  resetFields: [['status']],
};

const status = statusOf(strategy, {
  validateUpdate: notValidated,
  also: (context, object, old) => {
    const now = object.status as VolumeStatus | undefined;
    const before = old.status as VolumeStatus | undefined;
    if (now === undefined) return;
    // A writer that sets the time itself is believed; one that does not know of it does not take it away.
    const time = now.lastPhaseTransitionTime ?? undefined;
    const known = before?.lastPhaseTransitionTime ?? undefined;
    if (now.phase !== before?.phase) {
      if (time === undefined || time === known) now.lastPhaseTransitionTime = timeText(context.clock.now());
    } else if (time === undefined && known !== undefined) now.lastPhaseTransitionTime = known;
  },
});

export const persistentvolumes = resource({
  group: '',
  resource: 'persistentvolumes',
  kind: 'PersistentVolume',
  shortNames: ['pv'],
  namespaced: false,
  storageVersionHash: 'HN/zwEC+JgM=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: PersistentVolume, setDefaults: setPersistentVolumeDefaults }],
  storagePrefix: '/registry/persistentvolumes/',
  strategy,
  subresources: { status },
  columns: persistentVolumeColumns,
  selectableFields: metadataOnly,
});
