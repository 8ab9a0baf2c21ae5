/** Endpoints: addresses that lead somewhere, ports that can be told apart. What was stored unchanged stays acceptable. */

import { equal } from '../../../../machinery/clone.ts';
import { ErrorList, FieldPath } from '../../../../machinery/field-errors.ts';
import { specialAddressErrors } from '../../../../machinery/grammar/addresses.ts';
import { addressErrors, portNumberErrors } from '../../../../machinery/grammar/formats.ts';
import { labelKeyErrors } from '../../../../machinery/grammar/label-names.ts';
import { nameIsDns1123Subdomain, validateDns1123Label } from '../../../../machinery/grammar/names.ts';
import type { EndpointAddress, EndpointPort, Endpoints } from '../../v1/objects.gen.ts';

export const PROTOCOLS: readonly string[] = ['SCTP', 'TCP', 'UDP'];

export function validateEndpoints({ subsets }: Endpoints): ErrorList {
  const errors = new ErrorList();
  subsets?.forEach((subset, i) => {
    const at = FieldPath.root('subsets').index(i);
    const ready = subset.addresses ?? [];
    const notReady = subset.notReadyAddresses ?? [];
    const ports = subset.ports ?? [];
    if (ready.length + notReady.length === 0) errors.required(at, 'must specify `addresses` or `notReadyAddresses`');
    ready.forEach((address, j) => {
      checkAddress(errors, at.child('addresses').index(j), address);
    });
    notReady.forEach((address, j) => {
      checkAddress(errors, at.child('notReadyAddresses').index(j), address);
    });
    ports.forEach((port, j) => {
      checkPort(errors, at.child('ports').index(j), port, ports.length > 1);
    });
  });
  return errors;
}

export function validateEndpointsUpdate(endpoints: Endpoints, old: Endpoints): ErrorList {
  return equal(endpoints.subsets ?? [], old.subsets ?? []) ? new ErrorList() : validateEndpoints(endpoints);
}

function checkAddress(errors: ErrorList, at: FieldPath, { ip, hostname = '', nodeName }: EndpointAddress): void {
  errors.eachInvalid(at.child('ip'), ip, addressErrors(ip));
  if (hostname !== '') errors.eachInvalid(at.child('hostname'), hostname, validateDns1123Label(hostname));
  if (nodeName !== undefined) errors.eachInvalid(at.child('nodeName'), nodeName, nameIsDns1123Subdomain(nodeName));
  errors.eachInvalid(at.child('ip'), ip, specialAddressErrors(ip));
}

function checkPort(errors: ErrorList, at: FieldPath, { name = '', port, protocol = '', appProtocol }: EndpointPort, named: boolean): void {
  if (name !== '') errors.eachInvalid(at.child('name'), name, validateDns1123Label(name));
  else if (named) errors.required(at.child('name'));
  errors.eachInvalid(at.child('port'), port, portNumberErrors(port));
  if (protocol === '') errors.required(at.child('protocol'));
  else if (!PROTOCOLS.includes(protocol)) errors.notSupported(at.child('protocol'), protocol, PROTOCOLS);
  if (appProtocol !== undefined) errors.eachInvalid(at.child('appProtocol'), appProtocol, labelKeyErrors(appProtocol));
}
