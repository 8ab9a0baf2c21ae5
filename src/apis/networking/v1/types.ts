/**
 * The types of networking.k8s.io/v1: one declaration per type, one line per field, in the vocabulary of machinery/descriptor.ts. Names, Protobuf
 * numbers and markers are those of k8s.io/api/networking/v1, release 1.36; they are wire format and never change.
 */
import { enumeration, field, inline, int32, list, type ScalarType, type StructType, string, struct } from '../../../machinery/descriptor.ts';
import { Protocol, TypedLocalObjectReference } from '../../core/v1/types.ts';
import { IntOrString } from '../../meta/opaques.ts';
import { Condition, LabelSelector, ListMeta, ObjectMeta, TypeMeta } from '../../meta/v1/types.ts';

export const PolicyType: ScalarType = enumeration('v1.PolicyType', ['Egress', 'Ingress']);
export const PathType: ScalarType = enumeration('v1.PathType', ['Exact', 'ImplementationSpecific', 'Prefix']);

export const NetworkPolicy: StructType = struct('k8s.io/api/networking/v1.NetworkPolicy', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', NetworkPolicySpec, 2, { omitempty: false, optional: true }),
]);

export const NetworkPolicySpec: StructType = struct('k8s.io/api/networking/v1.NetworkPolicySpec', () => [
  field('podSelector', LabelSelector, 1, { omitempty: false, optional: true }),
  field('ingress', list(NetworkPolicyIngressRule), 2, { optional: true, list: 'atomic' }),
  field('egress', list(NetworkPolicyEgressRule), 3, { optional: true, list: 'atomic' }),
  field('policyTypes', list(PolicyType), 4, { optional: true, list: 'atomic' }),
]);

export const NetworkPolicyIngressRule: StructType = struct('k8s.io/api/networking/v1.NetworkPolicyIngressRule', () => [
  field('ports', list(NetworkPolicyPort), 1, { optional: true, list: 'atomic' }),
  field('from', list(NetworkPolicyPeer), 2, { optional: true, list: 'atomic' }),
]);

export const NetworkPolicyEgressRule: StructType = struct('k8s.io/api/networking/v1.NetworkPolicyEgressRule', () => [
  field('ports', list(NetworkPolicyPort), 1, { optional: true, list: 'atomic' }),
  field('to', list(NetworkPolicyPeer), 2, { optional: true, list: 'atomic' }),
]);

export const NetworkPolicyPort: StructType = struct('k8s.io/api/networking/v1.NetworkPolicyPort', () => [
  field('protocol', Protocol, 1, { pointer: true, optional: true }),
  field('port', IntOrString, 2, { pointer: true, optional: true }),
  field('endPort', int32, 3, { pointer: true, optional: true }),
]);

export const IPBlock: StructType = struct('k8s.io/api/networking/v1.IPBlock', () => [
  field('cidr', string, 1, { go: 'CIDR', omitempty: false }),
  field('except', list(string), 2, { optional: true, list: 'atomic' }),
]);

export const NetworkPolicyPeer: StructType = struct('k8s.io/api/networking/v1.NetworkPolicyPeer', () => [
  field('podSelector', LabelSelector, 1, { pointer: true, optional: true }),
  field('namespaceSelector', LabelSelector, 2, { pointer: true, optional: true }),
  field('ipBlock', IPBlock, 3, { go: 'IPBlock', pointer: true, optional: true }),
]);

export const NetworkPolicyList: StructType = struct('k8s.io/api/networking/v1.NetworkPolicyList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(NetworkPolicy), 2, { omitempty: false }),
]);

export const Ingress: StructType = struct('k8s.io/api/networking/v1.Ingress', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', IngressSpec, 2, { omitempty: false, optional: true }),
  field('status', IngressStatus, 3, { omitempty: false, optional: true }),
]);

export const IngressList: StructType = struct('k8s.io/api/networking/v1.IngressList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(Ingress), 2, { omitempty: false }),
]);

export const IngressSpec: StructType = struct('k8s.io/api/networking/v1.IngressSpec', () => [
  field('ingressClassName', string, 4, { pointer: true, optional: true }),
  field('defaultBackend', IngressBackend, 1, { pointer: true, optional: true }),
  field('tls', list(IngressTLS), 2, { go: 'TLS', optional: true, list: 'atomic' }),
  field('rules', list(IngressRule), 3, { optional: true, list: 'atomic' }),
]);

export const IngressTLS: StructType = struct('k8s.io/api/networking/v1.IngressTLS', () => [
  field('hosts', list(string), 1, { optional: true, list: 'atomic' }),
  field('secretName', string, 2, { optional: true }),
]);

export const IngressStatus: StructType = struct('k8s.io/api/networking/v1.IngressStatus', () => [
  field('loadBalancer', IngressLoadBalancerStatus, 1, { omitempty: false, optional: true }),
]);

export const IngressLoadBalancerStatus: StructType = struct('k8s.io/api/networking/v1.IngressLoadBalancerStatus', () => [
  field('ingress', list(IngressLoadBalancerIngress), 1, { optional: true, list: 'atomic' }),
]);

