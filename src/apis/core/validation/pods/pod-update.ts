/**
 * What may change in a pod: images, a shorter deadline, more tolerations, fewer scheduling gates; while gated, also where it may run (KEP-3838).
 * Everything else is compared as a whole, and the message shows the difference.
 */
import type { FeatureEnabled } from '../../../../base/feature-gates.ts';
import { equal } from '../../../../machinery/clone.ts';
import { ErrorList, type FieldPath } from '../../../../machinery/field-errors.ts';
import { goQuote } from '../../../../machinery/go/text.ts';
import { rangeText } from '../../../../machinery/grammar/formats.ts';
import { MAX_DIFF_LINES, unifiedDiff } from '../../../../machinery/unified-diff.ts';
import type { Container, EphemeralContainer, Pod, PodSchedulingGate, PodSpec, Toleration } from '../../v1/objects.gen.ts';
import { checkImageIsTrimmed } from '../containers/containers.ts';
import { printInternal, printPodSpec } from '../internal-form.ts';
import { type PodPolicy, type PodRules, podRules } from '../pod-rules.ts';
import { checkTolerations } from '../scheduling/tolerations.ts';
import { checkGatedChanges } from './gated-pods.ts';
import { checkAnnotationChanges, checkPodAnnotations, MIRROR } from './pod-annotations.ts';
import { WHOLE_POD } from './pod-spec.ts';
import { ANNOTATIONS, checkPod, SPEC } from './pods.ts';

const MAX_INT32 = 2147483647;

const MUTABLE = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
].join(',');

/** The rules of every pod, and of annotations that may not change. They are checked twice, as upstream does. */
function checkChangedPod(errors: ErrorList, pod: Pod, old: Pod, rules: PodRules): void {
  const { annotations } = pod.metadata;
  checkPod(errors, pod, rules);
  checkAnnotationChanges(errors, ANNOTATIONS, annotations, old.metadata.annotations);
  checkPodAnnotations(errors, ANNOTATIONS, annotations, pod.spec, rules);
}

export function validatePodUpdate(pod: Pod, old: Pod, gate: FeatureEnabled, policy: PodPolicy = {}): ErrorList {
  const errors = new ErrorList();
  const rules = podRules(gate, 'pod', old, policy);
  checkChangedPod(errors, pod, old, rules);
  const sameLists =
    checkSameContainers(errors, 'containers', pod.spec, old.spec) && checkSameContainers(errors, 'initContainers', pod.spec, old.spec);
  if (!sameLists || !checkDeadline(errors, SPEC.child('activeDeadlineSeconds'), pod.spec, old.spec)) return errors;
  checkTolerationsAdded(errors, SPEC.child('tolerations'), pod.spec.tolerations ?? [], old.spec.tolerations ?? [], rules);
  checkGatesRemoved(errors, SPEC.child('schedulingGates'), pod.spec.schedulingGates ?? [], old.spec.schedulingGates ?? []);
  if (!equal(pod.spec, old.spec)) checkRest(errors, pod.spec, old.spec);
  return errors;
}

/** @returns whether the lists can be compared at all */
function checkSameContainers(errors: ErrorList, kind: 'containers' | 'initContainers', spec: PodSpec, old: PodSpec): boolean {
  const path = SPEC.child(kind);
  if ((spec[kind]?.length ?? 0) !== (old[kind]?.length ?? 0)) {
    errors.forbidden(path, 'pod updates may not add or remove containers');
    return false;
  }
  spec[kind]?.forEach((container, i) => {
    if ((container.image ?? '') === '') errors.required(path.index(i).child('image'));
    checkImageIsTrimmed(errors, path.index(i), container);
  });
  return true;
}

/** A deadline may be set, and come closer. @returns whether it is worth looking further */
function checkDeadline(errors: ErrorList, at: FieldPath, { activeDeadlineSeconds: seconds }: PodSpec, old: PodSpec): boolean {
  const before = old.activeDeadlineSeconds;
  if (seconds === undefined) {
    if (before !== undefined) errors.invalid(at, undefined, 'must not update from a positive integer to nil value');
    return true;
  }
  if (seconds < 0 || seconds > MAX_INT32) errors.invalid(at, seconds, rangeText(0, MAX_INT32));
  else if (before !== undefined && before < seconds) errors.invalid(at, seconds, 'must be less than or equal to previous value');
  else return true;
  return false;
}

function checkTolerationsAdded(
  errors: ErrorList,
  path: FieldPath,
  tolerations: readonly Toleration[],
  old: readonly Toleration[],
  rules: PodRules,
): void {
  const given = new Set(tolerations.map(meaningOf));
  if (old.every((before) => given.has(meaningOf(before)))) checkTolerations(errors, path, tolerations, rules);
  else errors.forbidden(path, 'existing toleration can not be modified except its tolerationSeconds');
}

