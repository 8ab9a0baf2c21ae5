/** Horizontal pod autoscalers, in their storage version (v2). */
import type { FeatureEnabled } from '../../../base/feature-gates.ts';
import { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { checkCounts } from '../../meta/validation/numbers.ts';
import type { CrossVersionObjectReference, HorizontalPodAutoscaler, HorizontalPodAutoscalerSpec } from '../v2/objects.gen.ts';
import { checkBehavior } from './behavior.ts';
import { checkMetrics, describesBadVersion } from './metrics.ts';
import { checkReference, type Versions } from './references.ts';

const SPEC = FieldPath.root('spec');

interface AutoscalerRules {
  readonly minReplicas: 0 | 1;
  /** Of what is scaled, and of objects that metrics describe. */
  readonly targetVersions: Versions;
  readonly describedVersions: Versions;
}

export function validateHorizontalPodAutoscaler({ spec }: HorizontalPodAutoscaler, gate: FeatureEnabled): ErrorList {
  const errors = new ErrorList();
  checkSpec(errors, spec, {
    minReplicas: gate('HPAScaleToZero') ? 0 : 1,
    targetVersions: targetVersions(spec.scaleTargetRef),
    describedVersions: 'parsed',
  });
  return errors;
}

/** Only replication controllers can be scaled in the core group. */
const targetVersions = ({ kind }: CrossVersionObjectReference): Versions => (kind === 'ReplicationController' ? 'parsed' : 'grouped');

/** What is stored stays allowed: scaling to zero, and references without a usable version. */
export function validateHorizontalPodAutoscalerUpdate(
  { spec }: HorizontalPodAutoscaler,
  { spec: old }: HorizontalPodAutoscaler,
  gate: FeatureEnabled,
): ErrorList {
  const errors = new ErrorList();
  const toZero = gate('HPAScaleToZero') || old.minReplicas === 0;
  const { scaleTargetRef: target } = spec;
  const sameTarget = target.apiVersion === old.scaleTargetRef.apiVersion && target.kind === old.scaleTargetRef.kind;
  checkSpec(errors, spec, {
    minReplicas: toZero ? 0 : 1,
    targetVersions: sameTarget ? 'any' : targetVersions(target),
    describedVersions: old.metrics?.some(describesBadVersion) ? 'any' : 'parsed',
  });
  return errors;
}

function checkSpec(errors: ErrorList, spec: HorizontalPodAutoscalerSpec, rules: AutoscalerRules): void {
  const { minReplicas, maxReplicas, scaleTargetRef } = spec;
  if (minReplicas !== undefined && minReplicas < rules.minReplicas)
    errors.invalid(SPEC.child('minReplicas'), minReplicas, `must be greater than or equal to ${rules.minReplicas}`);
  const max = SPEC.child('maxReplicas');
  if (maxReplicas === 0) errors.required(max, 'must be set and greater than 0');
  else if (maxReplicas < 1) errors.invalid(max, maxReplicas, 'must be greater than or equal to 1');
  if (minReplicas !== undefined && maxReplicas < minReplicas) errors.invalid(max, maxReplicas, 'must be greater than or equal to `minReplicas`');
  checkReference(errors, SPEC.child('scaleTargetRef'), scaleTargetRef, rules.targetVersions);
  checkMetrics(errors, SPEC.child('metrics'), spec.metrics ?? [], minReplicas === 0, rules.describedVersions);
  checkBehavior(errors, SPEC.child('behavior'), spec.behavior ?? {});
}

export function validateHorizontalPodAutoscalerStatus({ status }: HorizontalPodAutoscaler): ErrorList {
  const errors = new ErrorList();
  if (status !== undefined) checkCounts(errors, FieldPath.root('status'), status, ['currentReplicas', 'desiredReplicas']);
  return errors;
}
