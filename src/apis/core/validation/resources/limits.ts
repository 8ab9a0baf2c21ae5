/** Limit ranges: defaults, bounds and ratios of one resource have to fit together. */
import { ErrorList, FieldPath } from '../../../../machinery/field-errors.ts';
import { labelKeyErrors } from '../../../../machinery/grammar/label-names.ts';
import { getKey, type StringMap } from '../../../../machinery/object.ts';
import { parseQuantity, type Quantity } from '../../../../machinery/quantity.ts';
import type { LimitRange, LimitRangeItem } from '../../v1/objects.gen.ts';
import { containerResourceNameErrors, mayOvercommit, resourceNameErrors } from './resource-names.ts';

const LIMITS = FieldPath.root('spec').child('limits');
const TYPES: readonly string[] = ['Pod', 'Container', 'PersistentVolumeClaim'];
const FIELDS = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const;
type Field = (typeof FIELDS)[number];

export function validateLimitRange({ spec }: LimitRange): ErrorList {
  const errors = new ErrorList();
  const seen = new Set<string>();
  spec?.limits?.forEach((item, i) => {
    const at = LIMITS.index(i);
    checkType(errors, at.child('type'), item.type);
    if (seen.has(item.type)) errors.duplicate(at.child('type'), item.type);
    seen.add(item.type);
    checkItem(errors, at, item);
  });
  return errors;
}

function checkType(errors: ErrorList, at: FieldPath, type: string): void {
  const bad = labelKeyErrors(type);
  errors.eachInvalid(at, type, bad);
  if (bad.length === 0 && !type.includes('/') && !TYPES.includes(type)) errors.invalid(at, type, 'must be a standard limit type or fully qualified');
}

function checkItem(errors: ErrorList, at: FieldPath, item: LimitRangeItem): void {
  const nameErrors = item.type === 'Pod' || item.type === 'Container' ? containerResourceNameErrors : resourceNameErrors;
  const names = new Set<string>();
  const checkNames = (field: Field): void => {
    for (const name of Object.keys(item[field] ?? {})) {
      const bad = nameErrors(name);
      if (bad.length > 0) errors.eachInvalid(at.child(field).key(name), name, bad);
      names.add(name);
    }
  };
  checkNames('max');
  checkNames('min');
  for (const field of ['default', 'defaultRequest'] as const) {
    if (item.type !== 'Pod') checkNames(field);
    else if (Object.keys(item[field] ?? {}).length > 0) errors.forbidden(at.child(field), "may not be specified when `type` is 'Pod'");
  }
  const bounded = getKey(item.min, 'storage') !== undefined || getKey(item.max, 'storage') !== undefined;
  if (item.type === 'PersistentVolumeClaim' && !bounded)
    errors.required(at.child('limits'), 'either minimum or maximum storage value is required, but neither was provided');
  checkNames('maxLimitRequestRatio');
  const given = item.type === 'Pod' ? { ...item, default: {}, defaultRequest: {} } : item;
  for (const name of names) checkAmounts(errors, at, given, name);
}

interface Amount {
  readonly text: string;
  readonly quantity: Quantity;
}

/** An amount as messages name it. */
interface NamedAmount {
  readonly name: string;
  readonly amount: Amount | undefined;
}

function amountOf(map: StringMap | undefined, name: string): Amount | undefined {
  const text = getKey(map, name);
  return text === undefined ? undefined : { text, quantity: parseQuantity(text) };
}

function checkAmounts(errors: ErrorList, at: FieldPath, item: LimitRangeItem, name: string): void {
  const [max, min, fallback, request, ratio] = FIELDS.map((field) => amountOf(item[field], name));
  /** Reported at `field` with the value of `shown`; which of the two is shown differs from rule to rule upstream. */
  const atMost = (low: NamedAmount, high: NamedAmount, field: Field, shown: Amount | undefined): void => {
    if (low.amount === undefined || high.amount === undefined || low.amount.quantity.cmp(high.amount.quantity) <= 0) return;
    const text = `${low.name} value ${low.amount.text} is greater than ${high.name} value ${high.amount.text}`;
    errors.invalid(at.child(field).key(name), shown?.text, text);
  };
  const lowest = { name: 'min', amount: min };
  const highest = { name: 'max', amount: max };
  const requested = { name: 'default request', amount: request };
  atMost(lowest, highest, 'min', min);
  atMost(lowest, requested, 'defaultRequest', request);
  atMost(requested, highest, 'defaultRequest', request);
  atMost(requested, { name: 'default limit', amount: fallback }, 'defaultRequest', request);
  atMost(lowest, { name: 'default', amount: fallback }, 'default', min);
  atMost({ name: 'default', amount: fallback }, highest, 'default', max);
  if (ratio !== undefined) checkRatio(errors, at.child('maxLimitRequestRatio').key(name), ratio, min, max);
  if (!mayOvercommit(name) && fallback !== undefined && request !== undefined && fallback.quantity.cmp(request.quantity) !== 0) {
    const text = `default value ${fallback.text} must equal to defaultRequest value ${request.text} in ${name}`;
    errors.invalid(at.child('defaultRequest').key(name), request.text, text);
  }
}

const ONE = parseQuantity('1');

function checkRatio(errors: ErrorList, at: FieldPath, ratio: Amount, min: Amount | undefined, max: Amount | undefined): void {
  if (ratio.quantity.cmp(ONE) < 0) errors.invalid(at, ratio.text, `ratio ${ratio.text} is less than 1`);
  if (min === undefined || max === undefined) return;
  const limit = Number(max.quantity.milliValue()) / Number(min.quantity.milliValue());
  if (Number(ratio.quantity.milliValue()) / 1000 > limit) {
    errors.invalid(at, ratio.text, `ratio ${ratio.text} is greater than max/min = ${limit.toFixed(6)}`);
  }
}
