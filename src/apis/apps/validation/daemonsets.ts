/** Daemon sets. */
import type { FeatureEnabled } from '../../../base/feature-gates.ts';
import { ErrorList, FieldPath, Verbatim } from '../../../machinery/field-errors.ts';
import { type PodPolicy, type PodRules, podRules } from '../../core/validation/pod-rules.ts';
import { checkPodTemplate, checkRunsForever, MISMATCH } from '../../core/validation/pods/pod-template.ts';
import { checkLabelSelector } from '../../meta/validation/labels.ts';
import { checkAmountOrPercent, checkAtMostAll, checkCounts, checkNotDecremented, checkNotNegative, isNone } from '../../meta/validation/numbers.ts';
import { isEmptySelector, isInvalidSelector, selects, shownLabels, shownSelector } from '../../meta/validation/selectors.ts';
import type { DaemonSet, DaemonSetSpec, DaemonSetUpdateStrategy, RollingUpdateDaemonSet } from '../v1/objects.gen.ts';
import { DaemonSetUpdateStrategy as StrategyType } from '../v1/types.ts';
import { APPS_TYPES } from './internal-types.ts';
import { checkSelectorUnchanged } from './selectors.ts';

const SPEC = FieldPath.root('spec');
const STATUS = FieldPath.root('status');

export function validateDaemonSet({ spec }: DaemonSet, gate: FeatureEnabled, policy: PodPolicy = {}): ErrorList {
  const errors = new ErrorList();
  checkSpec(errors, spec, podRules(gate, 'template', undefined, policy), false);
  return errors;
}

export function validateDaemonSetUpdate({ spec }: DaemonSet, { spec: old }: DaemonSet, gate: FeatureEnabled, policy: PodPolicy = {}): ErrorList {
  const errors = new ErrorList();
  checkSpec(errors, spec, podRules(gate, 'template', old.template, policy), isInvalidSelector(old.selector));
  checkSelectorUnchanged(errors, SPEC.child('selector'), spec.selector, old.selector);
  return errors;
}

/** A missing selector is not said to be missing: it matches no template. */
function checkSpec(errors: ErrorList, spec: DaemonSetSpec, rules: PodRules, allowInvalidValues: boolean): void {
  const { selector, template } = spec;
  checkLabelSelector(errors, SPEC.child('selector'), selector, { allowInvalidValues });
  const labels = template?.metadata?.labels;
  if (!isInvalidSelector(selector) && !selects(selector, labels))
    errors.invalid(SPEC.child('template', 'metadata', 'labels'), shownLabels(labels), MISMATCH);
  if (selector && isEmptySelector(selector))
    errors.invalid(SPEC.child('selector'), shownSelector(selector), 'empty selector is invalid for daemonset');
  checkPodTemplate(errors, SPEC.child('template'), template, rules);
  checkRunsForever(errors, SPEC.child('template'), template?.spec, 'DaemonSet');
  checkNotNegative(errors, SPEC.child('minReadySeconds'), spec.minReadySeconds);
  checkStrategy(errors, SPEC.child('updateStrategy'), spec.updateStrategy ?? {});
  checkNotNegative(errors, SPEC.child('revisionHistoryLimit'), spec.revisionHistoryLimit);
}

function checkStrategy(errors: ErrorList, path: FieldPath, strategy: DaemonSetUpdateStrategy): void {
  if (strategy.type === 'OnDelete') return;
  if (strategy.type !== 'RollingUpdate') {
    const shown = new Verbatim(APPS_TYPES.print(strategy, StrategyType, 'DaemonSetUpdateStrategy'));
    errors.notSupported(path, shown, ['RollingUpdate', 'OnDelete']);
  } else if (strategy.rollingUpdate === undefined) errors.required(path.child('rollingUpdate'));
  else checkRollingUpdate(errors, path.child('rollingUpdate'), strategy.rollingUpdate);
}

/** Pods are either replaced before or after their successors run, so exactly one of the two is not zero. */
function checkRollingUpdate(errors: ErrorList, path: FieldPath, { maxUnavailable = 0, maxSurge = 0 }: RollingUpdateDaemonSet): void {
  checkAmountOrPercent(errors, path.child('maxUnavailable'), maxUnavailable);
  checkAmountOrPercent(errors, path.child('maxSurge'), maxSurge);
  checkAtMostAll(errors, path.child('maxUnavailable'), maxUnavailable);
  checkAtMostAll(errors, path.child('maxSurge'), maxSurge);
  if (!isNone(maxUnavailable) && !isNone(maxSurge))
    errors.invalid(path.child('maxSurge'), maxSurge, 'may not be set when maxUnavailable is non-zero');
  if (isNone(maxUnavailable) && isNone(maxSurge)) errors.required(path.child('maxUnavailable'), 'cannot be 0 when maxSurge is 0');
}

const COUNTS = [
  'currentNumberScheduled',
  'numberMisscheduled',
  'desiredNumberScheduled',
  'numberReady',
  'observedGeneration',
  'updatedNumberScheduled',
  'numberAvailable',
  'numberUnavailable',
  'collisionCount',
] as const;

export function validateDaemonSetStatus({ status }: DaemonSet, old: DaemonSet): ErrorList {
  const errors = new ErrorList();
  if (status !== undefined) checkCounts(errors, STATUS, status, COUNTS);
  checkNotDecremented(errors, STATUS.child('collisionCount'), status?.collisionCount, old.status?.collisionCount);
  return errors;
}
