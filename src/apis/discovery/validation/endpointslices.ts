/** Endpoint slices: one kind of address each, limits on size, hints that name zones and nodes. What was stored unchanged stays acceptable. */

import { equal } from '../../../machinery/clone.ts';
import { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { specialAddressErrors } from '../../../machinery/grammar/addresses.ts';
import { addressErrors, addressFamily } from '../../../machinery/grammar/formats.ts';
import { labelKeyErrors, labelValueErrors } from '../../../machinery/grammar/label-names.ts';
import { nameIsDns1123Subdomain, validateDns1123Label } from '../../../machinery/grammar/names.ts';
import { PROTOCOLS } from '../../core/validation/services/endpoints.ts';
import { fullDomainErrors } from '../../meta/validation/domains.ts';
import type { Endpoint, EndpointHints, EndpointPort, EndpointSlice } from '../v1/objects.gen.ts';

const MAX_ENDPOINTS = 1000;
const MAX_ADDRESSES = 100;
const MAX_PORTS = 20_000;
const MAX_HINTS = 8;
const MAX_TOPOLOGY_LABELS = 16;
const ADDRESS_TYPES: readonly string[] = ['FQDN', 'IPv4', 'IPv6'];

export function validateEndpointSlice(slice: EndpointSlice): ErrorList {
  return check(slice, undefined);
}

export function validateEndpointSliceUpdate(slice: EndpointSlice, old: EndpointSlice): ErrorList {
  const errors = check(slice, old);
  if (slice.addressType !== old.addressType) errors.invalid('addressType', slice.addressType, 'field is immutable');
  return errors;
}

function check({ addressType, endpoints, ports }: EndpointSlice, old: EndpointSlice | undefined): ErrorList {
  const errors = new ErrorList();
  if (addressType === '') errors.required('addressType');
  else if (!ADDRESS_TYPES.includes(addressType)) errors.notSupported('addressType', addressType, ADDRESS_TYPES);
  checkPorts(errors, ports ?? []);
  if (old === undefined || !equal(endpoints ?? [], old.endpoints ?? [])) checkEndpoints(errors, endpoints ?? [], addressType);
  return errors;
}

function checkEndpoints(errors: ErrorList, endpoints: readonly Endpoint[], addressType: string): void {
  const path = FieldPath.root('endpoints');
  if (endpoints.length > MAX_ENDPOINTS) {
    errors.tooMany(path, endpoints.length, MAX_ENDPOINTS);
    return;
  }
  endpoints.forEach((endpoint, i) => {
    const at = path.index(i);
    checkAddresses(errors, at.child('addresses'), endpoint.addresses ?? [], addressType);
    const { nodeName, hostname, hints } = endpoint;
    if (nodeName !== undefined) errors.eachInvalid(at.child('nodeName'), nodeName, nameIsDns1123Subdomain(nodeName));
    const topology = Object.keys(endpoint.deprecatedTopology ?? {}).length;
    if (topology > MAX_TOPOLOGY_LABELS) errors.tooMany(at.child('deprecatedTopology'), topology, MAX_TOPOLOGY_LABELS);
    if (hostname !== undefined) errors.eachInvalid(at.child('hostname'), hostname, validateDns1123Label(hostname));
    if (hints !== undefined) checkHints(errors, at.child('hints'), hints);
  });
}

function checkAddresses(errors: ErrorList, path: FieldPath, addresses: readonly string[], addressType: string): void {
  if (addresses.length === 0) errors.required(path, 'must contain at least 1 address');
  else if (addresses.length > MAX_ADDRESSES) errors.tooMany(path, addresses.length, MAX_ADDRESSES);
  addresses.forEach((address, i) => {
    const at = path.index(i);
    if (addressType === 'FQDN') errors.eachInvalid(at, address.replace(/\.$/, ''), fullDomainErrors(address));
    if (addressType !== 'IPv4' && addressType !== 'IPv6') return;
    const bad = addressErrors(address);
    errors.eachInvalid(at, address, bad);
    if (bad.length > 0) return;
    if (addressType !== `IPv${addressFamily(address)}`) errors.invalid(path, address, `must be an ${addressType} address`);
    errors.eachInvalid(at, address, specialAddressErrors(address));
  });
}

function checkHints(errors: ErrorList, path: FieldPath, hints: EndpointHints): void {
  checkHintNames(errors, path.child('forZones'), hints.forZones ?? [], labelValueErrors);
  checkHintNames(errors, path.child('forNodes'), hints.forNodes ?? [], (name) => nameIsDns1123Subdomain(name));
}

function checkHintNames(
  errors: ErrorList,
  path: FieldPath,
  names: readonly { readonly name: string }[],
  nameErrors: (name: string) => readonly string[],
): void {
  if (names.length > MAX_HINTS) {
    errors.tooMany(path, names.length, MAX_HINTS);
    return;
  }
  const seen = new Set<string>();
  names.forEach(({ name }, i) => {
    const at = path.index(i).child('name');
    if (seen.has(name)) errors.duplicate(at, name);
    seen.add(name);
    errors.eachInvalid(at, name, nameErrors(name));
  });
}

function checkPorts(errors: ErrorList, ports: readonly EndpointPort[]): void {
  const path = FieldPath.root('ports');
  if (ports.length > MAX_PORTS) {
    errors.tooMany(path, ports.length, MAX_PORTS);
    return;
  }
  const seen = new Set<string>();
  ports.forEach(({ name = '', protocol, appProtocol }, i) => {
    const at = path.index(i);
    if (name !== '') errors.eachInvalid(at.child('name'), name, validateDns1123Label(name));
    if (seen.has(name)) errors.duplicate(at.child('name'), name);
    seen.add(name);
    if (protocol === undefined) errors.required(at.child('protocol'));
    else if (!PROTOCOLS.includes(protocol)) errors.notSupported(at.child('protocol'), protocol, PROTOCOLS);
    if (appProtocol !== undefined) errors.eachInvalid(at.child('appProtocol'), appProtocol, labelKeyErrors(appProtocol));
  });
}
