/** Generated from types.ts by scripts/generate-objects.ts: what objects of these types look like in memory. */
import type { TypedLocalObjectReference } from '../../core/v1/objects.gen.ts';
import type { Condition, ListMeta, ObjectMeta } from '../../meta/v1/objects.gen.ts';

export interface HTTPIngressPath {
  path?: string;
  pathType?: string;
  backend: IngressBackend;
}

export interface HTTPIngressRuleValue {
  paths: HTTPIngressPath[] | null;
}

export interface IPAddress {
  kind?: string;
  apiVersion?: string;
  metadata: ObjectMeta;
  spec: IPAddressSpec;
}

export interface IPAddressList {
  kind?: string;
  apiVersion?: string;
  metadata: ListMeta;
  items: IPAddress[] | null;
}

export interface IPAddressSpec {
  parentRef?: ParentReference;
}

export interface Ingress {
  kind?: string;
  apiVersion?: string;
  metadata: ObjectMeta;
  spec: IngressSpec;
  status: IngressStatus;
}

export interface IngressBackend {
  serviceName?: string;
  servicePort: number | string;
  resource?: TypedLocalObjectReference;
}

export interface IngressClass {
  kind?: string;
  apiVersion?: string;
  metadata: ObjectMeta;
  spec: IngressClassSpec;
}

export interface IngressClassList {
  kind?: string;
  apiVersion?: string;
  metadata: ListMeta;
  items: IngressClass[] | null;
}

export interface IngressClassParametersReference {
  apiGroup?: string;
  kind: string;
  name: string;
  scope: string | null;
  namespace?: string;
}

export interface IngressClassSpec {
  controller?: string;
  parameters?: IngressClassParametersReference;
}

export interface IngressList {
  kind?: string;
  apiVersion?: string;
  metadata: ListMeta;
  items: Ingress[] | null;
}

export interface IngressLoadBalancerIngress {
  ip?: string;
  hostname?: string;
  ports?: IngressPortStatus[];
}

export interface IngressLoadBalancerStatus {
  ingress?: IngressLoadBalancerIngress[];
}

export interface IngressPortStatus {
  port: number;
  protocol: string;
  error?: string;
}

export interface IngressRule {
  host?: string;
  http?: HTTPIngressRuleValue;
}

export interface IngressRuleValue {
  http?: HTTPIngressRuleValue;
}

export interface IngressSpec {
  ingressClassName?: string;
  backend?: IngressBackend;
  tls?: IngressTLS[];
  rules?: IngressRule[];
}

export interface IngressStatus {
  loadBalancer: IngressLoadBalancerStatus;
}

export interface IngressTLS {
  hosts?: string[];
  secretName?: string;
}

export interface ParentReference {
  group?: string;
  resource?: string;
  namespace?: string;
  name?: string;
}

export interface ServiceCIDR {
  kind?: string;
  apiVersion?: string;
  metadata: ObjectMeta;
  spec: ServiceCIDRSpec;
  status: ServiceCIDRStatus;
}

export interface ServiceCIDRList {
  kind?: string;
  apiVersion?: string;
  metadata: ListMeta;
  items: ServiceCIDR[] | null;
}

export interface ServiceCIDRSpec {
  cidrs?: string[];
}

export interface ServiceCIDRStatus {
  conditions?: Condition[];
}
