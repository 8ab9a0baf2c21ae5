/** How much of a device's capacity one request may take, where several may share the device (KEP-5075). */
import type { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { parseQuantity, type Quantity } from '../../../machinery/quantity.ts';
import type { CapacityRequestPolicyRange, DeviceCapacity } from '../v1/objects.gen.ts';

const MAX_OPTIONS = 10;

export function checkCapacityPolicy(errors: ErrorList, at: FieldPath, { value, requestPolicy: policy }: DeviceCapacity, shared: boolean): void {
  if (policy === undefined) return;
  const path = at.child('requestPolicy');
  if (!shared) {
    errors.forbidden(path, 'allowMultipleAllocations must be true');
    return;
  }
  const { validValues = [], validRange } = policy;
  if (validValues.length > 0 && validRange !== undefined) {
    errors.forbidden(path, 'exactly one policy can be specified, cannot specify "validValues" and "validRange" at the same time');
    return;
  }
  const field = validValues.length > 0 ? 'validValues' : 'validRange';
  if (validValues.length === 0 && validRange === undefined) return;
  if (policy.default === null || policy.default === undefined) errors.required(path.child('default'), `required when ${field} is defined`);
  else if (validRange === undefined) checkOptions(errors, path.child(field), validValues, policy.default, value);
  else checkRange(errors, path.child(field), validRange, policy.default, value);
}

function checkOptions(errors: ErrorList, at: FieldPath, options: readonly string[], fallback: string, capacity: string): void {
  const amounts = options.map(parseQuantity);
  const most = parseQuantity(capacity);
  amounts.forEach((amount, i) => {
    const next = amounts[i + 1];
    if (next !== undefined && amount.cmp(next) > 0) errors.invalid(at.index(i + 1), options[i + 1], 'values must be sorted in ascending order');
  });
  let found = false;
  if (options.length > MAX_OPTIONS) errors.tooMany(at, options.length, MAX_OPTIONS);
  else {
    amounts.forEach((amount, i) => {
      if (amount.cmp(most) > 0) errors.invalid(at.index(i), options[i], `option is larger than capacity value: ${capacity}`);
      if (amount.cmp(parseQuantity(fallback)) === 0) found = true;
    });
    const keys = amounts.map((amount) => String(amount.value()));
    errors.eachDuplicate(at, keys);
  }
  if (!found) errors.invalid(at, fallback, 'default value is not valid according to the requestPolicy');
}

function checkRange(errors: ErrorList, at: FieldPath, { min, max, step }: CapacityRequestPolicyRange, fallback: string, capacity: string): void {
  if (min === undefined) {
    errors.required(at.child('min'), 'required when validRange is defined');
    return;
  }
  const most = parseQuantity(capacity);
  const least = parseQuantity(min);
  const chosen = parseQuantity(fallback);
  if (least.cmp(most) > 0) errors.invalid(at.child('min'), min, `min is larger than capacity value: ${capacity}`);
  if (chosen.cmp(least) < 0) errors.invalid(at.child('min'), fallback, `default is less than min: ${min}`);
  if (max !== undefined) {
    const limit = parseQuantity(max);
    if (least.cmp(limit) > 0) errors.invalid(at.child('max'), min, `min is larger than max: ${max}`);
    if (limit.cmp(most) > 0) errors.invalid(at.child('max'), max, `max is larger than capacity value: ${capacity}`);
    if (chosen.cmp(limit) > 0) errors.invalid(at.child('max'), fallback, `default is more than max: ${max}`);
  }
  if (step === undefined) return;
  const path = at.child('step');
  const once = least.add(parseQuantity(step));
  if (once.cmp(most) > 0) errors.invalid(path, step, `one step ${once} is larger than capacity value: ${capacity}`);
  const onSteps = (text: string, amount: Quantity): void => {
    const size = parseQuantity(step).value();
    // Upstream divides by zero here and answers 500; there is no such amount.
    if (size !== 0n && (amount.value() - least.value()) % size === 0n) return;
    errors.invalid(path, text, `value is not a multiple of a given step (${step}) from (${min})`);
  };
  onSteps(fallback, chosen);
  if (max !== undefined) onSteps(max, parseQuantity(max));
}
