/** What a writer of a service is warned of: fields that are going away, addresses in odd forms, and fields that are ignored beside others. */
import { FieldPath } from '../../machinery/field-errors.ts';
import { getKey, type KubeObject } from '../../machinery/object.ts';
import { addressWarnings, rangeWarnings } from './addresses.ts';

interface Spec {
  readonly type?: string;
  readonly clusterIP?: string;
  readonly clusterIPs?: readonly string[] | null;
  readonly externalIPs?: readonly string[] | null;
  readonly externalName?: string;
  readonly loadBalancerIP?: string;
  readonly loadBalancerSourceRanges?: readonly string[] | null;
  readonly sessionAffinity?: string;
  readonly trafficDistribution?: string;
}

const HINTS = 'service.kubernetes.io/topology-aware-hints';
const TOPOLOGY_MODE = 'service.kubernetes.io/topology-mode';
const SPEC = FieldPath.root('spec');

export function serviceWarnings(object: KubeObject): readonly string[] {
  const spec = (object.spec ?? {}) as Spec;
  const isName = spec.type === 'ExternalName';
  const warnings: string[] = [];
  if (getKey(object.metadata.annotations, HINTS) !== undefined)
    warnings.push(`annotation ${HINTS} is deprecated, please use ${TOPOLOGY_MODE} instead`);
  if (spec.clusterIP && spec.clusterIP !== 'None') warnings.push(...listed(spec.clusterIPs, 'clusterIPs', addressWarnings));
  const isHeadless = spec.type === 'ClusterIP' && spec.clusterIP === 'None';
  if (isHeadless) warnings.push(...ignoredWhenHeadless(spec));
  warnings.push(...listed(spec.externalIPs, 'externalIPs', addressWarnings));
  const hasExternal = (spec.externalIPs?.length ?? 0) > 0;
  if (hasExternal && !isHeadless && !isName) warnings.push('spec.externalIPs is deprecated and may no longer be implemented in some clusters');
  warnings.push(...addressWarnings(spec.loadBalancerIP ?? '', SPEC.child('loadBalancerIP')));
  warnings.push(...listed(spec.loadBalancerSourceRanges, 'loadBalancerSourceRanges', rangeWarnings));
  if (hasExternal && isName) warnings.push('spec.externalIPs is ignored when spec.type is "ExternalName"');
  if (!isName && spec.externalName) warnings.push('spec.externalName is ignored when spec.type is not "ExternalName"');
  if (spec.trafficDistribution === 'PreferClose') {
    warnings.push('spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"');
  }
  return warnings;
}

/** The status half: only the addresses that a load balancer has got. */
export function serviceStatusWarnings(object: KubeObject): readonly string[] {
  const status = object.status as { readonly loadBalancer?: { readonly ingress?: readonly { readonly ip?: string }[] | null } } | undefined;
  const at = FieldPath.root('status').child('loadBalancer', 'ingress');
  return (status?.loadBalancer?.ingress ?? []).flatMap(({ ip = '' }, i) => addressWarnings(ip, at.index(i)));
}

function ignoredWhenHeadless(spec: Spec): string[] {
  const ignored: string[] = [];
  if (spec.loadBalancerIP) ignored.push('loadBalancerIP');
  if ((spec.externalIPs?.length ?? 0) > 0) ignored.push('externalIPs');
  if (spec.sessionAffinity !== 'None') ignored.push('SessionAffinity');
  return ignored.map((field) => `spec.${field} is ignored for headless services`);
}

function listed(values: readonly string[] | null | undefined, field: string, warn: (text: string, at: FieldPath) => string[]): string[] {
  return (values ?? []).flatMap((text, i) => warn(text, SPEC.child(field).index(i)));
}
