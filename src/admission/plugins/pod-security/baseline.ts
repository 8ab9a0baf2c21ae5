/**
 * The controls of the baseline standard: what would let a pod out of its container in known ways.
 *
 * Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline.
 */
import type { LifecycleHandler, Probe, SELinuxOptions } from '../../../apis/core/v1/objects.gen.ts';
import { goQuote } from '../../../machinery/go/text.ts';
import { getKey } from '../../../machinery/object.ts';
import { type AnyContainer, visitContainers } from '../../pods.ts';
import {
  type Check,
  type CheckPod,
  containersText,
  containersWhere,
  hasUserNamespace,
  type PodLike,
  plural,
  quoted,
  settersText,
  sorted,
  unless,
  type Violation,
} from './check.ts';

const APP_ARMOR_PREFIX = 'container.apparmor.security.beta.kubernetes.io/';
export const SECCOMP_POD_ANNOTATION = 'seccomp.security.alpha.kubernetes.io/pod';
export const SECCOMP_CONTAINER_PREFIX = 'container.seccomp.security.alpha.kubernetes.io/';

/** Of seccomp and AppArmor: what is not unconfined. */
export function isConfined(type: string): boolean {
  return type === 'RuntimeDefault' || type === 'Localhost';
}

function appArmor(pod: PodLike): Violation | undefined {
  const profile = pod.spec.securityContext?.appArmorProfile?.type;
  const types: string[] = profile === undefined || isConfined(profile) ? [] : [profile];
  const podToo = types.length > 0;
  const bad = containersWhere(pod, ({ securityContext }) => {
    const type = securityContext?.appArmorProfile?.type;
    if (type === undefined || isConfined(type)) return false;
    types.push(type);
    return true;
  });
  const annotations = Object.entries(pod.metadata.annotations ?? {})
    .filter(([key, value]) => key.startsWith(APP_ARMOR_PREFIX) && value !== '' && value !== 'runtime/default' && !value.startsWith('localhost/'))
    .map(([key, value]) => `${key}=${goQuote(value)}`)
    .sort();
  const setters = settersText(podToo, bad);
  const all = [...(setters === '' ? [] : [setters]), ...(annotations.length === 0 ? [] : [plural(annotations.length, 'annotation', 'annotations')])];
  if (all.length === 0) return undefined;
  const values = [...sorted(types), ...annotations];
  return {
    reason: plural(values.length, 'forbidden AppArmor profile', 'forbidden AppArmor profiles'),
    detail: `${all.join(' and ')} must not set AppArmor profile type to ${quoted(values)}`,
  };
}

const DEFAULT_CAPABILITIES = new Set(
  'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(' '),
);

function capabilities(pod: PodLike): Violation | undefined {
  const added: string[] = [];
  const bad = containersWhere(pod, ({ securityContext }) => {
    const more = (securityContext?.capabilities?.add ?? []).filter((each) => !DEFAULT_CAPABILITIES.has(each));
    added.push(...more);
    return more.length > 0;
  });
  if (bad.length === 0) return undefined;
  return {
    reason: 'non-default capabilities',
    detail: `${containersText(bad)} must not include ${quoted(sorted(added))} in securityContext.capabilities.add`,
  };
}

function hostNamespaces({ spec }: PodLike): Violation | undefined {
  const used = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((name) => spec[name] === true).map((name) => `${name}=true`);
  return used.length === 0 ? undefined : { reason: 'host namespaces', detail: used.join(', ') };
}

function hostPathVolumes({ spec }: PodLike): Violation | undefined {
  const names = (spec.volumes ?? []).filter((each) => each.hostPath !== undefined).map((each) => each.name);
  if (names.length === 0) return undefined;
  return { reason: 'hostPath volumes', detail: `${plural(names.length, 'volume', 'volumes')} ${quoted(names)}` };
}

