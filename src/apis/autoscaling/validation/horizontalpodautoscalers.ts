/** Horizontal pod autoscalers, in their storage version (v2). */
import { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { parseApiVersion } from '../../../machinery/gvk.ts';
import { checkCounts } from '../../meta/validation/numbers.ts';
import type { CrossVersionObjectReference, HorizontalPodAutoscaler, HorizontalPodAutoscalerSpec } from '../v2/objects.gen.ts';
import { checkBehavior } from './behavior.ts';
import { checkMetrics } from './metrics.ts';
import { checkReference } from './references.ts';

const SPEC = FieldPath.root('spec');

type FeatureGates = (gate: string) => boolean;

interface AutoscalerRules {
  readonly minReplicas: 0 | 1;
  readonly badTargetVersion: boolean;
}

export function validateHorizontalPodAutoscaler({ spec }: HorizontalPodAutoscaler, gate: FeatureGates): ErrorList {
  const errors = new ErrorList();
  checkSpec(errors, spec, { minReplicas: gate('HPAScaleToZero') ? 0 : 1, badTargetVersion: false });
  return errors;
}

/** What is stored stays allowed: scaling to zero, and targets without a usable version. */
export function validateHorizontalPodAutoscalerUpdate(
  { spec }: HorizontalPodAutoscaler,
  { spec: old }: HorizontalPodAutoscaler,
  gate: FeatureGates,
): ErrorList {
  const errors = new ErrorList();
  const toZero = gate('HPAScaleToZero') || old.minReplicas === 0;
  checkSpec(errors, spec, { minReplicas: toZero ? 0 : 1, badTargetVersion: versionProblem(old.scaleTargetRef) !== undefined });
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
  checkReference(errors, SPEC.child('scaleTargetRef'), scaleTargetRef);
  const problem = rules.badTargetVersion ? undefined : versionProblem(scaleTargetRef);
  if (problem !== undefined) errors.invalid(SPEC.child('scaleTargetRef', 'apiVersion'), scaleTargetRef.apiVersion ?? '', problem);
  checkMetrics(errors, SPEC.child('metrics'), spec.metrics ?? [], minReplicas === 0);
  checkBehavior(errors, SPEC.child('behavior'), spec.behavior ?? {});
}

/** Only replication controllers can be scaled in the core group. */
function versionProblem({ apiVersion = '', kind }: CrossVersionObjectReference): string | undefined {
  const parsed = parseApiVersion(apiVersion);
  if (parsed === undefined) return `unexpected GroupVersion string: ${apiVersion}`;
  if (parsed.group !== '' || (kind === 'ReplicationController' && parsed.version === 'v1')) return undefined;
  return 'apiVersion must specify API group';
}

export function validateHorizontalPodAutoscalerStatus({ status }: HorizontalPodAutoscaler): ErrorList {
  const errors = new ErrorList();
  if (status !== undefined) checkCounts(errors, FieldPath.root('status'), status, ['currentReplicas', 'desiredReplicas']);
  return errors;
}
