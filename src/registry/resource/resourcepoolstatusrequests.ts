/**
 * Requests for the status of pools of devices: asked once, answered once in the status by a controller (KEP-5677).
 */
import type { ResourcePoolStatusRequest as RequestObject } from '../../apis/resource/v1alpha3/objects.gen.ts';
import { ResourcePoolStatusRequest } from '../../apis/resource/v1alpha3/types.ts';
import {
  validatePoolStatusRequest,
  validatePoolStatusRequestStatus,
  validatePoolStatusRequestUpdate,
} from '../../apis/resource/validation/taint-rules.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { keepStatus, METADATA_KEPT_BY_STATUS, statusOf } from '../strategies/status.ts';
import { validated, validatedUpdate } from '../strategies/validation.ts';
import { resourcePoolStatusRequestColumns } from './columns.ts';

const strategy: Strategy = {
  ...validated<RequestObject>(validatePoolStatusRequest, validatePoolStatusRequestUpdate),
  // No status means that nobody answered yet.
  prepareForCreate: (_context, object) => {
    delete object.status;
  },
  prepareForUpdate: (_context, object, old) => keepStatus(object, old),
  allowUnconditionalUpdate: false,
  generation: 'client',
  resetFields: [['status']],
};

export const resourcepoolstatusrequests = resource({
  group: 'resource.k8s.io',
  resource: 'resourcepoolstatusrequests',
  kind: 'ResourcePoolStatusRequest',
  namespaced: false,
  storageVersionHash: 'iy583CtMwdY=',
  storageVersion: 'v1alpha3',
  versions: [{ version: 'v1alpha3', type: ResourcePoolStatusRequest, featureGate: 'DRAResourcePoolStatus' }],
  storagePrefix: '/registry/resourcepoolstatusrequests/',
  strategy,
  subresources: {
    status: statusOf(strategy, {
      validateUpdate: validatedUpdate<RequestObject>(validatePoolStatusRequestStatus),
      keeps: METADATA_KEPT_BY_STATUS,
      resetFields: [['metadata'], ['spec']],
    }),
  },
  columns: resourcePoolStatusRequestColumns,
  selectableFields: metadataOnly,
});
