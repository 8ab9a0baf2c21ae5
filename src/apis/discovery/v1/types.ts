/**
 * The types of discovery.k8s.io/v1: one declaration per type, one line per field, in the vocabulary of machinery/descriptor.ts. Names, Protobuf
 * numbers and markers are those of k8s.io/api/discovery/v1, release 1.36; they are wire format and never change.
 */
import {
  bool,
  enumeration,
  field,
  inline,
  int32,
  list,
  map,
  type ScalarType,
  type StructType,
  string,
  struct,
} from '../../../machinery/descriptor.ts';
import { ObjectReference, Protocol } from '../../core/v1/types.ts';
import { ListMeta, ObjectMeta, TypeMeta } from '../../meta/v1/types.ts';

export const AddressType: ScalarType = enumeration('v1.AddressType', ['FQDN', 'IPv4', 'IPv6']);

export const EndpointSlice: StructType = struct('k8s.io/api/discovery/v1.EndpointSlice', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('addressType', AddressType, 4, { omitempty: false }),
  field('endpoints', list(Endpoint), 2, { omitempty: false, optional: true, list: 'atomic' }),
  field('ports', list(EndpointPort), 3, { omitempty: false, optional: true, list: 'atomic' }),
]);

export const Endpoint: StructType = struct('k8s.io/api/discovery/v1.Endpoint', () => [
  field('addresses', list(string), 1, { omitempty: false, list: 'set' }),
  field('conditions', EndpointConditions, 2, { omitempty: false, optional: true }),
  field('hostname', string, 3, { pointer: true, optional: true }),
  field('targetRef', ObjectReference, 4, { pointer: true, optional: true }),
  field('deprecatedTopology', map(string), 5, { optional: true }),
  field('nodeName', string, 6, { pointer: true, optional: true }),
  field('zone', string, 7, { pointer: true, optional: true }),
  field('hints', EndpointHints, 8, { pointer: true, optional: true }),
]);

export const EndpointConditions: StructType = struct('k8s.io/api/discovery/v1.EndpointConditions', () => [
  field('ready', bool, 1, { pointer: true, optional: true }),
  field('serving', bool, 2, { pointer: true, optional: true }),
  field('terminating', bool, 3, { pointer: true, optional: true }),
]);

export const EndpointHints: StructType = struct('k8s.io/api/discovery/v1.EndpointHints', () => [
  field('forZones', list(ForZone), 1, { optional: true, list: 'atomic' }),
  field('forNodes', list(ForNode), 2, { optional: true, list: 'atomic' }),
]);

export const ForZone: StructType = struct('k8s.io/api/discovery/v1.ForZone', () => [field('name', string, 1, { omitempty: false })]);

export const ForNode: StructType = struct('k8s.io/api/discovery/v1.ForNode', () => [field('name', string, 1, { omitempty: false })]);

export const EndpointPort: StructType = struct(
  'k8s.io/api/discovery/v1.EndpointPort',
  () => [
    field('name', string, 1, { pointer: true, optional: true }),
    field('protocol', Protocol, 2, { pointer: true, optional: true }),
    field('port', int32, 3, { pointer: true, optional: true }),
    field('appProtocol', string, 4, { pointer: true, optional: true }),
  ],
  '',
  { atomic: true },
);

export const EndpointSliceList: StructType = struct('k8s.io/api/discovery/v1.EndpointSliceList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(EndpointSlice), 2, { omitempty: false }),
]);