/** What a toleration tolerates, however long. */
function meaningOf({ key = '', operator = '', value = '', effect = '' }: Toleration): string {
  return JSON.stringify([key, operator, value, effect]);
}

function checkGatesRemoved(errors: ErrorList, path: FieldPath, gates: readonly PodSchedulingGate[], old: readonly PodSchedulingGate[]): void {
  const known = new Set(old.map(({ name }) => name));
  const last = new Map(gates.map(({ name }, i) => [name, i]));
  gates.forEach(({ name }, i) => {
    // A name is reported once, where it stands last.
    if (known.has(name) || last.get(name) !== i) return;
    errors.forbidden(path.index(i).child('name'), `only deletion is allowed, but found new scheduling gate '${name}'`);
  });
}

/** Puts back what may change; whatever still differs may not. */
function checkRest(errors: ErrorList, spec: PodSpec, old: PodSpec): void {
  const restored: PodSpec = { ...spec, containers: withImages(spec.containers, old.containers) ?? null };
  restore(restored, old, ['activeDeadlineSeconds', 'schedulingGates', 'tolerations']);
  if (spec.initContainers !== undefined) restored.initContainers = withImages(spec.initContainers, old.initContainers) ?? [];
  if ((old.terminationGracePeriodSeconds ?? 0) < 0 && spec.terminationGracePeriodSeconds === 1)
    restore(restored, old, ['terminationGracePeriodSeconds']);
  if ((old.schedulingGates?.length ?? 0) > 0) checkGatedChanges(errors, restored, old);
  if (equal(restored, old)) return;
  // What has too many lines to be compared need not be printed.
  const isLong = leastLines(old) + leastLines(restored) > MAX_DIFF_LINES;
  const diff = isLong ? '' : unifiedDiff(printPodSpec(old), printPodSpec(restored));
  errors.forbidden(SPEC, `pod updates may not change fields other than ${MUTABLE}\n${diff}`);
}

/** More lines than this a spec surely has in print: a container or volume has far more than ten, a variable or port more than three. */
function leastLines({ containers, initContainers, volumes }: PodSpec): number {
  const all = [...(containers ?? []), ...(initContainers ?? [])];
  const inside = all.reduce((sum, { env, ports }) => sum + (env?.length ?? 0) + (ports?.length ?? 0), 0);
  return 10 * (all.length + (volumes?.length ?? 0)) + 3 * inside;
}

type Restorable = 'activeDeadlineSeconds' | 'schedulingGates' | 'terminationGracePeriodSeconds' | 'tolerations';

function restore<F extends Restorable>(spec: PodSpec, old: PodSpec, fields: readonly F[]): void {
  for (const field of fields) {
    const value = old[field];
    if (value === undefined) delete spec[field];
    else spec[field] = value;
  }
}

function withImages(containers: readonly Container[] | null | undefined, old: readonly Container[] | null | undefined): Container[] | undefined {
  return containers?.map((container, i) => {
    const { image, ...rest } = container;
    const before = old?.[i]?.image;
    return before === undefined ? rest : { ...rest, image: before };
  });
}

/** Only ephemeral containers differ by now; those that exist stay as they are. */
export function validateEphemeralContainersUpdate(pod: Pod, old: Pod, gate: FeatureEnabled, policy: PodPolicy = {}): ErrorList {
  const errors = new ErrorList();
  checkChangedPod(errors, pod, old, podRules(gate, 'pod', old, policy));
  if (Object.hasOwn(old.metadata.annotations ?? {}, MIRROR)) {
    const only = new ErrorList();
    only.forbidden(WHOLE_POD, 'static pods do not support ephemeral containers');
    return only;
  }
  const byName = new Map(pod.spec.ephemeralContainers?.map((each) => [each.name, each]));
  for (const before of old.spec.ephemeralContainers ?? []) checkStays(errors, before, byName.get(before.name));
  return errors;
}

function checkStays(errors: ErrorList, before: EphemeralContainer, after: EphemeralContainer | undefined): void {
  const at = SPEC.child('ephemeralContainers');
  const name = goQuote(before.name);
  if (after === undefined) errors.forbidden(at, `existing ephemeral containers ${name} may not be removed\n`);
  else if (!equal(before, after)) {
    const diff = unifiedDiff(printInternal(before, 'EphemeralContainer', ' '), printInternal(after, 'EphemeralContainer', ' '));
    errors.forbidden(at, `existing ephemeral containers ${name} may not be changed\n${diff}`);
  }
}
