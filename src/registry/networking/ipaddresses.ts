/**
 * IP addresses: one object for each address that a service holds; the name is the address.
 */
import type { IPAddress as IPAddressObject } from '../../apis/networking/v1/objects.gen.ts';
import { IPAddress } from '../../apis/networking/v1/types.ts';
import { IPAddress as IPAddressBeta } from '../../apis/networking/v1beta1/types.ts';
import { validateIPAddress, validateIPAddressUpdate } from '../../apis/networking/validation/address-ranges.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { validated } from '../strategies/validation.ts';
import { twin } from '../strategies/versions.ts';
import { nameIsAddress } from './address-names.ts';
import { ipAddressColumns } from './columns.ts';

const strategy: Strategy = {
  generation: 'client',
  ...validated<IPAddressObject>(validateIPAddress, validateIPAddressUpdate),
  validateName: nameIsAddress,
};

export const ipaddresses = resource({
  group: 'networking.k8s.io',
  resource: 'ipaddresses',
  kind: 'IPAddress',
  shortNames: ['ip'],
  namespaced: false,
  storageVersionHash: '3f/plJFChNE=',
  storageVersion: 'v1',
  versions: [
    { version: 'v1', type: IPAddress },
    twin({ group: 'networking.k8s.io', version: 'v1beta1', type: IPAddressBeta, hub: 'v1', introduced: 31 }),
  ],
  storagePrefix: '/registry/ipaddresses/',
  strategy,
  columns: ipAddressColumns,
  selectableFields: metadataOnly,
});
