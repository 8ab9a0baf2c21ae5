/** Stateful sets. */
import type { FeatureEnabled } from '../../../base/feature-gates.ts';
import { equal } from '../../../machinery/clone.ts';
import { ErrorList, FieldPath, Verbatim } from '../../../machinery/field-errors.ts';
import { validateDns1123Label } from '../../../machinery/grammar/names.ts';
import type { PersistentVolumeClaim, PodTemplateSpec, Volume } from '../../core/v1/objects.gen.ts';
import { type PodPolicy, type PodRules, podRules } from '../../core/validation/pod-rules.ts';
import { checkPodTemplate, checkRunsForever, checkSelectsTemplate } from '../../core/validation/pods/pod-template.ts';
import { checkClaimSpec } from '../../core/validation/volumes/claims.ts';
import {
  checkAmountOrPercent,
  checkAtMostAll,
  checkCounts,
  checkNotDecremented,
  checkNotNegative,
  checkPartOf,
  isNone,
} from '../../meta/validation/numbers.ts';
import { isInvalidSelector } from '../../meta/validation/selectors.ts';
import type { StatefulSet, StatefulSetSpec, StatefulSetUpdateStrategy } from '../v1/objects.gen.ts';
import { RollingUpdateStatefulSetStrategy, StatefulSetUpdateStrategy as StrategyType } from '../v1/types.ts';
import { APPS_TYPES } from './internal-types.ts';
import { checkSelector } from './selectors.ts';

const SPEC = FieldPath.root('spec');
const STATUS = FieldPath.root('status');
const RETENTION: readonly string[] = ['Retain', 'Delete'];

export function validateStatefulSet({ spec }: StatefulSet, gate: FeatureEnabled, policy: PodPolicy = {}): ErrorList {
  const errors = new ErrorList();
  checkSpec(errors, spec, podRules(gate, 'template', undefined, policy));
  checkClaims(errors, spec.volumeClaimTemplates ?? [], gate);
  return errors;
}

const MUTABLE = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
];
const FORBIDDEN = `updates to statefulset spec for fields other than ${MUTABLE.slice(0, -1)
  .map((each) => `'${each}'`)
  .join(', ')} and 'minReadySeconds' are forbidden`;

/**
 * What cannot change (the name of the service, the claims) is not checked again, nor is a template that stays: both may be older than their rules.
 */
export function validateStatefulSetUpdate(
  { spec }: StatefulSet,
  { spec: old }: StatefulSet,
  gate: FeatureEnabled,
  policy: PodPolicy = {},
): ErrorList {
  const errors = new ErrorList();
  checkSpec(errors, spec, podRules(gate, 'template', old.template, policy), old);
  if (!equal(fixedPart(spec), fixedPart(old))) errors.forbidden(SPEC, FORBIDDEN);
  return errors;
}

/** What may not change once the set is there. */
function fixedPart(spec: StatefulSetSpec): object {
  return Object.fromEntries(Object.entries(spec).filter(([field]) => !MUTABLE.includes(field)));
}

function checkSpec(errors: ErrorList, spec: StatefulSetSpec, rules: PodRules, old?: StatefulSetSpec): void {
  const { podManagementPolicy = '', template } = spec;
  if (podManagementPolicy === '') errors.required(SPEC.child('podManagementPolicy'));
  else if (podManagementPolicy !== 'OrderedReady' && podManagementPolicy !== 'Parallel')
    errors.invalid(SPEC.child('podManagementPolicy'), podManagementPolicy, "must be 'OrderedReady' or 'Parallel'");
  checkStrategy(errors, SPEC.child('updateStrategy'), spec.updateStrategy ?? {});
  checkRetention(errors, SPEC.child('persistentVolumeClaimRetentionPolicy'), spec);
  checkCounts(errors, SPEC, spec, ['replicas', 'minReadySeconds']);
  checkNotNegative(errors, SPEC.child('ordinals', 'start'), spec.ordinals?.start);
  if (old === undefined) checkServiceName(errors, spec);
  checkSelector(errors, SPEC.child('selector'), spec.selector, 'statefulset', '');
  if (!isInvalidSelector(spec.selector)) {
    checkSelectsTemplate(errors, SPEC.child('template'), spec.selector, template);
    checkTemplate(errors, spec, rules, old);
  }
  checkRunsForever(errors, SPEC.child('template'), template?.spec, 'StatefulSet');
}

