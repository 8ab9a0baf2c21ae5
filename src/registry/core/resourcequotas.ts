/**
 * Resource quotas: bounds on what a namespace may hold; enforced by admission, counted in status.
 */
import { setResourceQuotaDefaults } from '../../apis/core/v1/defaults.ts';
import type { ResourceQuota as ResourceQuotaObject } from '../../apis/core/v1/objects.gen.ts';
import { ResourceQuota } from '../../apis/core/v1/types.ts';
import { validateResourceQuota, validateResourceQuotaStatus, validateResourceQuotaUpdate } from '../../apis/core/validation/resources/quotas.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { statusIsolation, statusOf } from '../strategies/status.ts';
import { validated, validatedUpdate } from '../strategies/validation.ts';
import { quotaWarnings } from '../warnings/quotas.ts';
import { resourceQuotaColumns } from './columns.ts';

const strategy: Strategy = {
  ...statusIsolation,
  ...validated<ResourceQuotaObject>(validateResourceQuota, validateResourceQuotaUpdate),
  warningsOnCreate: (_context, object) => quotaWarnings(object),
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
  subresources: { status: statusOf(strategy, { validateUpdate: validatedUpdate<ResourceQuotaObject>(validateResourceQuotaStatus) }) },
  columns: resourceQuotaColumns,
  selectableFields: metadataOnly,
});
