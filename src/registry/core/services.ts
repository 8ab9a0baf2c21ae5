/**
 * Services. Addresses and node ports are the server's to hand out; the allocator (an argument of the control plane) works between prepare and store.
 */
import { setServiceDefaults } from '../../apis/core/v1/defaults.ts';
import { Service, ServiceProxyOptions } from '../../apis/core/v1/types.ts';
import { equal } from '../../machinery/clone.ts';
import { nameIsDns1123Label } from '../../machinery/names.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { connected, PROXY_VERBS } from '../vocabulary/connected.ts';
import { selectable, textAt } from '../vocabulary/selectable.ts';
import { clearStatus, keepStatus, statusOf } from '../vocabulary/status.ts';
import { serviceWarnings } from '../warnings/services.ts';
import { serviceColumns } from './services-columns.ts';

interface Addresses {
  clusterIP?: string;
  clusterIPs?: readonly string[] | null;
}

const strategy: Strategy = {
  metadataRules: ['update', 'create'],
  prepareForCreate: (_context, object) => {
    clearStatus(object);
    pairAddresses(object, undefined);
  },
  prepareForUpdate: (_context, object, old) => {
    keepStatus(object, old);
    pairAddresses(object, old);
  },
  warningsOnCreate: (_context, object) => serviceWarnings(object),
  warningsOnUpdate: (_context, object) => serviceWarnings(object),
  resetFields: [['status']],
  allowCreateOnUpdate: true,
  generation: 'client',
  validateName: nameIsDns1123Label,
  returnDeletedObject: true,
};

/** Old clients write the one address only: the list follows it, unless the list was written too. What does not fit together is for validation. */
function pairAddresses(object: KubeObject, old: KubeObject | undefined): void {
  const spec = (object.spec ?? {}) as Addresses;
  const before = (old?.spec ?? {}) as Addresses;
  const address = spec.clusterIP ?? '';
  if (
    old === undefined
      ? (spec.clusterIPs?.length ?? 0) > 0
      : address === (before.clusterIP ?? '') || !equal(spec.clusterIPs ?? [], before.clusterIPs ?? [])
  )
    return;
  if (address === '') delete spec.clusterIPs;
  else spec.clusterIPs = [address];
}

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
    proxy: connected(PROXY_VERBS, { group: '', version: 'v1', kind: 'ServiceProxyOptions', type: ServiceProxyOptions }),
    status: statusOf(strategy),
  },
  columns: serviceColumns,
  selectableFields: selectable({ 'spec.clusterIP': textAt(['spec', 'clusterIP']), 'spec.type': textAt(['spec', 'type']) }),
});
