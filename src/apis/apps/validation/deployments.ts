/** Deployments. */
import type { FeatureEnabled } from '../../../base/feature-gates.ts';
import { ErrorList, FieldPath, Verbatim } from '../../../machinery/field-errors.ts';
import { type PodPolicy, type PodRules, podRules } from '../../core/validation/pod-rules.ts';
import { checkPodTemplate, checkRunsForever, checkSelectsTemplate } from '../../core/validation/pods/pod-template.ts';
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
import type { Deployment, DeploymentSpec, DeploymentStrategy } from '../v1/objects.gen.ts';
import { DeploymentStrategy as StrategyType } from '../v1/types.ts';
import { APPS_TYPES } from './internal-types.ts';
import { checkSelector, checkSelectorUnchanged } from './selectors.ts';

const SPEC = FieldPath.root('spec');
const STATUS = FieldPath.root('status');

export function validateDeployment({ spec }: Deployment, gate: FeatureEnabled, policy: PodPolicy = {}): ErrorList {
  const errors = new ErrorList();
  checkSpec(errors, spec, podRules(gate, 'template', undefined, policy));
  return errors;
}

export function validateDeploymentUpdate({ spec }: Deployment, { spec: old }: Deployment, gate: FeatureEnabled, policy: PodPolicy = {}): ErrorList {
  const errors = new ErrorList();
  checkSpec(errors, spec, podRules(gate, 'template', old.template, policy));
  checkSelectorUnchanged(errors, SPEC.child('selector'), spec.selector, old.selector);
  return errors;
}

function checkSpec(errors: ErrorList, spec: DeploymentSpec, rules: PodRules): void {
  const template = SPEC.child('template');
  checkNotNegative(errors, SPEC.child('replicas'), spec.replicas);
  checkSelector(errors, SPEC.child('selector'), spec.selector, 'deployment', 'invalid label selector');
  checkReplicaSetTemplate(errors, template, spec, rules);
  checkStrategy(errors, SPEC.child('strategy'), spec.strategy ?? {});
  checkCounts(errors, SPEC, spec, ['minReadySeconds', 'revisionHistoryLimit', 'progressDeadlineSeconds']);
  const { progressDeadlineSeconds, minReadySeconds = 0 } = spec;
  if (progressDeadlineSeconds !== undefined && progressDeadlineSeconds <= minReadySeconds)
    errors.invalid(SPEC.child('progressDeadlineSeconds'), progressDeadlineSeconds, 'must be greater than minReadySeconds');
}

/** The template of the replica sets that a deployment makes, so errors speak of them. Nothing is checked under a selector that cannot be used. */
export function checkReplicaSetTemplate(
  errors: ErrorList,
  path: FieldPath,
  { selector, template }: Pick<DeploymentSpec, 'selector' | 'template'>,
  rules: PodRules,
): void {
  if (isInvalidSelector(selector)) return;
  checkSelectsTemplate(errors, path, selector, template);
  checkPodTemplate(errors, path, template, rules);
  checkRunsForever(errors, path, template?.spec, 'ReplicaSet');
}

function checkStrategy(errors: ErrorList, path: FieldPath, strategy: DeploymentStrategy): void {
  const { type = '', rollingUpdate } = strategy;
  if (type === 'Recreate') {
    if (rollingUpdate !== undefined) errors.forbidden(path.child('rollingUpdate'), "may not be specified when strategy `type` is 'Recreate'");
  } else if (type !== 'RollingUpdate') {
    const shown = new Verbatim(APPS_TYPES.print(strategy, StrategyType, 'DeploymentStrategy'));
    errors.notSupported(path, shown, ['Recreate', 'RollingUpdate']);
  } else if (rollingUpdate === undefined) errors.required(path.child('rollingUpdate'), 'this should be defaulted and never be nil');
  else {
    const { maxUnavailable = 0, maxSurge = 0 } = rollingUpdate;
    const at = path.child('rollingUpdate');
    checkAmountOrPercent(errors, at.child('maxUnavailable'), maxUnavailable);
    checkAmountOrPercent(errors, at.child('maxSurge'), maxSurge);
    if (isNone(maxUnavailable) && isNone(maxSurge)) errors.invalid(at.child('maxUnavailable'), maxUnavailable, 'may not be 0 when `maxSurge` is 0');
    checkAtMostAll(errors, at.child('maxUnavailable'), maxUnavailable);
  }
}

const COUNTS = [
  'observedGeneration',
  'replicas',
  'updatedReplicas',
  'readyReplicas',
  'availableReplicas',
  'unavailableReplicas',
  'terminatingReplicas',
  'collisionCount',
] as const;

export function validateDeploymentStatus({ status = {} }: Deployment, old: Deployment): ErrorList {
  const errors = new ErrorList();
  checkCounts(errors, STATUS, status, COUNTS);
  checkPartOf(errors, STATUS, status, ['updatedReplicas', 'readyReplicas', 'availableReplicas'], 'replicas', 'status.replicas');
  checkPartOf(errors, STATUS, status, ['availableReplicas'], 'readyReplicas', 'readyReplicas');
  checkNotDecremented(errors, STATUS.child('collisionCount'), status.collisionCount, old.status?.collisionCount);
  return errors;
}
