/** What a writer of a service is warned of: fields that are going away, and fields that are ignored beside others. */
import { getKey, type KubeObject } from '../../machinery/object.ts';

interface Spec {
  readonly type?: string;
  readonly clusterIP?: string;
  readonly externalIPs?: readonly string[] | null;
  readonly externalName?: string;
  readonly sessionAffinity?: string;
  readonly trafficDistribution?: string;
}

const HINTS = 'service.kubernetes.io/topology-aware-hints';
const TOPOLOGY_MODE = 'service.kubernetes.io/topology-mode';

export function serviceWarnings(object: KubeObject): readonly string[] {
  const spec = (object.spec ?? {}) as Spec;
  const warnings: string[] = [];
  if (getKey(object.metadata.annotations, HINTS) !== undefined)
    warnings.push(`annotation ${HINTS} is deprecated, please use ${TOPOLOGY_MODE} instead`);
  const isName = spec.type === 'ExternalName';
  if (!isName && spec.clusterIP === 'None' && spec.sessionAffinity === 'ClientIP')
    warnings.push('spec.SessionAffinity is ignored for headless services');
  if (!isName && spec.externalName) warnings.push('spec.externalName is ignored when spec.type is not "ExternalName"');
  if ((spec.externalIPs?.length ?? 0) > 0) warnings.push('spec.externalIPs is deprecated and may no longer be implemented in some clusters');
  if (spec.trafficDistribution === 'PreferClose') {
    warnings.push('spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"');
  }
  return warnings;
}
