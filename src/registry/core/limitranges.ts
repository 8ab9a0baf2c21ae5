/**
 * Limit ranges: bounds and defaults for the resources of a namespace's pods; enforced by admission.
 */
import { randomUUID } from 'node:crypto';
import { setLimitRangeDefaults } from '../../apis/core/v1/defaults.ts';
import type { LimitRange as LimitRangeObject } from '../../apis/core/v1/objects.gen.ts';
import { LimitRange } from '../../apis/core/v1/types.ts';
import { validateLimitRange } from '../../apis/core/validation/resources/limits.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { validated } from '../strategies/validation.ts';
import { limitRangeColumns } from './columns.ts';

const strategy: Strategy = {
  ...validated<LimitRangeObject>(validateLimitRange),
  // Alone of all kinds, limit ranges need no name.
  prepareForCreate: (_context, { metadata }) => {
    metadata.name ||= randomUUID();
  },
  allowCreateOnUpdate: true,
  generation: 'client',
};

export const limitranges = resource({
  group: '',
  resource: 'limitranges',
  kind: 'LimitRange',
  shortNames: ['limits'],
  namespaced: true,
  storageVersionHash: 'EBKMFVe6cwo=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: LimitRange, setDefaults: setLimitRangeDefaults }],
  storagePrefix: '/registry/limitranges/',
  strategy,
  columns: limitRangeColumns,
  selectableFields: metadataOnly,
});
