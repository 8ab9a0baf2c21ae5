/**
 * The controls of the restricted standard beyond baseline: a pod says that it needs nothing, as far as it can be said. Windows has no notion of
 * most of it, and root in a user namespace is harmless.
 *
 * Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted.
 */
import type { Int64 } from '../../../machinery/int64.ts';
import { visitContainers } from '../../pods.ts';
import { isConfined, procMount } from './baseline.ts';
import {
  type Check,
  type CheckPod,
  containersText,
  containersWhere,
  hasUserNamespace,
  isWindows,
  type PodLike,
  plural,
  quoted,
  settersText,
  sorted,
  unless,
  type Violation,
} from './check.ts';

function allowPrivilegeEscalation(pod: PodLike): Violation | undefined {
  const bad = containersWhere(pod, ({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false);
  if (bad.length === 0) return undefined;
  return {
    reason: 'allowPrivilegeEscalation != false',
    detail: `${containersText(bad)} must set securityContext.allowPrivilegeEscalation=false`,
  };
}

function capabilities(pod: PodLike): Violation | undefined {
  const added: string[] = [];
  const keeping = containersWhere(pod, ({ securityContext }) => securityContext?.capabilities?.drop?.includes('ALL') !== true);
  const adding = containersWhere(pod, ({ securityContext }) => {
    const more = (securityContext?.capabilities?.add ?? []).filter((each) => each !== 'NET_BIND_SERVICE');
    added.push(...more);
    return more.length > 0;
  });
  const details: string[] = [];
  if (keeping.length > 0) details.push(`${containersText(keeping)} must set securityContext.capabilities.drop=["ALL"]`);
  if (adding.length > 0) details.push(`${containersText(adding)} must not include ${quoted(sorted(added))} in securityContext.capabilities.add`);
  return details.length === 0 ? undefined : { reason: 'unrestricted capabilities', detail: details.join('; ') };
}

const ALLOWED_VOLUMES = new Set('configMap csi downwardAPI emptyDir ephemeral image persistentVolumeClaim projected secret'.split(' '));

function volumes({ spec }: PodLike): Violation | undefined {
  const names: string[] = [];
  const types: string[] = [];
  for (const volume of spec.volumes ?? []) {
    const type = Object.entries(volume).find(([field, value]) => field !== 'name' && value !== undefined && value !== null)?.[0] ?? 'emptyDir';
    if (ALLOWED_VOLUMES.has(type)) continue;
    names.push(volume.name);
    types.push(type);
  }
  if (names.length === 0) return undefined;
  const distinct = sorted(types);
  const what = plural(distinct.length, 'restricted volume type', 'restricted volume types');
  return {
    reason: 'restricted volume types',
    detail: `${plural(names.length, 'volume', 'volumes')} ${quoted(names)} ${plural(names.length, 'uses', 'use')} ${what} ${quoted(distinct)}`,
  };
}

/** Who sets a required field of a pod or container to a forbidden value (`bad`), and which containers get no value from anywhere (`silent`). */
interface Said {
  readonly podIsBad: boolean;
  readonly bad: readonly string[];
  readonly silent: readonly string[];
}

/** @param read true: an allowed value, false: a forbidden one, undefined: not set */
function said<Context>(pod: PodLike, ofPod: boolean | undefined, read: (context: Context | undefined) => boolean | undefined): Said {
  const bad: string[] = [];
  const silent: string[] = [];
  visitContainers(pod.spec, ({ name, securityContext }) => {
    const own = read(securityContext as Context | undefined);
    if (own === false) bad.push(name);
    else if (own === undefined && ofPod !== true) silent.push(name);
  });
  return { podIsBad: ofPod === false, bad, silent };
}

function runAsNonRoot(pod: PodLike): Violation | undefined {
  const { podIsBad, bad, silent } = said<{ readonly runAsNonRoot?: boolean }>(
    pod,
    pod.spec.securityContext?.runAsNonRoot,
    (context) => context?.runAsNonRoot,
  );
  const setters = settersText(podIsBad, bad);
  const reason = 'runAsNonRoot != true';
  if (setters !== '') return { reason, detail: `${setters} must not set securityContext.runAsNonRoot=false` };
  if (silent.length > 0) return { reason, detail: `pod or ${containersText(silent)} must set securityContext.runAsNonRoot=true` };
  return undefined;
}

function runAsUser(pod: PodLike): Violation | undefined {
  const podToo = isRoot(pod.spec.securityContext?.runAsUser);
  const bad = containersWhere(pod, ({ securityContext }) => isRoot(securityContext?.runAsUser));
  const setters = settersText(podToo, bad);
  return setters === '' ? undefined : { reason: 'runAsUser=0', detail: `${setters} must not set runAsUser=0` };
}

function isRoot(user: Int64 | undefined): boolean {
  return user !== undefined && Number(user) === 0;
}

function seccomp(pod: PodLike): Violation | undefined {
  const types: string[] = [];
  const judge = (type: string | undefined): boolean | undefined => {
    if (type === undefined) return undefined;
    if (!isConfined(type)) types.push(type);
    return isConfined(type);
  };
  const { podIsBad, bad, silent } = said<{ readonly seccompProfile?: { readonly type: string } }>(
    pod,
    judge(pod.spec.securityContext?.seccompProfile?.type),
    (context) => judge(context?.seccompProfile?.type),
  );
  const setters = settersText(podIsBad, bad);
  const reason = 'seccompProfile';
  if (setters !== '') return { reason, detail: `${setters} must not set securityContext.seccompProfile.type to ${quoted(sorted(types))}` };
  if (silent.length === 0) return undefined;
  return { reason, detail: `pod or ${containersText(silent)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"` };
}

const restricted = (id: string, overrides: string | undefined, ...versions: readonly (readonly [since: number, check: CheckPod])[]): Check => ({
  id,
  level: 'restricted',
  versions: versions.map(([since, check]) => ({ since, check })),
  ...(overrides === undefined ? {} : { overrides }),
});

export const RESTRICTED_CHECKS: readonly Check[] = [
  restricted('allowPrivilegeEscalation', undefined, [8, allowPrivilegeEscalation], [25, unless(isWindows, allowPrivilegeEscalation)]),
  restricted('capabilities_restricted', 'capabilities_baseline', [22, capabilities], [25, unless(isWindows, capabilities)]),
  restricted('procMount_restricted', 'procMount', [35, procMount]),
  restricted('restrictedVolumes', 'hostPathVolumes', [0, volumes]),
  restricted('runAsNonRoot', undefined, [0, runAsNonRoot], [35, unless(hasUserNamespace, runAsNonRoot)]),
  restricted('runAsUser', undefined, [23, runAsUser], [35, unless(hasUserNamespace, runAsUser)]),
  restricted('seccompProfile_restricted', 'seccompProfile_baseline', [19, seccomp], [25, unless(isWindows, seccomp)]),
];
