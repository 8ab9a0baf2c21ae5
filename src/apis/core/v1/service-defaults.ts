/** Defaults of services. What depends on the server's address ranges (families, addresses) is not defaulted but allocated. */
import type { KubeObject } from '../../../machinery/object.ts';

const AFFINITY_TIMEOUT_SECONDS = 10_800;

interface ServicePort {
  port: number;
  protocol?: string;
  targetPort?: number | string;
}

interface ServiceSpec {
  type?: string;
  ports?: ServicePort[] | null;
  sessionAffinity?: string;
  sessionAffinityConfig?: { clientIP?: { timeoutSeconds?: number } };
  externalIPs?: string[] | null;
  externalTrafficPolicy?: string;
  internalTrafficPolicy?: string;
  allocateLoadBalancerNodePorts?: boolean;
}

interface ServiceStatus {
  loadBalancer?: { ingress?: { ip?: string; ipMode?: string }[] | null };
}

export function setServiceDefaults(object: KubeObject): void {
  object.spec ??= {};
  const spec = object.spec as ServiceSpec;
  defaultAffinity(spec);
  spec.type ||= 'ClusterIP';
  for (const port of spec.ports ?? []) {
    port.protocol ||= 'TCP';
    port.targetPort ||= port.port;
  }
  const external = spec.type === 'NodePort' || spec.type === 'LoadBalancer' || (spec.type === 'ClusterIP' && (spec.externalIPs?.length ?? 0) > 0);
  if (external) spec.externalTrafficPolicy ||= 'Cluster';
  if (spec.type === 'NodePort' || spec.type === 'LoadBalancer' || spec.type === 'ClusterIP') spec.internalTrafficPolicy ??= 'Cluster';
  if (spec.type !== 'LoadBalancer') return;
  spec.allocateLoadBalancerNodePorts ??= true;
  for (const ingress of (object.status as ServiceStatus | undefined)?.loadBalancer?.ingress ?? []) {
    if (ingress.ip) ingress.ipMode ??= 'VIP';
  }
}

function defaultAffinity(spec: ServiceSpec): void {
  spec.sessionAffinity ||= 'None';
  if (spec.sessionAffinity === 'None') delete spec.sessionAffinityConfig;
  if (spec.sessionAffinity !== 'ClientIP') return;
  spec.sessionAffinityConfig ??= {};
  const config = spec.sessionAffinityConfig;
  config.clientIP ??= {};
  config.clientIP.timeoutSeconds ??= AFFINITY_TIMEOUT_SECONDS;
}
