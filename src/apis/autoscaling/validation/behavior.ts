/** How fast an autoscaler may act (KEP-853), and from which difference on. */
import type { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { NOT_NEGATIVE, POSITIVE } from '../../../machinery/grammar/formats.ts';
import { parseQuantity } from '../../../machinery/quantity.ts';
import type { HorizontalPodAutoscalerBehavior, HPAScalingPolicy, HPAScalingRules } from '../v2/objects.gen.ts';

const MAX_WINDOW_SECONDS = 3600;
const MAX_PERIOD_SECONDS = 1800;
const SELECT_POLICIES: readonly string[] = ['Disabled', 'Max', 'Min'];
const POLICY_TYPES: readonly string[] = ['Percent', 'Pods'];

export function checkBehavior(errors: ErrorList, path: FieldPath, behavior: HorizontalPodAutoscalerBehavior): void {
  for (const direction of ['scaleUp', 'scaleDown'] as const) {
    const rules = behavior[direction];
    if (rules !== undefined) checkRules(errors, path.child(direction), rules);
  }
}

function checkRules(errors: ErrorList, path: FieldPath, rules: HPAScalingRules): void {
  const { stabilizationWindowSeconds: window, selectPolicy, policies = [], tolerance } = rules;
  const at = path.child('stabilizationWindowSeconds');
  if (window !== undefined && window < 0) errors.invalid(at, window, 'must be greater than or equal to zero');
  if (window !== undefined && window > MAX_WINDOW_SECONDS) errors.invalid(at, window, `must be less than or equal to ${MAX_WINDOW_SECONDS}`);
  if (selectPolicy !== undefined && !SELECT_POLICIES.includes(selectPolicy))
    errors.notSupported(path.child('selectPolicy'), selectPolicy, SELECT_POLICIES);
  if (policies.length === 0) errors.required(path.child('policies'), 'must specify at least one Policy');
  policies.forEach((policy, i) => {
    checkPolicy(errors, path.child('policies').index(i), policy);
  });
  if (tolerance !== undefined && parseQuantity(tolerance).sign < 0) errors.invalid(path.child('tolerance'), tolerance, NOT_NEGATIVE);
}

function checkPolicy(errors: ErrorList, path: FieldPath, { type, value, periodSeconds }: HPAScalingPolicy): void {
  if (!POLICY_TYPES.includes(type)) errors.notSupported(path.child('type'), type, POLICY_TYPES);
  if (value <= 0) errors.invalid(path.child('value'), value, POSITIVE);
  const at = path.child('periodSeconds');
  if (periodSeconds <= 0) errors.invalid(at, periodSeconds, POSITIVE);
  if (periodSeconds > MAX_PERIOD_SECONDS) errors.invalid(at, periodSeconds, `must be less than or equal to ${MAX_PERIOD_SECONDS}`);
}
