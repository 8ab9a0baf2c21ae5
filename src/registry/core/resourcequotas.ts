/**
 * Resource quotas: bounds on what a namespace may hold; enforced by admission, counted in status.
 */
import { setResourceQuotaDefaults } from '../../apis/core/v1/defaults.ts';
import { ResourceQuota } from '../../apis/core/v1/types.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../vocabulary/selectable.ts';
import { statusIsolation, statusOf } from '../vocabulary/status.ts';
import { resourceQuotaColumns } from './columns.ts';

const strategy: Strategy = {
  ...statusIsolation,
  returnDeletedObject: true,
  generation: 'client',
};

export const resourcequotas = resource({
  group: '',
  resource: 'resourcequotas',
  kind: 'ResourceQuota',
  shortNames: ['quota'],
  namespaced: true,
  storageVersionHash: '8uhSgffRX6w=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: ResourceQuota, setDefaults: setResourceQuotaDefaults }],
  storagePrefix: '/registry/resourcequotas/',
  strategy,
  subresources: { status: statusOf(strategy) },
  columns: resourceQuotaColumns,
  selectableFields: metadataOnly,
});
