/**
 * Limit ranges: bounds and defaults for the resources of a namespace's pods; enforced by admission.
 */

import { setLimitRangeDefaults } from '../../apis/core/v1/defaults.ts';
import type { LimitRange as LimitRangeObject } from '../../apis/core/v1/objects.gen.ts';
import { LimitRange } from '../../apis/core/v1/types.ts';
import { validateLimitRange } from '../../apis/core/validation/limits.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { rules } from '../vocabulary/rules.ts';
import { metadataOnly } from '../vocabulary/selectable.ts';
import { limitRangeColumns } from './columns.ts';

const strategy: Strategy = {
  ...rules<LimitRangeObject>(validateLimitRange),
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