/** Templates were not always checked: one that was stored with mistakes may stay, and be changed. */
function checkTemplate(errors: ErrorList, spec: StatefulSetSpec, rules: PodRules, old: StatefulSetSpec | undefined): void {
  if (old !== undefined && equal(spec.template, old.template)) return;
  const found = templateErrors(spec, rules);
  if (found.length > 0 && old !== undefined && templateErrors(old, rules).length > 0) return;
  errors.append(found);
}

function templateErrors({ template, volumeClaimTemplates }: StatefulSetSpec, rules: PodRules): ErrorList {
  const errors = new ErrorList();
  checkPodTemplate(errors, SPEC.child('template'), withClaims(template, volumeClaimTemplates ?? []), rules);
  return errors;
}

function checkStrategy(errors: ErrorList, path: FieldPath, strategy: StatefulSetUpdateStrategy): void {
  const { type = '', rollingUpdate } = strategy;
  const at = path.child('rollingUpdate');
  if (type === '') errors.required(path);
  else if (type === 'OnDelete') {
    if (rollingUpdate === undefined) return;
    const shown = APPS_TYPES.print(rollingUpdate, RollingUpdateStatefulSetStrategy, 'RollingUpdateStatefulSetStrategy');
    errors.invalid(at, new Verbatim(shown), "only allowed for updateStrategy 'RollingUpdate'");
  } else if (type === 'RollingUpdate') {
    checkNotNegative(errors, at.child('partition'), rollingUpdate?.partition);
    const maxUnavailable = rollingUpdate?.maxUnavailable;
    if (maxUnavailable === undefined) return;
    checkAmountOrPercent(errors, at.child('maxUnavailable'), maxUnavailable);
    if (isNone(maxUnavailable)) errors.invalid(at.child('maxUnavailable'), maxUnavailable, 'cannot be 0');
    checkAtMostAll(errors, at.child('maxUnavailable'), maxUnavailable);
  } else {
    const shown = APPS_TYPES.print(strategy, StrategyType, 'StatefulSetUpdateStrategy');
    errors.invalid(path, new Verbatim(shown), "must be 'RollingUpdate' or 'OnDelete'");
  }
}

function checkRetention(errors: ErrorList, path: FieldPath, { persistentVolumeClaimRetentionPolicy: policy }: StatefulSetSpec): void {
  if (policy === undefined) return;
  for (const field of ['whenDeleted', 'whenScaled'] as const) {
    const value = policy[field] ?? '';
    if (!RETENTION.includes(value)) errors.notSupported(path.child(field), value, RETENTION);
  }
}

/** Each pod gets volumes from its own claims, which take the place of volumes with the same names. */
function withClaims(template: PodTemplateSpec | undefined, claims: readonly PersistentVolumeClaim[]): PodTemplateSpec | undefined {
  if (template === undefined || claims.length === 0) return template;
  const names = new Set(claims.map((each) => each.metadata.name));
  const volumes: Volume[] = claims.map(({ metadata: { name = '' } }) => ({ name, persistentVolumeClaim: { claimName: name } }));
  const others = (template.spec?.volumes ?? []).filter((each) => !names.has(each.name));
  return { ...template, spec: { ...template.spec, volumes: [...volumes, ...others] } };
}

function checkServiceName(errors: ErrorList, { serviceName = '' }: StatefulSetSpec): void {
  if (serviceName !== '') errors.eachInvalid(SPEC.child('serviceName'), serviceName, validateDns1123Label(serviceName));
}

function checkClaims(errors: ErrorList, claims: readonly PersistentVolumeClaim[], gate: FeatureEnabled): void {
  claims.forEach((claim, i) => {
    checkClaimSpec(errors, SPEC.child('volumeClaimTemplates').index(i).child('spec'), claim.spec, { gate });
  });
}

const COUNTS = [
  'replicas',
  'readyReplicas',
  'currentReplicas',
  'updatedReplicas',
  'availableReplicas',
  'observedGeneration',
  'collisionCount',
] as const;
const PARTS = ['readyReplicas', 'currentReplicas', 'updatedReplicas', 'availableReplicas'] as const;

export function validateStatefulSetStatus({ status }: StatefulSet, old: StatefulSet): ErrorList {
  const errors = new ErrorList();
  if (status !== undefined) {
    checkCounts(errors, STATUS, status, COUNTS);
    checkPartOf(errors, STATUS, status, PARTS, 'replicas', 'status.replicas');
    checkPartOf(errors, STATUS, status, ['availableReplicas'], 'readyReplicas', 'status.readyReplicas');
  }
  checkNotDecremented(errors, STATUS.child('collisionCount'), status?.collisionCount, old.status?.collisionCount);
  return errors;
}
