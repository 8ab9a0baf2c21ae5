/** Resizing of running pods (KEP-1287, KEP-5419): CPU and memory of containers and of the pod, within the pod's quality of service. */
import type { FeatureEnabled } from '../../../../base/feature-gates.ts';
import { equal } from '../../../../machinery/clone.ts';
import { ErrorList, type FieldPath } from '../../../../machinery/field-errors.ts';
import { getKey, setKey } from '../../../../machinery/object.ts';
import { isSidecar } from '../../container-resources.ts';
import type { Container, Pod, PodSpec, ResourceRequirements } from '../../v1/objects.gen.ts';
import { type PodPolicy, podRules, restartsContainer } from '../pod-rules.ts';
import { MIRROR } from './pod-annotations.ts';
import { WHOLE_POD } from './pod-spec.ts';
import { checkPod, SPEC } from './pods.ts';

const POD_LEVEL_IS_OFF =
  'resize of pods with pod-level resources is forbidden when InPlacePodLevelResourcesVerticalScalingEnabled feature gate is disabled';
const ONLY_CPU_AND_MEMORY = 'only cpu and memory resources are mutable';

type QualityOfService = (spec: PodSpec) => string;
type Resources = ResourceRequirements | undefined;
type Kind = 'containers' | 'initContainers';
const KINDS: readonly Kind[] = ['containers', 'initContainers'];

export function validatePodResize(pod: Pod, old: Pod, gate: FeatureEnabled, quality: QualityOfService, policy: PodPolicy = {}): ErrorList {
  const never = neverResized(old);
  const errors = new ErrorList();
  if (never !== undefined) {
    errors.forbidden(WHOLE_POD, never);
    return errors;
  }
  checkPod(errors, pod, podRules(gate, 'pod', old, policy));
  if ((old.status?.qosClass || quality(old.spec)) !== quality(pod.spec))
    errors.invalid(SPEC, pod.status?.qosClass ?? '', 'Pod QOS Class may not change as a result of resizing');
  if (!nodeSupportsResize(old)) errors.forbidden(SPEC, 'Pod running on node without support for resize');
  const podLevel = hasAmounts(pod.spec.resources) || hasAmounts(old.spec.resources);
  if (podLevel && !gate('InPlacePodLevelResourcesVerticalScaling')) {
    errors.forbidden(WHOLE_POD, POD_LEVEL_IS_OFF);
    return errors;
  }
  if (podLevel) checkPodLevel(errors, SPEC.child('resources'), pod.spec.resources, old.spec.resources);
  if ((old.status?.nodeAllocatableResourceClaimStatuses?.length ?? 0) > 0)
    errors.forbidden(SPEC, 'pods with node allocatable resource claims cannot be resized');
  const comparable = KINDS.filter((kind) => checkSameNames(errors, kind, pod.spec, old.spec)).length === KINDS.length;
  if (!comparable) return errors;
  const all = gate('InPlacePodVerticalScalingInitContainers');
  for (const kind of ['initContainers', 'containers'] as const) {
    pod.spec[kind]?.forEach((container, i) => {
      if (kind === 'initContainers' && !all && !isSidecar(container)) return;
      checkRemoved(errors, SPEC.child(kind).index(i).child('resources'), container.resources, old.spec[kind]?.[i]?.resources, '');
    });
  }
  checkContainers(errors, pod.spec.containers ?? [], old.spec.containers ?? []);
  checkInitContainers(errors, pod.spec.initContainers ?? [], old.spec.initContainers ?? [], all);
  const rest = (each: PodSpec): object => ({ ...each, containers: [], initContainers: [], ...(podLevel ? { resources: undefined } : {}) });
  if (errors.length === 0 && !equal(rest(pod.spec), rest(old.spec))) errors.forbidden(SPEC, ONLY_CPU_AND_MEMORY);
  return errors;
}

function neverResized({ metadata, spec }: Pod): string | undefined {
  if (Object.hasOwn(metadata.annotations ?? {}, MIRROR)) return 'static pods cannot be resized';
  return spec.os?.name === 'windows' ? 'windows pods cannot be resized' : undefined;
}

