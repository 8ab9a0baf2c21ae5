/**
 * PodSecurity: pods against the standards that their namespace asks for. `enforce` refuses pods; `warn` and `audit` speak of pods and of everything
 * that holds a pod template. A namespace that becomes stricter is told which of its pods would not pass.
 */
import type { PodSpec } from '../../../apis/core/v1/objects.gen.ts';
import type { Clock } from '../../../base/clock.ts';
import { aggregate } from '../../../machinery/go/text.ts';
import { getKey, type KubeObject } from '../../../machinery/object.ts';
import { type ApiError, internalError } from '../../../machinery/status.ts';
import { whenFound } from '../../found.ts';
import type { AdmissionAttributes, AdmissionPlugin, Getter, Lister, MaybePromise } from '../../interface.ts';
import { asPod } from '../../pods.ts';
import { refuse } from '../../refusal.ts';
import { SECCOMP_CONTAINER_PREFIX, SECCOMP_POD_ANNOTATION } from './baseline.ts';
import type { PodLike, Violation } from './check.ts';
import { detailsText, evaluate, reasonsText } from './evaluate.ts';
import { type PodSecurityMetrics, UNCOUNTED } from './metrics.ts';
import { asksFor, LEVELS, type LevelVersion, levelVersionText, type Policy, PRIVILEGED, policyOf, sameLevelVersion } from './policy.ts';

/** How many pods of a namespace are looked at when its labels change, for how long (milliseconds), and how many at a stretch. */
const MAX_PODS = 3000;
const MAX_TIME_MS = 1000;
const PODS_AT_A_STRETCH = 50;

/** What holds a pod template, and where. */
const TEMPLATES: ReadonlyMap<string, (object: KubeObject) => unknown> = new Map<string, (object: KubeObject) => unknown>([
  ['podtemplates', (object) => object.template],
  ...['replicationcontrollers', 'replicasets.apps', 'deployments.apps', 'statefulsets.apps', 'daemonsets.apps', 'jobs.batch'].map(
    (resource): [string, (object: KubeObject) => unknown] => [
      resource,
      (object) => (object.spec as { readonly template?: unknown } | undefined)?.template,
    ],
  ),
  [
    'cronjobs.batch',
    (object) =>
      (object.spec as { readonly jobTemplate?: { readonly spec?: { readonly template?: unknown } } } | undefined)?.jobTemplate?.spec?.template,
  ],
]);

/** What its notes for the audit event begin with. */
const NOTE = 'pod-security.kubernetes.io/';

export interface PodSecurityOptions {
  readonly clock: Clock;
  readonly metrics?: PodSecurityMetrics;
  readonly namespace: Getter;
  readonly pods: Lister;
  /** What namespaces without labels get. */
  readonly defaults?: Policy;
  readonly exemptions?: {
    readonly usernames?: readonly string[];
    readonly runtimeClasses?: readonly string[];
    readonly namespaces?: readonly string[];
  };
}

const NO_POLICY: Policy = { enforce: PRIVILEGED, audit: PRIVILEGED, warn: PRIVILEGED };

export function makePodSecurity(options: PodSecurityOptions): AdmissionPlugin {
  return {
    name: 'PodSecurity',
    operations: ['CREATE', 'UPDATE'],
    resources: ['namespaces', 'pods', 'pods/ephemeralcontainers', 'pods/resize', ...TEMPLATES.keys()],
    validate(attributes) {
      if (attributes.resource === 'namespaces' && attributes.group === '') return validateNamespace(options, attributes);
      const { namespaces, usernames } = options.exemptions ?? {};
      if (namespaces?.includes(attributes.namespace) === true) return letPass(options, attributes, 'namespace');
      if (usernames?.includes(attributes.user.name) === true) return letPass(options, attributes, 'user');
      return validatePod(options, attributes);
    },
  };
}

function letPass({ metrics = UNCOUNTED }: PodSecurityOptions, attributes: AdmissionAttributes, why: 'namespace' | 'user' | 'runtimeClass'): void {
  metrics.exempted(attributes);
  attributes.annotate?.(`${NOTE}exempt`, why);
}

function validatePod(options: PodSecurityOptions, attributes: AdmissionAttributes): MaybePromise<void> {
  return whenFound(options.namespace('', attributes.namespace), (namespace) => validateIn(namespace, options, attributes));
}

