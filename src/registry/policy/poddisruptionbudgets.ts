/**
 * Pod disruption budgets: how many pods an eviction may take away.
 */
import type { PodDisruptionBudget as BudgetObject } from '../../apis/policy/v1/objects.gen.ts';
import { PodDisruptionBudget } from '../../apis/policy/v1/types.ts';
import {
  validatePodDisruptionBudget,
  validatePodDisruptionBudgetStatus,
  validatePodDisruptionBudgetUpdate,
} from '../../apis/policy/validation/poddisruptionbudgets.ts';
import { nameIsPathSegment } from '../../machinery/grammar/names.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { statusIsolation, statusOf } from '../strategies/status.ts';
import { validated, validatedUpdate } from '../strategies/validation.ts';
import { podDisruptionBudgetColumns } from './columns.ts';

const strategy: Strategy = {
  ...statusIsolation,
  ...validated<BudgetObject>(validatePodDisruptionBudget, validatePodDisruptionBudgetUpdate),
  // Their names were never checked beyond what a path needs.
  validateName: nameIsPathSegment,
  allowUnconditionalUpdate: false,
};

export const poddisruptionbudgets = resource({
  group: 'policy',
  resource: 'poddisruptionbudgets',
  kind: 'PodDisruptionBudget',
  shortNames: ['pdb'],
  namespaced: true,
  storageVersionHash: 'EVWiDmWqyJw=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: PodDisruptionBudget }],
  storagePrefix: '/registry/poddisruptionbudgets/',
  strategy,
  subresources: { status: statusOf(strategy, { validateUpdate: validatedUpdate(validatePodDisruptionBudgetStatus) }) },
  columns: podDisruptionBudgetColumns,
  selectableFields: metadataOnly,
});
