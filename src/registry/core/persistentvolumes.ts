/**
 * Persistent volumes: a piece of storage. A new one is pending; the status notes when its phase last changed.
 */

import { setPersistentVolumeDefaults } from '../../apis/core/v1/defaults.ts';
import type { PersistentVolume as PersistentVolumeObject } from '../../apis/core/v1/objects.gen.ts';
import { PersistentVolume } from '../../apis/core/v1/types.ts';
import { validatePersistentVolume, validatePersistentVolumeUpdate } from '../../apis/core/validation/persistent-volumes.ts';
import { timeText } from '../../machinery/time-text.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { NO_RULES, rules } from '../vocabulary/rules.ts';
import { metadataOnly } from '../vocabulary/selectable.ts';
import { keepStatus, statusOf } from '../vocabulary/status.ts';
import { volumeWarnings } from '../warnings/volumes.ts';
import { persistentVolumeColumns } from './columns.ts';

interface VolumeStatus {
  phase?: string;
  lastPhaseTransitionTime?: string;
}

const strategy: Strategy = {
  ...rules<PersistentVolumeObject>(validatePersistentVolume, validatePersistentVolumeUpdate),
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

const status = statusOf(
  { ...strategy, ...NO_RULES },
  {
    also: (context, object, old) => {
      const now = object.status as VolumeStatus | undefined;
      const before = old.status as VolumeStatus | undefined;
      if (now === undefined || now.phase === before?.phase) return;
      // A writer that sets the time itself is believed.
      if (now.lastPhaseTransitionTime === undefined || now.lastPhaseTransitionTime === before?.lastPhaseTransitionTime) {
        now.lastPhaseTransitionTime = timeText(context.clock.now());
      }
    },
  },
);

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
