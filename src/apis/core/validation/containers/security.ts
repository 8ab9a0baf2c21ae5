/** Security contexts of pods and containers, except for what is Windows' own (windows.ts). */

import { type ErrorList, type FieldPath, Verbatim } from '../../../../machinery/field-errors.ts';
import { idErrors } from '../../../../machinery/grammar/formats.ts';
import type { Int64 } from '../../../../machinery/int64.ts';
import type { AppArmorProfile, PodSpec, SeccompProfile, SecurityContext } from '../../v1/objects.gen.ts';
import { printInternal } from '../internal-form.ts';
import { checkDescendingPath } from '../paths.ts';
import type { PodRules } from '../pod-rules.ts';
import { checkSysctls } from '../sysctls.ts';
import { checkWindowsOptions } from './windows.ts';

const PROFILE_TYPES: readonly string[] = ['Localhost', 'RuntimeDefault', 'Unconfined'];
const PROC_MOUNTS: readonly string[] = ['Default', 'Unmasked'];
const CHANGE_POLICIES: readonly string[] = ['Always', 'OnRootMismatch'];
const GROUPS_POLICIES: readonly string[] = ['Merge', 'Strict'];
const MAX_APPARMOR_PROFILE_BYTES = 4095;

function checkId(errors: ErrorList, path: FieldPath, id: Int64 | undefined): void {
  if (id === undefined) return;
  const found = idErrors(id);
  if (found.length > 0) errors.eachInvalid(path, id, found);
}

export function checkPodSecurityContext(errors: ErrorList, path: FieldPath, spec: PodSpec, rules: PodRules): void {
  const context = spec.securityContext ?? {};
  for (const field of ['fsGroup', 'runAsUser', 'runAsGroup'] as const) checkId(errors, path.child(field), context[field]);
  context.supplementalGroups?.forEach((id, i) => {
    checkId(errors, path.child('supplementalGroups').index(i), id);
  });
  if (spec.hostPID === true && spec.shareProcessNamespace === true)
    errors.invalid(path.child('shareProcessNamespace'), true, 'ShareProcessNamespace and HostPID cannot both be enabled');
  checkSysctls(errors, path.child('sysctls'), spec, rules.namespacedSysctlsOnHost);
  const { fsGroupChangePolicy, supplementalGroupsPolicy, seLinuxChangePolicy } = context;
  if (fsGroupChangePolicy !== undefined && !CHANGE_POLICIES.includes(fsGroupChangePolicy))
    errors.notSupported(path.child('fsGroupChangePolicy'), fsGroupChangePolicy, CHANGE_POLICIES);
  if (context.seccompProfile !== undefined) checkSeccomp(errors, path.child('seccompProfile'), context.seccompProfile);
  if (context.windowsOptions !== undefined) checkWindowsOptions(errors, path.child('windowsOptions'), context.windowsOptions);
  if (context.appArmorProfile !== undefined) checkAppArmor(errors, path.child('appArmorProfile'), context.appArmorProfile);
  if (supplementalGroupsPolicy !== undefined && !GROUPS_POLICIES.includes(supplementalGroupsPolicy))
    errors.notSupported(path.child('supplementalGroupsPolicy'), supplementalGroupsPolicy, GROUPS_POLICIES);
  const selinux = rules.selinuxMountPolicy ? ['MountOption', 'Recursive'] : ['Recursive'];
  if (seLinuxChangePolicy !== undefined && !selinux.includes(seLinuxChangePolicy))
    errors.notSupported(path.child('seLinuxChangePolicy'), seLinuxChangePolicy, selinux);
}

export interface SecuritySurroundings {
  /** The pod's users are the host's: then /proc stays masked. */
  readonly hostUsers: boolean;
  readonly rules: Pick<PodRules, 'refusesPrivileged'>;
}

export function checkSecurityContext(errors: ErrorList, path: FieldPath, context: SecurityContext, { hostUsers, rules }: SecuritySurroundings): void {
  if (context.privileged === true && rules.refusesPrivileged) errors.forbidden(path.child('privileged'), 'disallowed by cluster policy');
  checkId(errors, path.child('runAsUser'), context.runAsUser);
  checkId(errors, path.child('runAsGroup'), context.runAsGroup);
  const { procMount } = context;
  if (procMount !== undefined) {
    if (!PROC_MOUNTS.includes(procMount)) errors.notSupported(path.child('procMount'), procMount, PROC_MOUNTS);
    if (hostUsers && procMount === 'Unmasked') errors.invalid(path.child('procMount'), procMount, '`hostUsers` must be false to use `Unmasked`');
  }
  if (context.seccompProfile !== undefined) checkSeccomp(errors, path.child('seccompProfile'), context.seccompProfile);
  if (context.allowPrivilegeEscalation === false) checkEscalation(errors, path, context);
  if (context.windowsOptions !== undefined) checkWindowsOptions(errors, path.child('windowsOptions'), context.windowsOptions);
  if (context.appArmorProfile !== undefined) checkAppArmor(errors, path.child('appArmorProfile'), context.appArmorProfile);
}

/** What gives all privileges cannot go without escalation. */
function checkEscalation(errors: ErrorList, path: FieldPath, context: SecurityContext): void {
  const shown = (): Verbatim => new Verbatim(printInternal(context, 'SecurityContext'));
  if (context.privileged === true) errors.invalid(path, shown(), 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true');
  for (const capability of context.capabilities?.add ?? []) {
    if (capability === 'CAP_SYS_ADMIN')
      errors.invalid(path, shown(), 'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN');
  }
}

function checkSeccomp(errors: ErrorList, path: FieldPath, profile: SeccompProfile): void {
  const { type, localhostProfile } = profile;
  if (type === '') errors.required(path.child('type'), 'type is required when seccompProfile is set');
  else if (!PROFILE_TYPES.includes(type)) errors.notSupported(path.child('type'), type, PROFILE_TYPES);
  const at = path.child('localhostProfile');
  if (type !== 'Localhost') {
    if (localhostProfile !== undefined)
      errors.invalid(at, new Verbatim(printInternal(profile, 'SeccompProfile')), 'can only be set when seccomp type is Localhost');
  } else if (localhostProfile === undefined) errors.required(at, 'must be set when seccomp type is Localhost');
  else checkDescendingPath(errors, at, localhostProfile);
}

function checkAppArmor(errors: ErrorList, path: FieldPath, { type, localhostProfile }: AppArmorProfile): void {
  const at = path.child('localhostProfile');
  switch (type) {
    case 'Localhost':
      checkAppArmorName(errors, at, localhostProfile ?? '');
      return;
    case 'RuntimeDefault':
    case 'Unconfined':
      if (localhostProfile !== undefined) errors.invalid(at, localhostProfile, 'can only be set when AppArmor type is Localhost');
      return;
    case '':
      errors.required(path.child('type'), 'type is required when appArmorProfile is set');
      return;
    default:
      errors.notSupported(path.child('type'), type, PROFILE_TYPES);
  }
}

function checkAppArmorName(errors: ErrorList, at: FieldPath, name: string): void {
  if (name.trim() !== name) errors.invalid(at, name, 'must not be padded with whitespace');
  else if (name === '') errors.required(at, 'must be set when AppArmor type is Localhost');
  if (Buffer.byteLength(name) > MAX_APPARMOR_PROFILE_BYTES) errors.tooLong(at, MAX_APPARMOR_PROFILE_BYTES);
}
