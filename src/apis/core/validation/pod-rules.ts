/**
 * What validation of a pod spec allows beyond the rules for new objects.
 *
 * An update never refuses what is stored: each exception is granted when the old spec already needs it (upstream calls this ratcheting, see
 * pkg/api/pod in k8s.io/kubernetes). Everything is false for new objects, up to what feature gates allow.
 */
import type { FeatureEnabled } from '../../../base/feature-gates.ts';
import { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { getKey, type StringMap } from '../../../machinery/object.ts';
import { checkLabelSelector } from '../../meta/validation/labels.ts';
import { isSidecar } from '../container-resources.ts';
import type { Container, ContainerResizePolicy, PodAffinityTerm, PodSpec } from '../v1/objects.gen.ts';
import { dividesIntoPages, isHugePages } from './resources/resource-names.ts';
import { hasBadMergedKeys } from './scheduling/merged-label-keys.ts';
import { checkRequiredNodeValues } from './scheduling/node-selectors.ts';
import { hostSysctl } from './sysctls.ts';

/** What a cluster decides about pods, as opposed to a feature. */
export interface PodPolicy {
  /** Privileged containers and host processes are refused (--allow-privileged=false). */
  readonly refusesPrivileged?: boolean;
}

export interface PodRules extends Required<PodPolicy> {
  readonly gate: FeatureEnabled;
  /** The spec is a pod's, not a template's: templates may leave out what creation of the pod fills in. */
  readonly pod: boolean;
  readonly badSelectorValues: boolean;
  readonly badRequiredNodeValues: boolean;
  readonly badSpreadSelectors: boolean;
  /** Label keys of spread constraints are merged into their selectors. */
  readonly mergedSpreadKeys: boolean;
  readonly indivisibleHugePages: boolean;
  readonly namespacedSysctlsOnHost: boolean;
  readonly nonLocalTokenPaths: boolean;
  readonly badDeletionCost: boolean;
  readonly comparisonTolerations: boolean;
  readonly hostNetworkWithUserNamespaces: boolean;
  readonly volumeDevicesWithUserNamespaces: boolean;
  readonly selinuxMountPolicy: boolean;
  /** Variables may come from files of volumes. */
  readonly envFiles: boolean;
  /** Containers have restart policies of their own, and rules by exit code. */
  readonly containerRestarts: boolean;
  /** Such a rule may restart all containers. */
  readonly restartsOfAll: boolean;
  /** Init containers that end may have a resize policy that restarts them. */
  readonly endingRestartedByResize: boolean;
  /** Addresses that are stored already. */
  readonly knownAddresses: readonly string[];
}

interface Versioned {
  readonly metadata?: { readonly annotations?: StringMap | null };
  readonly spec?: PodSpec;
}

/** @param old the stored pod or template; absent for a new one */
export function podRules(gate: FeatureEnabled, of: 'pod' | 'template', old?: Versioned, policy: PodPolicy = {}): PodRules {
  const strict = newPodRules(gate, of === 'pod', policy);
  const spec = old?.spec;
  if (spec === undefined) return strict;
  return {
    ...strict,
    badSelectorValues: affinityTerms(spec).some(hasBadSelector),
    badRequiredNodeValues: hasBadNodeValues(spec),
    badSpreadSelectors: (spec.topologySpreadConstraints ?? []).some((each) =>
      reports((errors) => checkLabelSelector(errors, ANY, each.labelSelector)),
    ),
    mergedSpreadKeys: strict.mergedSpreadKeys && !(spec.topologySpreadConstraints ?? []).some(hasBadMergedKeys),
    indivisibleHugePages: allContainers(spec).some(hasIndivisiblePages) || hasIndivisiblePages({ resources: { limits: spec.overhead ?? {} } }),
    namespacedSysctlsOnHost: (spec.securityContext?.sysctls ?? []).some((each) => hostSysctl(each.name, spec) !== undefined),
    nonLocalTokenPaths: (spec.volumes ?? []).some((volume) =>
      (volume.projected?.sources ?? []).some((each) => isNonLocal(each.serviceAccountToken?.path ?? '')),
    ),
    badDeletionCost: strict.badDeletionCost || !isDeletionCost(getKey(old?.metadata?.annotations, DELETION_COST)),
    comparisonTolerations: strict.comparisonTolerations || (spec.tolerations ?? []).some((each) => each.operator === 'Lt' || each.operator === 'Gt'),
    hostNetworkWithUserNamespaces: strict.hostNetworkWithUserNamespaces || (spec.hostNetwork === true && spec.hostUsers === false),
    volumeDevicesWithUserNamespaces: spec.hostUsers === false && allContainers(spec).some((each) => (each.volumeDevices?.length ?? 0) > 0),
    selinuxMountPolicy: strict.selinuxMountPolicy || spec.securityContext?.seLinuxChangePolicy !== undefined,
    envFiles: strict.envFiles || allContainers(spec).some((each) => each.env?.some(({ valueFrom }) => valueFrom?.fileKeyRef !== undefined)),
    containerRestarts: strict.containerRestarts || hasContainerRestarts(spec),
    restartsOfAll: strict.restartsOfAll || restartsAll(spec),
    endingRestartedByResize: (spec.initContainers ?? []).some((each) => !isSidecar(each) && (each.resizePolicy ?? []).some(restartsContainer)),
    knownAddresses: [...(spec.dnsConfig?.nameservers ?? []), ...(spec.hostAliases ?? []).map((each) => each.ip)],
  };
}

function newPodRules(gate: FeatureEnabled, pod: boolean, { refusesPrivileged = false }: PodPolicy): PodRules {
  return {
    gate,
    refusesPrivileged,
    pod,
    badSelectorValues: false,
    badRequiredNodeValues: false,
    badSpreadSelectors: false,
    mergedSpreadKeys: gate('MatchLabelKeysInPodTopologySpread') && gate('MatchLabelKeysInPodTopologySpreadSelectorMerge'),
    indivisibleHugePages: false,
    namespacedSysctlsOnHost: false,
    nonLocalTokenPaths: false,
    badDeletionCost: !gate('PodDeletionCost'),
    comparisonTolerations: gate('TaintTolerationComparisonOperators'),
    hostNetworkWithUserNamespaces: gate('UserNamespacesHostNetworkSupport'),
    volumeDevicesWithUserNamespaces: false,
    selinuxMountPolicy: gate('SELinuxMount'),
    envFiles: gate('EnvFiles'),
    containerRestarts: gate('ContainerRestartRules'),
    restartsOfAll: gate('RestartAllContainersOnContainerExits'),
    endingRestartedByResize: false,
    knownAddresses: [],
  };
}

export const restartsContainer = ({ restartPolicy }: ContainerResizePolicy): boolean => restartPolicy === 'RestartContainer';

/** Whether the end of some container may restart all of them. */
export function restartsAll({ initContainers, containers }: PodSpec): boolean {
  return [...(initContainers ?? []), ...(containers ?? [])].some(
    (each) => each.restartPolicyRules?.some(({ action }) => action === 'RestartAllContainers') ?? false,
  );
}

function hasContainerRestarts({ initContainers, containers }: PodSpec): boolean {
  const own = (each: Container): boolean => (each.restartPolicyRules?.length ?? 0) > 0 || each.restartPolicy !== undefined;
  return (initContainers ?? []).some((each) => own(each) && !isRuleless(each)) || (containers ?? []).some(own);
}

/** A sidecar that has no more than its policy, which is older than the policies of other containers. */
function isRuleless(container: Container): boolean {
  return isSidecar(container) && (container.restartPolicyRules?.length ?? 0) === 0;
}

/** Containers of all three kinds: init, regular, ephemeral. */
export function allContainers(spec: PodSpec): readonly Container[] {
  return [...(spec.initContainers ?? []), ...(spec.containers ?? []), ...(spec.ephemeralContainers ?? [])];
}

/** Calls back for init, regular and ephemeral containers, in this order, with their paths. */
export function visitContainers(spec: PodSpec, path: FieldPath, visit: (container: Container, path: FieldPath) => void): void {
  for (const kind of ['initContainers', 'containers', 'ephemeralContainers'] as const) {
    const list: readonly Container[] | null | undefined = spec[kind];
    list?.forEach((container, i) => {
      visit(container, path.child(kind).index(i));
    });
  }
}

export const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';

/** Whether the annotation's value is a 32-bit integer as Go parses it; absent is fine. */
export function isDeletionCost(text: string | undefined): boolean {
  if (text === undefined) return true;
  // "+5" and "05" are no costs.
  if (!/^(0|-[0-9]+|[1-9][0-9]*)$/.test(text)) return false;
  const value = Number(text);
  return value >= -2147483648 && value <= 2147483647;
}

/** A path that leaves its folder. */
function isNonLocal(path: string): boolean {
  return path.startsWith('/') || path.startsWith('..') || path.split('/').includes('..');
}

const ANY = FieldPath.root();

function reports(check: (errors: ErrorList) => void): boolean {
  const errors = new ErrorList();
  check(errors);
  return errors.length > 0;
}

function affinityTerms({ affinity }: PodSpec): readonly PodAffinityTerm[] {
  const both = [affinity?.podAffinity, affinity?.podAntiAffinity];
  return both.flatMap((each) => [
    ...(each?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
    ...(each?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map((weighted) => weighted.podAffinityTerm),
  ]);
}

function hasBadSelector(term: PodAffinityTerm): boolean {
  return reports((errors) => {
    checkLabelSelector(errors, ANY, term.labelSelector);
    checkLabelSelector(errors, ANY, term.namespaceSelector);
  });
}

function hasBadNodeValues({ affinity }: PodSpec): boolean {
  const required = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return required !== undefined && reports((errors) => checkRequiredNodeValues(errors, ANY, required));
}

function hasIndivisiblePages({ resources }: Pick<Container, 'resources'>): boolean {
  const both = { ...resources?.limits, ...resources?.requests };
  return Object.keys(both).some((name) => isHugePages(name) && !dividesIntoPages(name, getKey(both, name) as string));
}
