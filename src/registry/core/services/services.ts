/**
 * Services. Addresses and node ports are the server's to hand out; the allocator (an argument of the control plane) works between prepare and store.
 */
import { setServiceDefaults } from '../../../apis/core/v1/defaults.ts';
import type { Service as ServiceObject } from '../../../apis/core/v1/objects.gen.ts';
import { Service, ServiceProxyOptions } from '../../../apis/core/v1/types.ts';
import { validateService, validateServiceStatus, validateServiceUpdate } from '../../../apis/core/validation/services/services.ts';
import { nameIsDns1123Label } from '../../../machinery/grammar/names.ts';
import { resource, type Strategy } from '../../generic/declaration.ts';
import { selectable, textAt } from '../../strategies/selectable.ts';
import { statusOf } from '../../strategies/status.ts';
import { validated, validatedUpdate } from '../../strategies/validation.ts';
import { PROXY_VERBS, virtualSubresource } from '../../strategies/virtual.ts';
import { serviceStatusWarnings, serviceWarnings } from '../../warnings/services.ts';
import { serviceColumns } from './columns.ts';
import { prepareService } from './strategy.ts';

const strategy: Strategy = {
  metadataRules: ['update', 'create'],
  ...prepareService,
  ...validated<ServiceObject>(validateService, validateServiceUpdate),
  warningsOnCreate: (_context, object) => serviceWarnings(object),
  warningsOnUpdate: (_context, object) => serviceWarnings(object),
  resetFields: [['status']],
  allowCreateOnUpdate: true,
  generation: 'client',
  validateName: nameIsDns1123Label,
  returnDeletedObject: true,
};

export const services = resource({
  group: '',
  resource: 'services',
  kind: 'Service',
  shortNames: ['svc'],
  categories: ['all'],
  namespaced: true,
  storageVersionHash: '0/CO1lhkEBI=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: Service, setDefaults: setServiceDefaults }],
  storagePrefix: '/registry/services/specs/',
  strategy,
  subresources: {
    proxy: virtualSubresource(PROXY_VERBS, { group: '', version: 'v1', kind: 'ServiceProxyOptions', type: ServiceProxyOptions }),
    status: statusOf(strategy, {
      validateUpdate: validatedUpdate<ServiceObject>(validateServiceStatus),
      warnings: (_context, object) => serviceStatusWarnings(object),
    }),
  },
  columns: serviceColumns,
  selectableFields: selectable({ 'spec.clusterIP': textAt(['spec', 'clusterIP']), 'spec.type': textAt(['spec', 'type']) }),
});
