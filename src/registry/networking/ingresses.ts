/**
 * Ingresses: HTTP routes to services.
 */
import { Ingress } from '../../apis/networking/v1/types.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../vocabulary/selectable.ts';
import { statusIsolation, statusOf } from '../vocabulary/status.ts';
import { ingressColumns } from './columns.ts';

const strategy: Strategy = {
  ...statusIsolation,
};

export const ingresses = resource({
  group: 'networking.k8s.io',
  resource: 'ingresses',
  kind: 'Ingress',
  shortNames: ['ing'],
  namespaced: true,
  storageVersionHash: '39NQlfNR+bo=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: Ingress }],
  storagePrefix: '/registry/ingress/',
  strategy,
  subresources: { status: statusOf(strategy) },
  columns: ingressColumns,
  selectableFields: metadataOnly,
});