function validateIn(namespace: KubeObject | undefined, options: PodSecurityOptions, attributes: AdmissionAttributes): void {
  const { object, oldObject, group, resource } = attributes;
  const { metrics = UNCOUNTED } = options;
  const isPod = resource === 'pods' && group === '';
  if (namespace === undefined) {
    metrics.failed(true, attributes);
    throw internalError(`failed to lookup namespace ${attributes.namespace}`);
  }
  const { policy, errors } = policyOf(namespace.metadata.labels, options.defaults ?? NO_POLICY);
  const asks = (mode: keyof Policy): boolean => policy[mode].level !== 'privileged';
  if (!asks('audit') && !asks('warn') && !(isPod && asks('enforce')) && errors.length === 0) {
    if (!isPod) return;
    metrics.evaluated('allow', PRIVILEGED, 'enforce', attributes);
    attributes.annotate?.(`${NOTE}enforce-policy`, levelVersionText(PRIVILEGED));
    return;
  }
  if (object === undefined) return;
  const pod = isPod ? asPod(object) : templateOf(attributes, object);
  if (pod === undefined) return;
  if (isPod && attributes.operation === 'UPDATE' && oldObject !== undefined && !changesSecurity(pod, asPod(oldObject))) return;
  const runtimeClass = pod.spec.runtimeClassName;
  if (runtimeClass !== undefined && options.exemptions?.runtimeClasses?.includes(runtimeClass) === true) {
    letPass(options, attributes, 'runtimeClass');
    return;
  }
  if (errors.length > 0) {
    metrics.failed(false, attributes);
    attributes.annotate?.(`${NOTE}error`, `Failed to parse policy: ${aggregate(errors.errors.map(({ field, body }) => `${field}: ${body}`))}`);
  }
  applyPolicy(attributes, policy, pod, isPod, metrics);
}

/** @throws {ApiError} 403 */
function applyPolicy(attributes: AdmissionAttributes, policy: Policy, pod: PodLike, enforces: boolean, metrics: PodSecurityMetrics): void {
  const known: { readonly of: LevelVersion; readonly violations: readonly Violation[] }[] = [];
  const check = (of: LevelVersion): string => {
    let found = known.find((each) => sameLevelVersion(each.of, of));
    if (found === undefined) {
      found = { of, violations: evaluate(of, pod) };
      known.push(found);
    }
    const { violations } = found;
    return violations.length === 0
      ? ''
      : `violate${enforces && of === policy.enforce ? 's' : ''} PodSecurity "${levelVersionText(of)}": ${detailsText(violations)}`;
  };
  const refused = enforces ? check(policy.enforce) : '';
  const noted = check(policy.audit);
  if (enforces) metrics.evaluated(refused === '' ? 'allow' : 'deny', policy.enforce, 'enforce', attributes);
  if (noted !== '') metrics.evaluated('deny', policy.audit, 'audit', attributes);
  if (enforces) attributes.annotate?.(`${NOTE}enforce-policy`, levelVersionText(policy.enforce));
  if (noted !== '') attributes.annotate?.(`${NOTE}audit-violations`, `would ${noted}`);
  if (refused !== '') throw refuse(attributes, refused);
  const warned = check(policy.warn);
  if (warned === '') return;
  metrics.evaluated('deny', policy.warn, 'warn', attributes);
  attributes.warn(`would ${warned}`);
}

function templateOf({ group, resource }: AdmissionAttributes, object: KubeObject): PodLike | undefined {
  const template = TEMPLATES.get(group === '' ? resource : `${resource}.${group}`)?.(object) as
    | { readonly metadata?: PodLike['metadata']; readonly spec?: PodSpec }
    | null
    | undefined;
  if (template?.spec === undefined) return undefined;
  return { metadata: template.metadata ?? {}, spec: template.spec };
}

/** Whether an update changes anything that the standards look at: images, seccomp annotations, the number of containers, new ephemeral ones. */
function changesSecurity(pod: PodLike, old: PodLike): boolean {
  const annotation = (of: PodLike, key: string): string => getKey(of.metadata.annotations, key) ?? '';
  const differs = (key: string): boolean => annotation(pod, key) !== annotation(old, key);
  if (differs(SECCOMP_POD_ANNOTATION)) return true;
  for (const kind of ['containers', 'initContainers'] as const) {
    const now = pod.spec[kind] ?? [];
    const before = old.spec[kind] ?? [];
    if (now.length !== before.length) return true;
    if (now.some((each, i) => each.image !== before[i]?.image || differs(SECCOMP_CONTAINER_PREFIX + each.name))) return true;
  }
  const known = Map.groupBy(old.spec.ephemeralContainers ?? [], ({ name }) => name);
  return (pod.spec.ephemeralContainers ?? []).some((each) => {
    const [before] = known.get(each.name) ?? [];
    return before === undefined || before.image !== each.image || differs(SECCOMP_CONTAINER_PREFIX + each.name);
  });
}

