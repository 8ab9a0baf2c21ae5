/**
 * How group versions rank among each other. The numbers are upstream's (kubernetes/pkg/controlplane/apiserver/aggregator.go): they are visible in the
 * APIService objects, and discovery lists groups and versions in their order.
 */
import type { GroupPriority } from '../routing/resources.ts';

export interface ApiServicePriority {
  readonly group: string;
  readonly version: string;
  readonly groupPriority: number;
  readonly versionPriority: number;
}

const STABLE = 15;
const BETA = 9;
const ALPHA = 1;

function group(name: string, groupPriority: number, versions: { readonly [version: string]: number }): ApiServicePriority[] {
  return Object.entries(versions).map(([version, versionPriority]) => ({ group: name, version, groupPriority, versionPriority }));
}

export const API_SERVICE_PRIORITIES: readonly ApiServicePriority[] = [
  ...group('', 18000, { v1: 1 }),
  ...group('apps', 17800, { v1: STABLE }),
  ...group('events.k8s.io', 17750, { v1: STABLE }),
  ...group('authentication.k8s.io', 17700, { v1: STABLE, v1beta1: BETA, v1alpha1: ALPHA }),
  ...group('authorization.k8s.io', 17600, { v1: STABLE }),
  ...group('autoscaling', 17500, { v1: STABLE, v2: 30 }),
  ...group('batch', 17400, { v1: STABLE }),
  ...group('certificates.k8s.io', 17300, { v1: STABLE, v1beta1: BETA, v1alpha1: ALPHA }),
  ...group('networking.k8s.io', 17200, { v1: STABLE, v1beta1: BETA }),
  ...group('policy', 17100, { v1: STABLE }),
  ...group('rbac.authorization.k8s.io', 17000, { v1: STABLE }),
  ...group('storage.k8s.io', 16800, { v1: STABLE, v1beta1: BETA }),
  ...group('apiextensions.k8s.io', 16700, { v1: STABLE }),
  ...group('admissionregistration.k8s.io', 16700, { v1: STABLE, v1beta1: 12, v1alpha1: BETA }),
  ...group('scheduling.k8s.io', 16600, { v1: STABLE, v1alpha2: 10 }),
  ...group('coordination.k8s.io', 16500, { v1: STABLE, v1beta1: 12, v1alpha2: BETA }),
  ...group('node.k8s.io', 16300, { v1: STABLE }),
  ...group('discovery.k8s.io', 16200, { v1: STABLE }),
  ...group('resource.k8s.io', 16200, { v1: 21, v1beta2: 20, v1beta1: 19, v1alpha3: ALPHA }),
  ...group('flowcontrol.apiserver.k8s.io', 16100, { v1: 21 }),
  ...group('internal.apiserver.k8s.io', 16000, { v1alpha1: 10 }),
  ...group('storagemigration.k8s.io', 15800, { v1beta1: BETA }),
];

/** The groups in the order of discovery, each with its versions, the preferred one first. */
export const GROUP_PRIORITIES: readonly GroupPriority[] = groupPriorities();

function groupPriorities(): readonly GroupPriority[] {
  const versionsOf = (group: string): readonly string[] =>
    API_SERVICE_PRIORITIES.filter((each) => each.group === group)
      .sort((a, b) => b.versionPriority - a.versionPriority)
      .map(({ version }) => version);
  const ranked = [...API_SERVICE_PRIORITIES].sort((a, b) => b.groupPriority - a.groupPriority || (a.group < b.group ? -1 : 1));
  const [core = '', ...others] = new Set(ranked.map(({ group }) => group));
  // The group of APIServices has no APIService of its own, and stands behind the core group.
  return [core, 'apiregistration.k8s.io', ...others].map((group) => ({ group, versions: versionsOf(group) }));
}
