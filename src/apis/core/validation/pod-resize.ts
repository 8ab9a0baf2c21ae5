/** Resizing of running pods (KEP-1287, KEP-5419): CPU and memory of containers and of the pod, within the pod's quality of service. */
import { equal } from '../../../machinery/clone.ts';
import { ErrorList, type FieldPath } from '../../../machinery/field-errors.ts';
import { getKey, setKey } from '../../../machinery/object.ts';
import type { Container, Pod, PodSpec, ResourceRequirements } from '../v1/objects.gen.ts';
import { MIRROR } from './pod-annotations.ts';
import { WHOLE_POD } from './pod-update.ts';
import { checkPod, SPEC } from './pods.ts';
import { type FeatureGates, podRules } from './rules.ts';

const ONLY_CPU_AND_MEMORY = 'only cpu and memory resources are mutable';

type QualityOfService = (spec: PodSpec) => string;
type Resources = ResourceRequirements | undefined;

export function validatePodResize(pod: Pod, old: Pod, gate: FeatureGates, quality: QualityOfService): ErrorList {
  const never = neverResized(old);
  const errors = new ErrorList();
  if (never !== undefined) {
    errors.forbidden(WHOLE_POD, never);
    return errors;
  }
  checkPod(errors, pod, podRules(gate, true, old));
  if ((old.status?.qosClass || quality(old.spec)) !== quality(pod.spec))
    errors.invalid(SPEC, pod.status?.qosClass ?? '', 'Pod QOS Class may not change as a result of resizing');
  if (!nodeSupportsResize(old)) errors.forbidden(SPEC, 'Pod running on node without support for resize');
  const comparable = (['containers', 'initContainers'] as const).filter((kind) => checkSameNumber(errors, kind, pod.spec, old.spec)).length === 2;
  if (!comparable) return errors;
  checkRemoved(errors, SPEC.child('resources'), pod.spec.resources, old.spec.resources);
  for (const kind of ['initContainers', 'containers'] as const) {
    pod.spec[kind]?.forEach((container, i) => {
      checkRemoved(errors, SPEC.child(kind).index(i).child('resources'), container.resources, old.spec[kind]?.[i]?.resources);
    });
  }
  checkRest(errors, pod.spec, old.spec);
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

function checkSameNumber(errors: ErrorList, kind: 'containers' | 'initContainers', spec: PodSpec, old: PodSpec): boolean {
  if ((spec[kind]?.length ?? 0) === (old[kind]?.length ?? 0)) return true;
  errors.forbidden(SPEC.child(kind), `${kind} may not be added or removed on resize`);
  return false;
}

function checkRemoved(errors: ErrorList, path: FieldPath, resources: Resources, old: Resources): void {
  for (const [list, what] of [
    ['requests', 'resource requests'],
    ['limits', 'resource limits'],
  ] as const) {
    if (Object.keys(old?.[list] ?? {}).some((name) => getKey(resources?.[list], name) === undefined))
      errors.forbidden(path.child(list), `${what} cannot be removed`);
  }
}

/** Puts CPU and memory back; whatever still differs may not. */
function checkRest(errors: ErrorList, spec: PodSpec, old: PodSpec): void {
  let refused = false;
  for (const kind of ['containers', 'initContainers'] as const) {
    spec[kind]?.forEach((container, i) => {
      const before = old[kind]?.[i] as Container;
      if (equal(withoutComputing(container), withoutComputing(before))) return;
      errors.forbidden(SPEC, ONLY_CPU_AND_MEMORY);
      refused = true;
    });
  }
  const rest = (each: PodSpec): object => ({ ...each, containers: [], initContainers: [], resources: computingRemoved(each.resources) });
  if (!refused && errors.length === 0 && !equal(rest(spec), rest(old))) errors.forbidden(SPEC, ONLY_CPU_AND_MEMORY);
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
