/** What PodSecurity counts, with upstream's names (k8s.io/pod-security-admission/metrics). */
import type { MetricsRegistry } from '../../../base/metrics.ts';
import { KUBERNETES_MINOR } from '../../../machinery/release.ts';
import type { AdmissionAttributes } from '../../interface.ts';
import { LATEST, type LevelVersion, type Mode } from './policy.ts';

export interface PodSecurityMetrics {
  evaluated(decision: 'allow' | 'deny', of: LevelVersion, mode: Mode, attributes: AdmissionAttributes): void;
  exempted(attributes: AdmissionAttributes): void;
  /** @param fatal whether the request failed with it */
  failed(fatal: boolean, attributes: AdmissionAttributes): void;
}

export const UNCOUNTED: PodSecurityMetrics = { evaluated: () => {}, exempted: () => {}, failed: () => {} };

const REQUEST = ['request_operation', 'resource', 'subresource'];

export function podSecurityMetrics(registry: MetricsRegistry): PodSecurityMetrics {
  const evaluations = registry.counter({
    name: 'pod_security_evaluations_total',
    help: 'Evaluations of policies, without requests that are exempt or of no interest.',
    labels: ['decision', 'policy_level', 'policy_version', 'mode', ...REQUEST],
  });
  const exemptions = registry.counter({ name: 'pod_security_exemptions_total', help: 'Requests that are exempt.', labels: REQUEST });
  const errors = registry.counter({
    name: 'pod_security_errors_total',
    help: 'Errors that kept a policy from being evaluated; without being fatal, when a stricter one stood in.',
    labels: ['fatal', ...REQUEST],
  });
  for (const operation of ['create', 'update']) {
    evaluations.labels('allow', 'privileged', 'latest', 'enforce', operation, 'pod', '');
    for (const resource of ['pod', 'controller']) exemptions.labels(operation, resource, '');
  }
  return {
    evaluated: (decision, of, mode, attributes) => evaluations.labels(decision, of.level, versionLabel(of), mode, ...requestLabels(attributes)).inc(),
    exempted: (attributes) => exemptions.labels(...requestLabels(attributes)).inc(),
    failed: (fatal, attributes) => errors.labels(String(fatal), ...requestLabels(attributes)).inc(),
  };
}

/** A version that is newer than this server is one label, as anybody may ask for any. */
function versionLabel({ level, version }: LevelVersion): string {
  if (version === LATEST || level === 'privileged') return 'latest';
  return version <= KUBERNETES_MINOR ? `v1.${version}` : 'future';
}

function requestLabels({ operation, group, resource, subresource }: AdmissionAttributes): [string, string, string] {
  return [operation.toLowerCase(), group === '' && resource === 'pods' ? 'pod' : 'controller', subresource];
}
