/**
 * Service CIDRs: ranges from which service addresses are taken.
 */
import type { ServiceCIDR as ServiceCIDRObject } from '../../apis/networking/v1/objects.gen.ts';
import { ServiceCIDR } from '../../apis/networking/v1/types.ts';
import { ServiceCIDR as ServiceCIDRBeta } from '../../apis/networking/v1beta1/types.ts';
import { validateServiceCIDR, validateServiceCIDRUpdate } from '../../apis/networking/validation/address-ranges.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { statusIsolation, statusOf } from '../strategies/status.ts';
import { notValidated, validated } from '../strategies/validation.ts';
import { twin } from '../strategies/versions.ts';
import { serviceCIDRColumns } from './columns.ts';

const strategy: Strategy = {
  ...statusIsolation,
  // Upstream names other versions than the served one here, so that nothing is reset as far as ownership goes.
  resetFields: [],
  generation: 'client',
  ...validated<ServiceCIDRObject>(validateServiceCIDR, validateServiceCIDRUpdate),
};

export const servicecidrs = resource({
  group: 'networking.k8s.io',
  resource: 'servicecidrs',
  kind: 'ServiceCIDR',
  namespaced: false,
  storageVersionHash: 'gNLvruQhW2g=',
  storageVersion: 'v1',
  versions: [
    { version: 'v1', type: ServiceCIDR },
    twin({ group: 'networking.k8s.io', version: 'v1beta1', type: ServiceCIDRBeta, hub: 'v1', introduced: 31 }),
  ],
  storagePrefix: '/registry/servicecidrs/',
  strategy,
  subresources: { status: statusOf(strategy, { validateUpdate: notValidated, resetFields: [] }) },
  columns: serviceCIDRColumns,
  selectableFields: metadataOnly,
});