function hostPorts(pod: PodLike): Violation | undefined {
  const ports: string[] = [];
  const bad = containersWhere(pod, (container) => {
    const own = (container.ports ?? []).map((each) => each.hostPort ?? 0).filter((port) => port !== 0);
    ports.push(...own.map(String));
    return own.length > 0;
  });
  if (bad.length === 0) return undefined;
  const distinct = sorted(ports);
  return {
    reason: 'hostPort',
    detail: `${containersText(bad)} ${plural(bad.length, 'uses', 'use')} ${plural(distinct.length, 'hostPort', 'hostPorts')} ${distinct.join(', ')}`,
  };
}

function hostProbes(pod: PodLike): Violation | undefined {
  const hosts: string[] = [];
  const bad = containersWhere(pod, (container) => {
    const own = hostsOf(container);
    hosts.push(...own);
    return own.length > 0;
  });
  if (bad.length === 0) return undefined;
  const distinct = sorted(hosts);
  const what = plural(distinct.length, 'probe or lifecycle host', 'probe or lifecycle hosts');
  return {
    reason: 'probe or lifecycle host',
    detail: `${containersText(sorted(bad))} ${plural(bad.length, 'uses', 'use')} ${what} ${quoted(distinct)}`,
  };
}

function hostsOf({ livenessProbe, readinessProbe, startupProbe, lifecycle }: AnyContainer): string[] {
  const handlers: readonly (Probe | LifecycleHandler | undefined)[] = [
    livenessProbe,
    readinessProbe,
    startupProbe,
    lifecycle?.postStart,
    lifecycle?.preStop,
  ];
  return handlers.flatMap((each) => [each?.httpGet?.host ?? '', each?.tcpSocket?.host ?? '']).filter((host) => host !== '');
}

function privileged(pod: PodLike): Violation | undefined {
  const bad = containersWhere(pod, ({ securityContext }) => securityContext?.privileged === true);
  if (bad.length === 0) return undefined;
  return { reason: 'privileged', detail: `${containersText(bad)} must not set securityContext.privileged=true` };
}

export function procMount(pod: PodLike): Violation | undefined {
  const types: string[] = [];
  const bad = containersWhere(pod, ({ securityContext }) => {
    const type = securityContext?.procMount;
    if (type === undefined || type === 'Default') return false;
    types.push(type);
    return true;
  });
  if (bad.length === 0) return undefined;
  return { reason: 'procMount', detail: `${containersText(bad)} must not set securityContext.procMount to ${quoted(sorted(types))}` };
}

function seLinux(allowed: readonly string[]): CheckPod {
  return (pod) => {
    const types: string[] = [];
    let user = false;
    let role = false;
    const isBad = (options: SELinuxOptions | undefined): boolean => {
      if (options === undefined) return false;
      const { type = '', user: ownUser = '', role: ownRole = '' } = options;
      if (!allowed.includes(type)) types.push(type);
      user ||= ownUser !== '';
      role ||= ownRole !== '';
      return !allowed.includes(type) || ownUser !== '' || ownRole !== '';
    };
    const podToo = isBad(pod.spec.securityContext?.seLinuxOptions);
    const bad = containersWhere(pod, ({ securityContext }) => isBad(securityContext?.seLinuxOptions));
    const setters = settersText(podToo, bad);
    if (setters === '') return undefined;
    const distinct = sorted(types);
    const data = [
      ...(distinct.length === 0 ? [] : [`${plural(distinct.length, 'type', 'types')} ${quoted(distinct)}`]),
      ...(user ? ['user may not be set'] : []),
      ...(role ? ['role may not be set'] : []),
    ];
    return { reason: 'seLinuxOptions', detail: `${setters} set forbidden securityContext.seLinuxOptions: ${data.join('; ')}` };
  };
}

