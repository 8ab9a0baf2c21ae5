/**
 * What a writer of a pod, or of a pod template, is warned of: things that work, but hardly as meant, and things that have stopped working
 * (k8s.io/kubernetes/pkg/api/pod/warnings.go). Warnings never refuse anything. Nothing is computed for pods that are updated: that is machines' work.
 */
import { FieldPath } from '../../machinery/field-errors.ts';
import { validateDns1123Label } from '../../machinery/grammar/names.ts';
import type { Int64 } from '../../machinery/int64.ts';
import { getKey, type KubeObject, type StringMap } from '../../machinery/object.ts';
import { addressWarnings } from './addresses.ts';
import { type Container, containerWarnings, type Visited } from './containers.ts';
import { claimSpecWarnings, fractionWarnings, NO_WARNINGS, type ResourceRequirements } from './fractions.ts';
import { DEPRECATED_NODE_LABELS, type NodeTerm, nodeTermWarnings, preferredTermWarnings } from './node-labels.ts';
import { overlappingPathWarnings, type PathVolume } from './paths.ts';
import { portWarnings } from './ports.ts';

interface Selecting {
  readonly topologyKey?: string;
  readonly labelSelector?: object;
}

interface PodAffinity {
  readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly Selecting[] | null;
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly { readonly podAffinityTerm?: Selecting }[] | null;
}

interface Affinity {
  readonly nodeAffinity?: {
    readonly requiredDuringSchedulingIgnoredDuringExecution?: { readonly nodeSelectorTerms?: readonly NodeTerm[] | null };
    readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly { readonly preference?: NodeTerm }[] | null;
  };
  readonly podAffinity?: PodAffinity;
  readonly podAntiAffinity?: PodAffinity;
}

interface Volume extends PathVolume {
  readonly [source: string]: unknown;
  readonly ephemeral?: { readonly volumeClaimTemplate?: { readonly spec?: { readonly resources?: ResourceRequirements } } };
}

export interface WarnedPodSpec {
  readonly nodeSelector?: { readonly [key: string]: string } | null;
  readonly affinity?: Affinity;
  readonly topologySpreadConstraints?: readonly Selecting[] | null;
  readonly volumes?: readonly Volume[] | null;
  readonly dnsConfig?: { readonly nameservers?: readonly string[] | null };
  readonly hostAliases?: readonly { readonly ip?: string }[] | null;
  readonly imagePullSecrets?: readonly { readonly name?: string }[] | null;
  readonly overhead?: StringMap | null;
  readonly securityContext?: { readonly seccompProfile?: object; readonly appArmorProfile?: object };
  readonly terminationGracePeriodSeconds?: Int64;
  readonly initContainers?: readonly Container[] | null;
  readonly containers?: readonly Container[] | null;
  readonly ephemeralContainers?: readonly Container[] | null;
}

/** @param at where the pod stands: nothing for a pod itself, spec.template for most templates */
export function podWarnings(spec: WarnedPodSpec, annotations: StringMap | null | undefined, at?: FieldPath): readonly string[] {
  const root = at ?? FieldPath.root();
  const inSpec = root.child('spec');
  const containers = visit(spec, inSpec);
  return [
    ...nodeLabelWarnings(spec, inSpec),
    ...annotationWarnings(annotations, root),
    ...volumeWarnings(spec.volumes ?? [], inSpec.child('volumes')),
    ...overlappingPathWarnings(spec.volumes ?? []),
    ...repeated(spec.hostAliases, 'ip', inSpec.child('hostAliases')),
    ...repeated(spec.imagePullSecrets, 'name', inSpec.child('imagePullSecrets')),
    ...emptyNames(spec.imagePullSecrets, inSpec.child('imagePullSecrets')),
    ...fractionWarnings(spec.overhead, inSpec.child('overhead'), ['memory', 'ephemeral-storage']),
    ...seccompWarnings(spec, annotations, root),
    ...containers.flatMap((each) =>
      containerWarnings(each, { annotations, at: root, isTemplate: at !== undefined, podProfile: spec.securityContext?.appArmorProfile }),
    ),
    ...portWarnings(containers),
    ...graceWarnings(spec, inSpec),
    ...nullSelectorWarnings(spec.affinity, inSpec.child('affinity')),
    ...(spec.dnsConfig?.nameservers?.flatMap((each, i) => addressWarnings(each, inSpec.child('dnsConfig', 'nameservers').index(i))) ?? NO_WARNINGS),
    ...(spec.hostAliases?.flatMap(({ ip = '' }, i) => addressWarnings(ip, inSpec.child('hostAliases').index(i).child('ip'))) ?? NO_WARNINGS),
  ];
}

