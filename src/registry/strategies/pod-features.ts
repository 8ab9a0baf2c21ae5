/**
 * Fields of pods that belong to features: while a feature is off they are dropped silently, unless the stored object already has them.
 */
import type { StrategyContext } from '../generic/declaration.ts';

interface Container {
  lifecycle?: { stopSignal?: string; preStop?: object; postStart?: object };
  restartPolicy?: string;
  restartPolicyRules?: readonly object[] | null;
  readonly env?: readonly { readonly valueFrom?: { fileKeyRef?: object } }[] | null;
}

interface ProjectedSource {
  clusterTrustBundle?: object;
  podCertificate?: object;
}

interface ClaimSpec {
  dataSourceRef?: { readonly namespace?: string };
}

interface PodSpec {
  readonly containers?: readonly Container[] | null;
  readonly initContainers?: readonly Container[] | null;
  readonly ephemeralContainers?: readonly Container[] | null;
  readonly volumes?:
    | readonly {
        readonly projected?: { readonly sources?: readonly ProjectedSource[] | null };
        readonly ephemeral?: { readonly volumeClaimTemplate?: { readonly spec?: ClaimSpec } };
      }[]
    | null;
  schedulingGroup?: object;
  hostnameOverride?: string;
  resources?: { readonly requests?: object; readonly limits?: object } | null;
  readonly topologySpreadConstraints?: readonly { matchLabelKeys?: readonly string[] | null }[] | null;
}

interface ResourceHealth {
  message?: string;
}

interface ContainerStatus {
  allocatedResourcesStatus?: readonly { readonly resources?: readonly ResourceHealth[] | null }[] | null;
  readonly volumeMounts?: readonly { volumeStatus?: object }[] | null;
}

interface PodStatus {
  readonly initContainerStatuses?: readonly ContainerStatus[] | null;
  readonly containerStatuses?: readonly ContainerStatus[] | null;
  readonly ephemeralContainerStatuses?: readonly ContainerStatus[] | null;
  resources?: object;
  allocatedResources?: object;
  extendedResourceClaimStatus?: object;
  nodeAllocatableResourceClaimStatuses?: readonly object[] | null;
}

/** One feature: whether an object (a spec, a status) uses it, and how its fields are dropped. */
interface Feature<Part> {
  readonly gate: string;
  readonly uses: (part: Part) => boolean;
  readonly drop: (part: Part) => void;
}

function projectedSources({ volumes }: PodSpec): readonly ProjectedSource[] {
  const found: ProjectedSource[] = [];
  for (const { projected } of volumes ?? []) for (const source of projected?.sources ?? []) found.push(source);
  return found;
}

function containersOf({ initContainers, containers, ephemeralContainers }: PodSpec): readonly Container[] {
  if (!initContainers && !ephemeralContainers) return containers ?? [];
  return [...(initContainers ?? []), ...(containers ?? []), ...(ephemeralContainers ?? [])];
}

function claimsOf({ volumes }: PodSpec): readonly ClaimSpec[] {
  const found: ClaimSpec[] = [];
  for (const { ephemeral } of volumes ?? []) {
    const claim = ephemeral?.volumeClaimTemplate?.spec;
    if (claim !== undefined) found.push(claim);
  }
  return found;
}

function dropStopSignal(container: Container): void {
  const { lifecycle } = container;
  if (lifecycle?.stopSignal === undefined) return;
  delete lifecycle.stopSignal;
  if (lifecycle.preStop === undefined && lifecycle.postStart === undefined) delete container.lifecycle;
}

/** A policy of a container's own is news, but for sidecars, which are init containers that always restart. */
const hasOwnPolicy = ({ initContainers, containers }: PodSpec): boolean =>
  (initContainers ?? []).some((each) => has(each.restartPolicyRules) || (each.restartPolicy ?? 'Always') !== 'Always') ||
  (containers ?? []).some((each) => has(each.restartPolicyRules) || each.restartPolicy !== undefined);

function dropOwnPolicies({ initContainers, containers }: PodSpec): void {
  for (const container of initContainers ?? []) {
    if (container.restartPolicy !== 'Always') delete container.restartPolicy;
    delete container.restartPolicyRules;
  }
  for (const container of containers ?? []) {
    delete container.restartPolicy;
    delete container.restartPolicyRules;
  }
}

function has(list: readonly unknown[] | null | undefined): boolean {
  return (list?.length ?? 0) > 0;
}

