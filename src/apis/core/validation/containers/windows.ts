/** Windows' own security options, host process pods, and what pods may not set once they say which system they run on (KEP-2802). */
import type { ErrorList, FieldPath } from '../../../../machinery/field-errors.ts';
import { validateDns1123Subdomain } from '../../../../machinery/grammar/names.ts';
import type { PodSpec, SecurityContext, WindowsSecurityContextOptions } from '../../v1/objects.gen.ts';
import { type PodPolicy, visitContainers } from '../pod-rules.ts';

const MAX_CREDENTIAL_KIB = 64;
const MAX_DOMAIN_BYTES = 256;
const MAX_USER_BYTES = 104;

const NETBIOS_NAME = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/u;
const DNS_LABEL = /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what the rule is about
const CONTROL_CHARACTER = /[\x00-\x1f\x7f]/;

export function checkWindowsOptions(errors: ErrorList, path: FieldPath, options: WindowsSecurityContextOptions): void {
  const { gmsaCredentialSpecName, gmsaCredentialSpec, runAsUserName } = options;
  if (gmsaCredentialSpecName !== undefined)
    errors.eachInvalid(path.child('gmsaCredentialSpecName'), gmsaCredentialSpecName, validateDns1123Subdomain(gmsaCredentialSpecName));
  if (gmsaCredentialSpec !== undefined) {
    const at = path.child('gmsaCredentialSpec');
    if (gmsaCredentialSpec === '') errors.invalid(at, '', 'gmsaCredentialSpec cannot be an empty string');
    else if (Buffer.byteLength(gmsaCredentialSpec) > MAX_CREDENTIAL_KIB * 1024)
      errors.invalid(at, gmsaCredentialSpec, `gmsaCredentialSpec size must be under ${MAX_CREDENTIAL_KIB} KiB`);
  }
  if (runAsUserName !== undefined) errors.eachInvalid(path.child('runAsUserName'), runAsUserName, userNameErrors(runAsUserName));
}

/** "user" or "DOMAIN\user", as Active Directory names them. */
function userNameErrors(name: string): readonly string[] {
  if (name === '') return ['runAsUserName cannot be an empty string'];
  if (CONTROL_CHARACTER.test(name)) return ['runAsUserName cannot contain control characters'];
  const parts = name.split('\\');
  if (parts.length > 2) return ['runAsUserName cannot contain more than one backslash'];
  const errors: string[] = [];
  const user = parts.at(-1) as string;
  const domain = parts.length === 2 ? (parts[0] as string) : undefined;
  if (domain !== undefined) {
    if (Buffer.byteLength(domain) >= MAX_DOMAIN_BYTES) errors.push(`runAsUserName's Domain length must be under ${MAX_DOMAIN_BYTES} characters`);
    if (!NETBIOS_NAME.test(domain) && !domain.split('.').every((label) => DNS_LABEL.test(label)))
      errors.push("runAsUserName's Domain doesn't match the NetBios nor the DNS format");
  }
  if (user === '') errors.push("runAsUserName's User cannot be empty");
  else if (Buffer.byteLength(user) > MAX_USER_BYTES) errors.push(`runAsUserName's User length must not be longer than ${MAX_USER_BYTES} characters`);
  if (/^[. ]+$/.test(user)) errors.push("runAsUserName's User cannot contain only periods or spaces");
  if (/["/\\:;|=,+*?<>@[\]]/.test(user)) errors.push('runAsUserName\'s User cannot contain the following characters: "/\\:;|=,+*?<>@[]');
  return errors;
}

/** Host process containers share the host with everything in their pod, so all or none are. */
export function checkHostProcess(errors: ErrorList, path: FieldPath, spec: PodSpec, { refusesPrivileged }: PodPolicy): void {
  const ofPod = spec.securityContext?.windowsOptions?.hostProcess;
  let containers = 0;
  let hostProcesses = 0;
  visitContainers(spec, path, (container, at) => {
    const own = container.securityContext?.windowsOptions?.hostProcess;
    containers++;
    if (ofPod !== undefined && own !== undefined && own !== ofPod) {
      const text = `pod hostProcess value must be identical if both are specified, was ${ofPod}`;
      errors.invalid(at.child('securityContext', 'windowsOptions', 'hostProcess'), own, text);
    }
    if (own ?? ofPod === true) hostProcesses++;
  });
  if (hostProcesses === 0) return;
  if (hostProcesses !== containers)
    errors.invalid(path, '', 'If pod contains any hostProcess containers then all containers must be HostProcess containers');
  if (spec.hostNetwork !== true)
    errors.invalid(path.child('hostNetwork'), false, 'hostNetwork must be true if pod contains any hostProcess containers');
  if (refusesPrivileged === true) errors.forbidden(path, 'hostProcess containers are disallowed by cluster policy');
}

const LINUX_ONLY_IN_CONTAINERS: readonly (keyof SecurityContext)[] = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
];

export function checkOs(errors: ErrorList, path: FieldPath, spec: PodSpec): void {
  const name = spec.os?.name;
  if (name === 'linux') checkLinux(errors, path, spec);
  else if (name === 'windows') checkWindows(errors, path, spec);
  else if (name === '') errors.required(path.child('os', 'name'));
  else if (name !== undefined) errors.notSupported(path.child('os'), name, ['linux', 'windows']);
}

function checkLinux(errors: ErrorList, path: FieldPath, spec: PodSpec): void {
  const text = 'windows options cannot be set for a linux pod';
  if (spec.securityContext?.windowsOptions !== undefined) errors.forbidden(path.child('securityContext', 'windowsOptions'), text);
  visitContainers(spec, path, (container, at) => {
    if (container.securityContext?.windowsOptions !== undefined) errors.forbidden(at.child('securityContext', 'windowsOptions'), text);
  });
}

/** Fields in the order in which upstream looks at them; those of the spec itself stand among those of its security context. */
function linuxOnlyFields(spec: PodSpec): readonly (readonly [set: boolean, ...path: string[]])[] {
  const context = spec.securityContext ?? {};
  const own = (field: keyof typeof context): readonly [boolean, ...string[]] => [context[field] !== undefined, 'securityContext', field];
  return [
    own('appArmorProfile'),
    own('seLinuxOptions'),
    [spec.hostUsers !== undefined, 'hostUsers'],
    [spec.hostPID === true, 'hostPID'],
    [spec.hostIPC === true, 'hostIPC'],
    own('seccompProfile'),
    own('fsGroup'),
    own('fsGroupChangePolicy'),
    [(context.sysctls?.length ?? 0) > 0, 'securityContext', 'sysctls'],
    [spec.shareProcessNamespace !== undefined, 'shareProcessNamespace'],
    own('runAsUser'),
    own('runAsGroup'),
    own('supplementalGroups'),
    own('supplementalGroupsPolicy'),
    own('seLinuxChangePolicy'),
  ];
}

function checkWindows(errors: ErrorList, path: FieldPath, spec: PodSpec): void {
  const text = 'cannot be set for a windows pod';
  for (const [set, ...field] of linuxOnlyFields(spec)) if (set) errors.forbidden(path.child(...field), text);
  visitContainers(spec, path, ({ securityContext }, at) => {
    if (securityContext === undefined) return;
    for (const field of LINUX_ONLY_IN_CONTAINERS) {
      if (securityContext[field] !== undefined) errors.forbidden(at.child('securityContext', field), text);
    }
  });
}
