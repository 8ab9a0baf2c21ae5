/**
 * Pod disruption budgets: how many pods an eviction may take away.
 */
import { PodDisruptionBudget } from '../../apis/policy/v1/types.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../vocabulary/selectable.ts';
import { statusIsolation, statusOf } from '../vocabulary/status.ts';
import { podDisruptionBudgetColumns } from './columns.ts';

const strategy: Strategy = {
  ...statusIsolation,
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
  subresources: { status: statusOf(strategy) },
  columns: podDisruptionBudgetColumns,
  selectableFields: metadataOnly,
});