const FEATURES: readonly Feature<PodSpec>[] = [
  {
    gate: 'ContainerRestartRules',
    uses: hasOwnPolicy,
    drop: dropOwnPolicies,
  },
  {
    gate: 'EnvFiles',
    uses: (spec) => containersOf(spec).some((each) => each.env?.some(({ valueFrom }) => valueFrom?.fileKeyRef !== undefined) === true),
    drop: (spec) => {
      for (const { env } of containersOf(spec)) for (const { valueFrom } of env ?? []) delete valueFrom?.fileKeyRef;
    },
  },
  {
    gate: 'HostnameOverride',
    uses: (spec) => spec.hostnameOverride !== undefined,
    drop: (spec) => {
      delete spec.hostnameOverride;
    },
  },
  {
    gate: 'PodLevelResources',
    uses: ({ resources }) => resources !== undefined && resources !== null && Object.keys({ ...resources.requests, ...resources.limits }).length > 0,
    drop: (spec) => {
      delete spec.resources;
    },
  },
  {
    gate: 'MatchLabelKeysInPodTopologySpread',
    uses: (spec) => (spec.topologySpreadConstraints ?? []).some((each) => has(each.matchLabelKeys)),
    drop: (spec) => {
      for (const constraint of spec.topologySpreadConstraints ?? []) delete constraint.matchLabelKeys;
    },
  },
  {
    gate: 'ClusterTrustBundleProjection',
    uses: (spec) => projectedSources(spec).some((each) => each.clusterTrustBundle !== undefined),
    drop: (spec) => {
      for (const source of projectedSources(spec)) delete source.clusterTrustBundle;
    },
  },
  {
    gate: 'PodCertificateRequest',
    uses: (spec) => projectedSources(spec).some((each) => each.podCertificate !== undefined),
    drop: (spec) => {
      for (const source of projectedSources(spec)) delete source.podCertificate;
    },
  },
  {
    gate: 'ContainerStopSignals',
    uses: (spec) => containersOf(spec).some((each) => each.lifecycle?.stopSignal !== undefined),
    drop: (spec) => {
      for (const container of containersOf(spec)) dropStopSignal(container);
    },
  },
  {
    gate: 'GenericWorkload',
    uses: (spec) => spec.schedulingGroup !== undefined,
    drop: (spec) => {
      delete spec.schedulingGroup;
    },
  },
  {
    gate: 'CrossNamespaceVolumeDataSource',
    uses: (spec) => claimsOf(spec).some(namesAnotherNamespace),
    drop: (spec) => {
      for (const claim of claimsOf(spec)) dropCrossNamespaceSource(claim);
    },
  },
];

const statusesOf = (status: PodStatus): readonly ContainerStatus[] => [
  ...(status.initContainerStatuses ?? []),
  ...(status.containerStatuses ?? []),
  ...(status.ephemeralContainerStatuses ?? []),
];

const healthOf = (status: PodStatus): readonly ResourceHealth[] =>
  statusesOf(status).flatMap((each) => (each.allocatedResourcesStatus ?? []).flatMap(({ resources }) => resources ?? []));

const STATUS_FEATURES: readonly Feature<PodStatus>[] = [
  {
    gate: 'InPlacePodLevelResourcesVerticalScaling',
    uses: (status) => status.resources !== undefined || status.allocatedResources !== undefined,
    drop: (status) => {
      delete status.resources;
      delete status.allocatedResources;
    },
  },
  {
    gate: 'DRAExtendedResource',
    uses: (status) => status.extendedResourceClaimStatus !== undefined,
    drop: (status) => {
      delete status.extendedResourceClaimStatus;
    },
  },
  {
    gate: 'DRANodeAllocatableResources',
    uses: (status) => has(status.nodeAllocatableResourceClaimStatuses),
    drop: (status) => {
      delete status.nodeAllocatableResourceClaimStatuses;
    },
  },
  {
    gate: 'ResourceHealthStatus',
    uses: (status) => statusesOf(status).some((each) => has(each.allocatedResourcesStatus)),
    drop: (status) => {
      for (const each of statusesOf(status)) delete each.allocatedResourcesStatus;
    },
  },
  {
    gate: 'ResourceHealthStatusMessage',
    uses: (status) => healthOf(status).some((each) => each.message !== undefined),
    drop: (status) => {
      for (const each of healthOf(status)) delete each.message;
    },
  },
  {
    gate: 'ImageVolumeWithDigest',
    uses: (status) => statusesOf(status).some((each) => each.volumeMounts?.some(({ volumeStatus }) => volumeStatus !== undefined) === true),
    drop: (status) => {
      for (const { volumeMounts } of statusesOf(status)) for (const mount of volumeMounts ?? []) delete mount.volumeStatus;
    },
  },
];

export function dropDisabledPodFields(context: StrategyContext, spec: unknown, old: unknown): void {
  dropDisabled(FEATURES, context, spec as PodSpec | null | undefined, old as PodSpec | null | undefined);
}

export function dropDisabledStatusFields(context: StrategyContext, status: unknown, old: unknown): void {
  dropDisabled(STATUS_FEATURES, context, status as PodStatus | null | undefined, old as PodStatus | null | undefined);
}

function dropDisabled<Part>(
  features: readonly Feature<Part>[],
  context: StrategyContext,
  part: Part | null | undefined,
  old: Part | null | undefined,
): void {
  if (part === undefined || part === null) return;
  for (const { gate, uses, drop } of features) {
    if (context.featureEnabled(gate) || !uses(part)) continue;
    if (old === undefined || old === null || !uses(old)) drop(part);
  }
}

function namesAnotherNamespace(claim: ClaimSpec): boolean {
  return (claim.dataSourceRef?.namespace ?? '') !== '';
}

/** A claim's source in another namespace is dropped as a whole: without its namespace it would name something else. */
export function dropCrossNamespaceSource(claim: ClaimSpec): void {
  if (namesAnotherNamespace(claim)) delete claim.dataSourceRef;
}
