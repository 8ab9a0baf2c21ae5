/** Annotations of pods and templates that mean something: mirror pods, old forms of tolerations, seccomp and AppArmor profiles. */
import type { ErrorList, FieldPath } from '../../../../machinery/field-errors.ts';
import { goQuote } from '../../../../machinery/go/text.ts';
import { getKey, type StringMap } from '../../../../machinery/object.ts';
import type { AppArmorProfile, PodSpec, SeccompProfile } from '../../v1/objects.gen.ts';
import { checkDescendingPath } from '../paths.ts';
import { allContainers, DELETION_COST, isDeletionCost, type PodRules, visitContainers } from '../pod-rules.ts';

export const MIRROR = 'kubernetes.io/config.mirror';
const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/';
const APPARMOR_CONTAINER = 'container.apparmor.security.beta.kubernetes.io/';

type Annotations = StringMap | null | undefined;

export function checkPodAnnotations(errors: ErrorList, path: FieldPath, annotations: Annotations, spec: PodSpec, rules: PodRules): void {
  if (annotations === undefined || annotations === null) return;
  const mirror = getKey(annotations, MIRROR);
  if (mirror !== undefined && (spec.nodeName ?? '') === '')
    errors.invalid(path.key(MIRROR), mirror, 'must set spec.nodeName if mirror pod annotation is set');
  const cost = getKey(annotations, DELETION_COST);
  if (!rules.badDeletionCost && !isDeletionCost(cost)) errors.invalid(path.key(DELETION_COST), cost, 'must be a 32bit integer');
  const podProfile = getKey(annotations, SECCOMP_POD);
  if (podProfile !== undefined) checkSeccompText(errors, path.child(SECCOMP_POD), podProfile);
  for (const key of Object.keys(annotations)) {
    if (key.startsWith(SECCOMP_CONTAINER)) checkSeccompText(errors, path.child(key), annotations[key] as string);
  }
  const armored = Object.keys(annotations).filter((key) => key.startsWith(APPARMOR_CONTAINER));
  if (armored.length === 0) return;
  const names = new Set(allContainers(spec).map((each) => each.name));
  for (const key of armored) checkAppArmorText(errors, path.key(key), key, annotations[key] as string, names);
}

function checkSeccompText(errors: ErrorList, path: FieldPath, profile: string): void {
  if (profile === 'runtime/default' || profile === 'docker/default' || profile === 'unconfined') return;
  if (profile.startsWith('localhost/')) checkDescendingPath(errors, path, profile.slice('localhost/'.length));
  else errors.invalid(path, profile, 'must be a valid seccomp profile');
}

function checkAppArmorText(errors: ErrorList, path: FieldPath, key: string, profile: string, names: ReadonlySet<string>): void {
  const name = key.slice(APPARMOR_CONTAINER.length);
  if (!names.has(name)) errors.invalid(path, name, 'container not found');
  if (profile === '' || profile === 'runtime/default' || profile === 'unconfined' || profile.startsWith('localhost/')) return;
  errors.invalid(path, profile, `invalid AppArmor profile name: ${goQuote(profile)}`);
}

/** Where a profile is given twice, both must say the same. */
export function checkProfilesAgree(errors: ErrorList, path: FieldPath, annotations: Annotations, spec: PodSpec): void {
  if (annotations === undefined || annotations === null) return;
  checkSeccompAgrees(errors, path, annotations, spec);
  if (spec.os?.name !== 'windows') checkAppArmorAgrees(errors, path, annotations, spec);
}

function checkSeccompAgrees(errors: ErrorList, path: FieldPath, annotations: StringMap, spec: PodSpec): void {
  compare(errors, path.child('securityContext', 'seccompProfile'), getKey(annotations, SECCOMP_POD), spec.securityContext?.seccompProfile, 'seccomp');
  visitContainers(spec, path, ({ name, securityContext }, at) => {
    const text = getKey(annotations, SECCOMP_CONTAINER + name);
    compare(errors, at.child('securityContext', 'seccompProfile'), text, securityContext?.seccompProfile, 'seccomp');
  });
}

function checkAppArmorAgrees(errors: ErrorList, path: FieldPath, annotations: StringMap, spec: PodSpec): void {
  const ofPod = spec.securityContext?.appArmorProfile;
  visitContainers(spec, path, ({ name, securityContext }, at) => {
    const text = getKey(annotations, APPARMOR_CONTAINER + name);
    compare(errors, at.child('securityContext', 'appArmorProfile'), text, securityContext?.appArmorProfile ?? ofPod, 'apparmor');
  });
}

function compare(
  errors: ErrorList,
  path: FieldPath,
  text: string | undefined,
  profile: SeccompProfile | AppArmorProfile | undefined,
  what: 'seccomp' | 'apparmor',
): void {
  if (text === undefined || profile === undefined) return;
  const other = profile.type === 'Localhost' ? !text.startsWith('localhost/') : !textsOf(profile.type, what).includes(text);
  if (other) errors.forbidden(path.child('type'), `${what} type in annotation and field must match`);
  else if (profile.type === 'Localhost' && text.slice('localhost/'.length) !== profile.localhostProfile)
    errors.forbidden(path.child('localhostProfile'), `${what} profile in annotation and field must match`);
}

/** The texts that stand for a type; for an unknown type nothing is compared. */
function textsOf(type: string, what: 'seccomp' | 'apparmor'): { includes(text: string): boolean } {
  if (type === 'Unconfined') return ['unconfined'];
  if (type === 'RuntimeDefault') return what === 'seccomp' ? ['runtime/default', 'docker/default'] : ['runtime/default'];
  return { includes: () => true };
}

/** On updates: what runs already has its profiles, and a mirror stays a mirror. */
export function checkAnnotationChanges(errors: ErrorList, path: FieldPath, annotations: Annotations, old: Annotations): void {
  for (const key of Object.keys(old ?? {})) {
    if (getKey(annotations, key) === getKey(old, key)) continue;
    if (key.startsWith(APPARMOR_CONTAINER)) errors.forbidden(path.key(key), 'may not remove or update AppArmor annotations');
    if (key === MIRROR) errors.forbidden(path.key(key), 'may not remove or update mirror pod annotation');
  }
  for (const key of Object.keys(annotations ?? {})) {
    if (getKey(old, key) !== undefined) continue;
    if (key.startsWith(APPARMOR_CONTAINER)) errors.forbidden(path.key(key), 'may not add AppArmor annotations');
    if (key === MIRROR) errors.forbidden(path.key(key), 'may not add mirror pod annotation');
  }
}