/** Kubelets that can resize report the resources of what they run. */
function nodeSupportsResize({ status }: Pod): boolean {
  const running = status?.containerStatuses?.find((each) => each.state?.running !== undefined);
  return running === undefined || running.resources !== undefined;
}

const hasAmounts = (resources: Resources): boolean => Object.keys({ ...resources?.requests, ...resources?.limits }).length > 0;

function checkPodLevel(errors: ErrorList, path: FieldPath, resources: Resources, old: Resources): void {
  if (old !== undefined && resources === undefined) {
    errors.forbidden(path, 'pod-level resources cannot be removed');
    return;
  }
  checkRemoved(errors, path, resources, old, 'pod-level ');
  if (!equal(computingRemoved(resources), computingRemoved(old))) errors.forbidden(SPEC, `${ONLY_CPU_AND_MEMORY} at pod-level`);
}

/** @returns whether the lists can be compared one by one */
function checkSameNames(errors: ErrorList, kind: Kind, spec: PodSpec, old: PodSpec): boolean {
  const at = SPEC.child(kind);
  const count = errors.length;
  if ((spec[kind]?.length ?? 0) !== (old[kind]?.length ?? 0)) errors.forbidden(at, `${kind} may not be added or removed on resize`);
  else {
    spec[kind]?.forEach(({ name }, i) => {
      if (name !== old[kind]?.[i]?.name) errors.forbidden(at.index(i).child('name'), `${kind} may not be renamed or reordered on resize`);
    });
  }
  return errors.length === count;
}

/** @param level what the messages say before the resources */
function checkRemoved(errors: ErrorList, path: FieldPath, resources: Resources, old: Resources, level: '' | 'pod-level '): void {
  for (const [list, what] of [
    ['requests', 'resource requests'],
    ['limits', 'resource limits'],
  ] as const) {
    if (Object.keys(old?.[list] ?? {}).some((name) => getKey(resources?.[list], name) === undefined))
      errors.forbidden(path.child(list), `${level}${what} cannot be removed`);
  }
}

function checkContainers(errors: ErrorList, containers: readonly Container[], old: readonly Container[]): void {
  containers.forEach((container, i) => {
    if (!equal(withoutComputing(container), withoutComputing(old[i] as Container))) errors.forbidden(SPEC, ONLY_CPU_AND_MEMORY);
  });
}

/**
 * An init container that ends is not started again, not even to give it other resources.
 *
 * @param all whether those that end can be resized at all
 */
function checkInitContainers(errors: ErrorList, containers: readonly Container[], old: readonly Container[], all: boolean): void {
  containers.forEach((container, i) => {
    const before = old[i] as Container;
    const path = SPEC.child('initContainers').index(i);
    const ends = !isSidecar(container);
    const same = equal({ ...container, resources: container.resources ?? {} }, { ...before, resources: before.resources ?? {} });
    if (same) return;
    if (ends && !all) {
      errors.forbidden(SPEC, 'resources for non-sidecar init containers are immutable');
      return;
    }
    if (!equal(withoutComputing(container), withoutComputing(before)))
      errors.forbidden(path, 'only cpu and memory resources for init or sidecar containers are mutable');
    for (const policy of container.resizePolicy ?? []) {
      if (ends && restartsContainer(policy))
        errors.forbidden(path, 'non-sidecar init containers with a resize policy of RestartContainer cannot be resized');
    }
  });
}

function withoutComputing(container: Container): object {
  return { ...container, resources: computingRemoved(container.resources) };
}

function computingRemoved(resources: Resources): object {
  const others = (list: { readonly [key: string]: string } = {}): object | undefined => {
    const kept: { [key: string]: string } = {};
    for (const name of Object.keys(list)) if (name !== 'cpu' && name !== 'memory') setKey(kept, name, list[name] as string);
    return Object.keys(kept).length === 0 ? undefined : kept;
  };
  return { ...resources, limits: others(resources?.limits), requests: others(resources?.requests) };
}
