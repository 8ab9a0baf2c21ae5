/**
 * Fields of pods that belong to features: while a feature is off they are dropped silently, unless the stored object already has them.
 */
import type { StrategyContext } from '../generic/declaration.ts';

interface Container {
  lifecycle?: { stopSignal?: string; preStop?: object; postStart?: object };
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
}

/** One feature: whether an object uses it, and how its fields are dropped. */
interface Feature {
  readonly gate: string;
  readonly uses: (spec: PodSpec) => boolean;
  readonly drop: (spec: PodSpec) => void;
}

const projectedSources = (spec: PodSpec): readonly ProjectedSource[] => (spec.volumes ?? []).flatMap((each) => each.projected?.sources ?? []);

const containersOf = (spec: PodSpec): readonly Container[] => [
  ...(spec.initContainers ?? []),
  ...(spec.containers ?? []),
  ...(spec.ephemeralContainers ?? []),
];

const claimsOf = (spec: PodSpec): readonly ClaimSpec[] =>
  (spec.volumes ?? []).map((each) => each.ephemeral?.volumeClaimTemplate?.spec).filter((each) => each !== undefined);

function dropStopSignal(container: Container): void {
  const { lifecycle } = container;
  if (lifecycle?.stopSignal === undefined) return;
  delete lifecycle.stopSignal;
  if (lifecycle.preStop === undefined && lifecycle.postStart === undefined) delete container.lifecycle;
}

const FEATURES: readonly Feature[] = [
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

export function dropDisabledPodFields(context: StrategyContext, spec: unknown, old: unknown): void {
  if (spec === undefined || spec === null) return;
  for (const { gate, uses, drop } of FEATURES) {
    if (context.featureEnabled(gate) || !uses(spec as PodSpec)) continue;
    if (old === undefined || old === null || !uses(old as PodSpec)) drop(spec as PodSpec);
  }
}

function namesAnotherNamespace(claim: ClaimSpec): boolean {
  return (claim.dataSourceRef?.namespace ?? '') !== '';
}

/** A claim's source in another namespace is dropped as a whole: without its namespace it would name something else. */
export function dropCrossNamespaceSource(claim: ClaimSpec): void {
  if (namesAnotherNamespace(claim)) delete claim.dataSourceRef;
}