async function validateNamespace(options: PodSecurityOptions, attributes: AdmissionAttributes): Promise<void> {
  const { object, oldObject } = attributes;
  const defaults = options.defaults ?? NO_POLICY;
  const { policy, errors } = policyOf(object?.metadata.labels, defaults);
  const invalid = errors.length === 0 ? undefined : errors.toApiError({ group: '', kind: 'Namespace' }, object?.metadata.name ?? '');
  const name = object?.metadata.name ?? '';
  const exempt = options.exemptions?.namespaces?.includes(name) === true;
  if (attributes.operation === 'CREATE') {
    if (invalid !== undefined) throw invalid;
    if (exempt) warnOfExemption(attributes, policy, defaults);
    return;
  }
  const old = policyOf(oldObject?.metadata.labels, defaults);
  if (invalid !== undefined && invalid.message !== errorOf(old.errors, object)?.message) throw invalid;
  if (!isStricter(policy.enforce, old.policy.enforce)) return;
  if (exempt) return warnOfExemption(attributes, policy, defaults);
  for (const text of await warningsOf(options, name, policy.enforce)) attributes.warn(text);
}

/** Whoever asks for a policy in a namespace that has none hears so. */
function warnOfExemption({ object, warn }: AdmissionAttributes, policy: Policy, defaults: Policy): void {
  const modes = ['enforce', 'audit', 'warn'] as const;
  if (modes.every((mode) => policy[mode].level === 'privileged')) return;
  // The levels of privileged modes are the same whatever their versions.
  const isDefault = (mode: keyof Policy): boolean =>
    sameLevelVersion(policy[mode], defaults[mode]) || (policy[mode].level === 'privileged' && defaults[mode].level === 'privileged');
  if (modes.every(isDefault)) return;
  const labels = object?.metadata.labels;
  const asked = modes.filter((mode) => policy[mode].level !== 'privileged' && asksFor(labels, mode));
  const text = asked.map((mode) => `${mode}=${levelVersionText(policy[mode])}`).join(', ');
  warn(`namespace "${object?.metadata.name ?? ''}" is exempt from Pod Security, and the policy (${text}) will be ignored`);
}

function errorOf(errors: ReturnType<typeof policyOf>['errors'], object: KubeObject | undefined): ApiError | undefined {
  return errors.length === 0 ? undefined : errors.toApiError({ group: '', kind: 'Namespace' }, object?.metadata.name ?? '');
}

/** Another version may be stricter in any way. */
function isStricter(now: LevelVersion, before: LevelVersion): boolean {
  if (now.level === 'privileged' || sameLevelVersion(now, before)) return false;
  return now.version !== before.version || LEVELS.indexOf(now.level) > LEVELS.indexOf(before.level);
}

/** What the namespace's pods violate; pods with the same violations share a line. */
async function warningsOf({ clock, pods, exemptions }: PodSecurityOptions, namespace: string, enforce: LevelVersion): Promise<string[]> {
  const all = await pods(namespace);
  const deadline = clock.now() + MAX_TIME_MS;
  const found = new Map<string, { readonly first: string; count: number }>();
  let checked = 0;
  for (const object of all) {
    if (checked === MAX_PODS || (checked > 0 && clock.now() > deadline)) break;
    checked += 1;
    if (checked % PODS_AT_A_STRETCH === 0) await new Promise((resolve) => setImmediate(resolve));
    const pod = asPod(object);
    if (pod.spec.runtimeClassName !== undefined && exemptions?.runtimeClasses?.includes(pod.spec.runtimeClassName) === true) continue;
    const reasons = reasonsText(evaluate(enforce, pod));
    if (reasons === '') continue;
    const seen = found.get(reasons);
    if (seen === undefined) found.set(reasons, { first: pod.metadata.name ?? '', count: 1 });
    else seen.count += 1;
  }
  const warnings: string[] = [];
  if (checked < all.length) warnings.push(`new PodSecurity enforce level only checked against the first ${checked} of ${all.length} existing pods`);
  if (found.size > 0)
    warnings.push(`existing pods in namespace "${namespace}" violate the new PodSecurity enforce level "${levelVersionText(enforce)}"`);
  return [...warnings, ...[...found].map(([reasons, { first, count }]) => `${first}${othersText(count - 1)}: ${reasons}`).sort()];
}

function othersText(others: number): string {
  if (others === 0) return '';
  return others === 1 ? ' (and 1 other pod)' : ` (and ${others} other pods)`;
}
