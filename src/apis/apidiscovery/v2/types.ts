/**
 * The types of apidiscovery.k8s.io/v2: one declaration per type, one line per field, in the vocabulary of machinery/descriptor.ts. Names, Protobuf
 * numbers and markers are those of k8s.io/api/apidiscovery/v2, release 1.36; they are wire format and never change.
 */
import { enumeration, field, inline, list, type ScalarType, type StructType, string, struct } from '../../../machinery/descriptor.ts';
import { GroupVersionKind, ListMeta, ObjectMeta, TypeMeta } from '../../meta/v1/types.ts';

export const ResourceScope: ScalarType = enumeration('v2.ResourceScope');
export const DiscoveryFreshness: ScalarType = enumeration('v2.DiscoveryFreshness');

export const APIGroupDiscoveryList: StructType = struct('k8s.io/api/apidiscovery/v2.APIGroupDiscoveryList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(APIGroupDiscovery), 2, { omitempty: false }),
]);

export const APIGroupDiscovery: StructType = struct('k8s.io/api/apidiscovery/v2.APIGroupDiscovery', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('versions', list(APIVersionDiscovery), 2, { optional: true, list: 'map', keys: ['version'] }),
]);

export const APIVersionDiscovery: StructType = struct('k8s.io/api/apidiscovery/v2.APIVersionDiscovery', () => [
  field('version', string, 1, { omitempty: false }),
  field('resources', list(APIResourceDiscovery), 2, { optional: true, list: 'map', keys: ['resource'] }),
  field('freshness', DiscoveryFreshness, 3, { optional: true }),
]);

export const APIResourceDiscovery: StructType = struct('k8s.io/api/apidiscovery/v2.APIResourceDiscovery', () => [
  field('resource', string, 1, { omitempty: false }),
  field('responseKind', GroupVersionKind, 2, { pointer: true, optional: true }),
  field('scope', ResourceScope, 3, { omitempty: false }),
  field('singularResource', string, 4, { omitempty: false }),
  field('verbs', list(string), 5, { omitempty: false, list: 'set' }),
  field('shortNames', list(string), 6, { optional: true, list: 'set' }),
  field('categories', list(string), 7, { optional: true, list: 'set' }),
  field('subresources', list(APISubresourceDiscovery), 8, { optional: true, list: 'map', keys: ['subresource'] }),
]);

export const APISubresourceDiscovery: StructType = struct('k8s.io/api/apidiscovery/v2.APISubresourceDiscovery', () => [
  field('subresource', string, 1, { omitempty: false }),
  field('responseKind', GroupVersionKind, 2, { pointer: true, optional: true }),
  field('acceptedTypes', list(GroupVersionKind), 3, { optional: true, list: 'map', keys: ['group', 'version', 'kind'] }),
  field('verbs', list(string), 4, { omitempty: false, list: 'set' }),
]);