export const IngressLoadBalancerIngress: StructType = struct('k8s.io/api/networking/v1.IngressLoadBalancerIngress', () => [
  field('ip', string, 1, { go: 'IP', optional: true }),
  field('hostname', string, 2, { optional: true }),
  field('ports', list(IngressPortStatus), 4, { optional: true, list: 'atomic' }),
]);

export const IngressPortStatus: StructType = struct('k8s.io/api/networking/v1.IngressPortStatus', () => [
  field('port', int32, 1, { omitempty: false }),
  field('protocol', Protocol, 2, { omitempty: false }),
  field('error', string, 3, { pointer: true, optional: true }),
]);

export const IngressRule: StructType = struct('k8s.io/api/networking/v1.IngressRule', () => [
  field('host', string, 1, { optional: true }),
  inline(IngressRuleValue, 2),
]);

export const IngressRuleValue: StructType = struct('k8s.io/api/networking/v1.IngressRuleValue', () => [
  field('http', HTTPIngressRuleValue, 1, { go: 'HTTP', pointer: true, optional: true }),
]);

export const HTTPIngressRuleValue: StructType = struct('k8s.io/api/networking/v1.HTTPIngressRuleValue', () => [
  field('paths', list(HTTPIngressPath), 1, { omitempty: false, list: 'atomic' }),
]);

export const HTTPIngressPath: StructType = struct('k8s.io/api/networking/v1.HTTPIngressPath', () => [
  field('path', string, 1, { optional: true }),
  field('pathType', PathType, 3, { pointer: true, omitempty: false }),
  field('backend', IngressBackend, 2, { omitempty: false }),
]);

export const IngressBackend: StructType = struct('k8s.io/api/networking/v1.IngressBackend', () => [
  field('service', IngressServiceBackend, 4, { pointer: true, optional: true }),
  field('resource', TypedLocalObjectReference, 3, { pointer: true, optional: true }),
]);

export const IngressServiceBackend: StructType = struct('k8s.io/api/networking/v1.IngressServiceBackend', () => [
  field('name', string, 1, { omitempty: false }),
  field('port', ServiceBackendPort, 2, { omitempty: false, optional: true }),
]);

export const ServiceBackendPort: StructType = struct(
  'k8s.io/api/networking/v1.ServiceBackendPort',
  () => [field('name', string, 1, { optional: true }), field('number', int32, 2, { optional: true })],
  '',
  { atomic: true },
);

export const IngressClass: StructType = struct('k8s.io/api/networking/v1.IngressClass', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', IngressClassSpec, 2, { omitempty: false, optional: true }),
]);

export const IngressClassSpec: StructType = struct('k8s.io/api/networking/v1.IngressClassSpec', () => [
  field('controller', string, 1, { optional: true }),
  field('parameters', IngressClassParametersReference, 2, { pointer: true, optional: true }),
]);

export const IngressClassParametersReference: StructType = struct('k8s.io/api/networking/v1.IngressClassParametersReference', () => [
  field('apiGroup', string, 1, { go: 'APIGroup', pointer: true, optional: true }),
  field('kind', string, 2, { omitempty: false }),
  field('name', string, 3, { omitempty: false }),
  field('scope', string, 4, { pointer: true, omitempty: false, optional: true }),
  field('namespace', string, 5, { pointer: true, optional: true }),
]);

export const IngressClassList: StructType = struct('k8s.io/api/networking/v1.IngressClassList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(IngressClass), 2, { omitempty: false }),
]);

export const IPAddress: StructType = struct('k8s.io/api/networking/v1.IPAddress', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', IPAddressSpec, 2, { omitempty: false }),
]);

export const IPAddressSpec: StructType = struct('k8s.io/api/networking/v1.IPAddressSpec', () => [
  field('parentRef', ParentReference, 1, { pointer: true }),
]);

export const ParentReference: StructType = struct('k8s.io/api/networking/v1.ParentReference', () => [
  field('group', string, 1, { optional: true }),
  field('resource', string, 2),
  field('namespace', string, 3, { optional: true }),
  field('name', string, 4),
]);

export const IPAddressList: StructType = struct('k8s.io/api/networking/v1.IPAddressList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(IPAddress), 2, { omitempty: false }),
]);

export const ServiceCIDR: StructType = struct('k8s.io/api/networking/v1.ServiceCIDR', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', ServiceCIDRSpec, 2, { omitempty: false, optional: true }),
  field('status', ServiceCIDRStatus, 3, { omitempty: false, optional: true }),
]);

export const ServiceCIDRSpec: StructType = struct('k8s.io/api/networking/v1.ServiceCIDRSpec', () => [
  field('cidrs', list(string), 1, { go: 'CIDRs', optional: true, list: 'atomic' }),
]);

export const ServiceCIDRStatus: StructType = struct('k8s.io/api/networking/v1.ServiceCIDRStatus', () => [
  field('conditions', list(Condition), 1, { optional: true, patch: 'merge', mergeKey: 'type', list: 'map', keys: ['type'] }),
]);

export const ServiceCIDRList: StructType = struct('k8s.io/api/networking/v1.ServiceCIDRList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(ServiceCIDR), 2, { omitempty: false }),
]);