/** A name that becomes a host name should be one DNS label. @param use what the name is used in */
export function hostNameWarnings({ metadata }: KubeObject, use: string): readonly string[] {
  const messages = validateDns1123Label(metadata.name ?? '');
  if (messages.length === 0) return [];
  return [`metadata.name: this is used in ${use}, which can result in surprising behavior; a DNS label is recommended: [${messages.join(' ')}]`];
}

function visit(spec: WarnedPodSpec, at: FieldPath): readonly Visited[] {
  const visited: Visited[] = [];
  for (const field of ['initContainers', 'containers', 'ephemeralContainers'] as const) {
    spec[field]?.forEach((container, i) => {
      visited.push({ container, at: at.child(field).index(i) });
    });
  }
  return visited;
}

function nodeLabelWarnings(spec: WarnedPodSpec, at: FieldPath): readonly string[] {
  if (!spec.nodeSelector && !spec.affinity?.nodeAffinity && !spec.topologySpreadConstraints) return NO_WARNINGS;
  const warnings: string[] = [];
  for (const key of Object.keys(spec.nodeSelector ?? {})) {
    const text = DEPRECATED_NODE_LABELS.get(key);
    if (text !== undefined) warnings.push(`${at.child('nodeSelector').key(key)}: ${text}`);
  }
  const node = spec.affinity?.nodeAffinity;
  const inNode = at.child('affinity', 'nodeAffinity');
  const required = inNode.child('requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms');
  for (const [i, term] of (node?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []).entries()) {
    warnings.push(...nodeTermWarnings(term, required.index(i)));
  }
  const preferred = inNode.child('preferredDuringSchedulingIgnoredDuringExecution');
  for (const [i, { preference }] of (node?.preferredDuringSchedulingIgnoredDuringExecution ?? []).entries()) {
    warnings.push(...preferredTermWarnings(preference ?? {}, preferred.index(i).child('preference')));
  }
  for (const [i, { topologyKey, labelSelector }] of (spec.topologySpreadConstraints ?? []).entries()) {
    const constraint = at.child('topologySpreadConstraints').index(i);
    const text = DEPRECATED_NODE_LABELS.get(topologyKey ?? '');
    if (text !== undefined) warnings.push(`${constraint.child('topologyKey')}: ${topologyKey} is ${text}`);
    if (labelSelector === undefined) warnings.push(nullSelector(constraint));
  }
  return warnings;
}

function nullSelector(at: FieldPath): string {
  return `${at.child('labelSelector')}: a null labelSelector results in matching no pod`;
}

const DEAD_ANNOTATIONS: readonly (readonly [key: string, text: string])[] = [
  ['scheduler.alpha.kubernetes.io/critical-pod', 'non-functional in v1.16+; use the "priorityClassName" field instead'],
  ['security.alpha.kubernetes.io/sysctls', 'non-functional in v1.11+; use the "sysctls" field instead'],
  ['security.alpha.kubernetes.io/unsafe-sysctls', 'non-functional in v1.11+; use the "sysctls" field instead'],
];

function annotationWarnings(annotations: StringMap | null | undefined, at: FieldPath): readonly string[] {
  if (annotations === undefined || annotations === null) return NO_WARNINGS;
  const dead = DEAD_ANNOTATIONS.filter(([key]) => getKey(annotations, key) !== undefined);
  return dead.map(([key, text]) => `${at.child('metadata', 'annotations').key(key)}: ${text}`);
}

const SECCOMP_POD_ANNOTATION = 'seccomp.security.alpha.kubernetes.io/pod';

function seccompWarnings(spec: WarnedPodSpec, annotations: StringMap | null | undefined, at: FieldPath): string[] {
  if (spec.securityContext?.seccompProfile !== undefined || getKey(annotations, SECCOMP_POD_ANNOTATION) === undefined) return [];
  return [`${at.child('metadata', 'annotations').key(SECCOMP_POD_ANNOTATION)}: non-functional in v1.27+; use the "seccompProfile" field instead`];
}