/** Before seccomp had fields, annotations said what they say now. */
function seccompAnnotations({ metadata: { annotations }, spec }: PodLike): Violation | undefined {
  const forbidden: string[] = [];
  const look = (key: string): void => {
    const value = getKey(annotations, key);
    if (value === undefined || value === 'runtime/default' || value === 'docker/default' || value.startsWith('localhost/')) return;
    forbidden.push(`${key}=${goQuote(value)}`);
  };
  look(SECCOMP_POD_ANNOTATION);
  visitContainers(spec, ({ name }) => look(SECCOMP_CONTAINER_PREFIX + name));
  const distinct = sorted(forbidden);
  if (distinct.length === 0) return undefined;
  return { reason: 'seccompProfile', detail: `forbidden ${plural(distinct.length, 'annotation', 'annotations')} ${distinct.join(', ')}` };
}

function seccomp(pod: PodLike): Violation | undefined {
  const types: string[] = [];
  const isBad = (type: string | undefined): boolean => {
    if (type === undefined || isConfined(type)) return false;
    types.push(type);
    return true;
  };
  const podToo = isBad(pod.spec.securityContext?.seccompProfile?.type);
  const bad = containersWhere(pod, ({ securityContext }) => isBad(securityContext?.seccompProfile?.type));
  const setters = settersText(podToo, bad);
  if (setters === '') return undefined;
  return { reason: 'seccompProfile', detail: `${setters} must not set securityContext.seccompProfile.type to ${quoted(sorted(types))}` };
}

const SYSCTLS_FIRST = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
];
const SYSCTLS_1_27 = [...SYSCTLS_FIRST, 'net.ipv4.ip_local_reserved_ports'];
const SYSCTLS_1_29 = [
  ...SYSCTLS_1_27,
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
];
const SYSCTLS_1_32 = [...SYSCTLS_1_29, 'net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem'];

function sysctls(allowed: readonly string[]): CheckPod {
  return ({ spec }) => {
    const forbidden = (spec.securityContext?.sysctls ?? []).map((each) => each.name).filter((name) => !allowed.includes(name));
    return forbidden.length === 0 ? undefined : { reason: 'forbidden sysctls', detail: forbidden.join(', ') };
  };
}

function windowsHostProcess(pod: PodLike): Violation | undefined {
  const podToo = pod.spec.securityContext?.windowsOptions?.hostProcess === true;
  const bad = containersWhere(pod, ({ securityContext }) => securityContext?.windowsOptions?.hostProcess === true);
  const setters = settersText(podToo, bad);
  if (setters === '') return undefined;
  return { reason: 'hostProcess', detail: `${setters} must not set securityContext.windowsOptions.hostProcess=true` };
}

const SELINUX_FIRST = ['', 'container_t', 'container_init_t', 'container_kvm_t'];

const baseline = (id: string, ...versions: readonly (readonly [since: number, check: CheckPod])[]): Check => ({
  id,
  level: 'baseline',
  versions: versions.map(([since, check]) => ({ since, check })),
});

export const BASELINE_CHECKS: readonly Check[] = [
  baseline('appArmorProfile', [0, appArmor]),
  baseline('capabilities_baseline', [0, capabilities]),
  baseline('hostNamespaces', [0, hostNamespaces]),
  baseline('hostPathVolumes', [0, hostPathVolumes]),
  baseline('hostPorts', [0, hostPorts]),
  baseline('hostProbesAndHostLifecycle', [34, hostProbes]),
  baseline('privileged', [0, privileged]),
  baseline('procMount', [0, procMount], [35, unless(hasUserNamespace, procMount)]),
  baseline('seLinuxOptions', [0, seLinux(SELINUX_FIRST)], [31, seLinux([...SELINUX_FIRST, 'container_engine_t'])]),
  baseline('seccompProfile_baseline', [0, seccompAnnotations], [19, seccomp]),
  baseline('sysctls', [0, sysctls(SYSCTLS_FIRST)], [27, sysctls(SYSCTLS_1_27)], [29, sysctls(SYSCTLS_1_29)], [32, sysctls(SYSCTLS_1_32)]),
  baseline('windowsHostProcess', [0, windowsHostProcess]),
];
