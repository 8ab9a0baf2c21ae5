/**
 * Stateful sets: pods with stable names and storage.
 */
import { setStatefulSetDefaults } from '../../apis/apps/v1/defaults.ts';
import { StatefulSet } from '../../apis/apps/v1/types.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { scaleOf } from '../vocabulary/scale.ts';
import { metadataOnly } from '../vocabulary/selectable.ts';
import { statusIsolation, statusOf } from '../vocabulary/status.ts';
import { statefulSetColumns } from './columns.ts';

const strategy: Strategy = {
  ...statusIsolation,
};

export const statefulsets = resource({
  group: 'apps',
  resource: 'statefulsets',
  kind: 'StatefulSet',
  shortNames: ['sts'],
  categories: ['all'],
  namespaced: true,
  storageVersionHash: 'H+vl74LkKdo=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: StatefulSet, setDefaults: setStatefulSetDefaults }],
  storagePrefix: '/registry/statefulsets/',
  strategy,
  subresources: { scale: scaleOf(strategy), status: statusOf(strategy) },
  columns: statefulSetColumns,
  selectableFields: metadataOnly,
});