/** Volume plugins by their field; `shown` where the path says it otherwise. In the order of upstream's checks. */
const DEAD_VOLUMES: readonly { readonly field: string; readonly shown?: string; readonly text: string }[] = [
  { field: 'photonPersistentDisk', text: 'deprecated in v1.11, non-functional in v1.16+' },
  { field: 'gitRepo', text: 'deprecated in v1.11, and disabled by default in v1.33+' },
  { field: 'scaleIO', text: 'deprecated in v1.16, non-functional in v1.22+' },
  { field: 'flocker', text: 'deprecated in v1.22, non-functional in v1.25+' },
  { field: 'storageos', shown: 'storageOS', text: 'deprecated in v1.22, non-functional in v1.25+' },
  { field: 'quobyte', text: 'deprecated in v1.22, non-functional in v1.25+' },
  { field: 'glusterfs', text: 'deprecated in v1.25, non-functional in v1.26+' },
  { field: 'cephfs', text: 'deprecated in v1.28, non-functional in v1.31+' },
  { field: 'rbd', text: 'deprecated in v1.28, non-functional in v1.31+' },
];

/** Volumes whose plugin is gone or going; persistent volumes have the same sources. */
export function deadVolumeWarnings(source: { readonly [field: string]: unknown }, at: FieldPath): readonly string[] {
  let warnings = NO_WARNINGS;
  for (const { field, shown, text } of DEAD_VOLUMES) {
    if (source[field] !== undefined) warnings = [...warnings, `${at.child(shown ?? field)}: ${text}`];
  }
  return warnings;
}

function volumeWarnings(volumes: readonly Volume[], at: FieldPath): readonly string[] {
  const warnings: string[] = [];
  volumes.forEach((volume, i) => {
    const claim = volume.ephemeral?.volumeClaimTemplate?.spec;
    for (const each of deadVolumeWarnings(volume, at.index(i))) warnings.push(each);
    if (claim === undefined) return;
    for (const each of claimSpecWarnings(claim, at.index(i).child('ephemeral', 'volumeClaimTemplate', 'spec'))) warnings.push(each);
  });
  return warnings;
}

type Named<Name extends string> = readonly { readonly [N in Name]?: string }[] | null | undefined;

function repeated<Name extends string>(list: Named<Name>, field: Name, at: FieldPath): readonly string[] {
  if (!list) return NO_WARNINGS;
  const seen = new Set<string>();
  return list.flatMap((each, i) => {
    const value = each[field] ?? '';
    if (seen.has(value)) return [`${at.index(i).child(field)}: duplicate ${field} ${JSON.stringify(value)}`];
    seen.add(value);
    return [];
  });
}

function emptyNames(list: WarnedPodSpec['imagePullSecrets'], at: FieldPath): readonly string[] {
  if (!list) return NO_WARNINGS;
  return list.flatMap(({ name }, i) => (name ? [] : [`${at.index(i).child('name')}: invalid empty name ""`]));
}

function graceWarnings(spec: WarnedPodSpec, at: FieldPath): string[] {
  if ((spec.terminationGracePeriodSeconds ?? 0) >= 0) return [];
  return [`${at.child('terminationGracePeriodSeconds')}: must be >= 0; negative values are invalid and will be treated as 1`];
}

function nullSelectorWarnings(affinity: Affinity | undefined, at: FieldPath): readonly string[] {
  if (!affinity) return NO_WARNINGS;
  return (['podAffinity', 'podAntiAffinity'] as const).flatMap((side) => {
    const terms = affinity[side];
    const required = at.child(side, 'requiredDuringSchedulingIgnoredDuringExecution');
    const preferred = at.child(side, 'preferredDuringSchedulingIgnoredDuringExecution');
    return [
      ...(terms?.requiredDuringSchedulingIgnoredDuringExecution ?? []).flatMap((term, i) =>
        term.labelSelector === undefined ? [nullSelector(required.index(i))] : [],
      ),
      ...(terms?.preferredDuringSchedulingIgnoredDuringExecution ?? []).flatMap(({ podAffinityTerm }, i) =>
        podAffinityTerm?.labelSelector === undefined ? [nullSelector(preferred.index(i).child('podAffinityTerm'))] : [],
      ),
    ];
  });
}
