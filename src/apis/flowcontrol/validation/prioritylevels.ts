/** Priority levels: shares, queues, and the fixed ones. */
import { equal } from '../../../machinery/clone.ts';
import { ErrorList, FieldPath, Verbatim } from '../../../machinery/field-errors.ts';
import { MANDATORY_LEVELS } from '../bootstrap.ts';
import type {
  ExemptPriorityLevelConfiguration,
  LimitedPriorityLevelConfiguration,
  LimitResponse,
  PriorityLevelConfiguration,
  PriorityLevelConfigurationSpec,
  QueuingConfiguration,
} from '../v1/objects.gen.ts';
import { levelText } from './internal-text.ts';

const SPEC = FieldPath.root('spec');
const EXEMPT = 'exempt';
const MAX_QUEUES = 10_000_000;
/** Dealing a hand takes one 64-bit hash. */
const MAX_ENTROPY_BITS = 60;

export function validatePriorityLevel({ metadata, spec = { type: '' } }: PriorityLevelConfiguration): ErrorList {
  const errors = new ErrorList();
  const name = metadata.name ?? '';
  const type = SPEC.child('type');
  if ((name === EXEMPT) !== (spec.type === 'Exempt') && ['Exempt', 'Limited'].includes(spec.type))
    errors.invalid(type, spec.type, `must be 'Exempt' if and only if \`name\` is '${EXEMPT}'`);
  checkByType(errors, spec);
  if (!isFixed(name, spec)) {
    const exception = name === EXEMPT ? " except the 'spec.exempt' field" : '';
    errors.invalid(SPEC, new Verbatim(levelText(spec)), `spec of '${name}'${exception} must equal the fixed value`);
  }
  return errors;
}

function isFixed(name: string, spec: PriorityLevelConfigurationSpec): boolean {
  const fixed = Object.hasOwn(MANDATORY_LEVELS, name) ? MANDATORY_LEVELS[name] : undefined;
  if (fixed === undefined) return true;
  if (name !== EXEMPT) return equal(spec, fixed);
  return spec.type === fixed.type && spec.limited === undefined;
}

function checkByType(errors: ErrorList, spec: PriorityLevelConfigurationSpec): void {
  if (spec.type === 'Exempt') {
    if (spec.limited !== undefined) errors.forbidden(SPEC.child('limited'), 'must be nil if the type is not Limited');
    if (spec.exempt !== undefined) checkExempt(errors, SPEC.child('exempt'), spec.exempt);
  } else if (spec.type === 'Limited') {
    if (spec.exempt !== undefined) errors.forbidden(SPEC.child('exempt'), 'must be nil if the type is Limited');
    if (spec.limited === undefined) errors.required(SPEC.child('limited'), 'must not be empty when type is Limited');
    else checkLimited(errors, SPEC.child('limited'), spec.limited);
  } else errors.notSupported(SPEC.child('type'), spec.type, ['Exempt', 'Limited']);
}

function checkExempt(errors: ErrorList, at: FieldPath, { nominalConcurrencyShares, lendablePercent }: ExemptPriorityLevelConfiguration): void {
  checkShares(errors, at, nominalConcurrencyShares);
  checkPercent(errors, at.child('lendablePercent'), lendablePercent);
}

function checkLimited(errors: ErrorList, at: FieldPath, limited: LimitedPriorityLevelConfiguration): void {
  checkShares(errors, at, limited.nominalConcurrencyShares ?? undefined);
  checkResponse(errors, at.child('limitResponse'), limited.limitResponse);
  checkPercent(errors, at.child('lendablePercent'), limited.lendablePercent);
  const borrowing = limited.borrowingLimitPercent;
  if (borrowing !== undefined && borrowing < 0)
    errors.invalid(at.child('borrowingLimitPercent'), borrowing, 'if specified, must be a non-negative integer');
}

function checkShares(errors: ErrorList, at: FieldPath, shares: number | undefined): void {
  if (shares !== undefined && shares < 0) errors.invalid(at.child('nominalConcurrencyShares'), shares, 'must be a non-negative integer');
}

function checkPercent(errors: ErrorList, at: FieldPath, percent: number | undefined): void {
  if (percent !== undefined && (percent < 0 || percent > 100)) errors.invalid(at, percent, 'must be between 0 and 100, inclusive');
}

/** "Limited" in the texts is upstream's slip for "Queue". */
function checkResponse(errors: ErrorList, at: FieldPath, { type, queuing }: LimitResponse): void {
  const path = at.child('queuing');
  if (type === 'Reject') {
    if (queuing !== undefined) errors.forbidden(path, 'must be nil if limited.limitResponse.type is not Limited');
  } else if (type === 'Queue') {
    if (queuing === undefined) errors.required(path, 'must not be empty if limited.limitResponse.type is Limited');
    else checkQueuing(errors, path, queuing);
  } else errors.notSupported(at.child('type'), type, ['Queue', 'Reject']);
}

function checkQueuing(errors: ErrorList, at: FieldPath, { queues, handSize, queueLengthLimit }: QueuingConfiguration): void {
  if (queueLengthLimit <= 0) errors.invalid(at.child('queueLengthLimit'), queueLengthLimit, 'must be positive');
  if (queues <= 0) errors.invalid(at.child('queues'), queues, 'must be positive');
  else if (queues > MAX_QUEUES) errors.invalid(at.child('queues'), queues, `must not be greater than ${MAX_QUEUES}`);
  const hand = at.child('handSize');
  if (handSize <= 0) errors.invalid(hand, handSize, 'must be positive');
  else if (handSize > queues) errors.invalid(hand, handSize, `should not be greater than queues (${queues})`);
  else if (entropyBits(queues, handSize) > MAX_ENTROPY_BITS) {
    const text = `required entropy bits of deckSize ${queues} and handSize ${handSize} should not be greater than ${MAX_ENTROPY_BITS}`;
    errors.invalid(hand, handSize, text);
  }
}

/** Of drawing a hand from a deck; a little too many, as if cards were put back. */
const entropyBits = (deckSize: number, handSize: number): number => Math.ceil(Math.log2(deckSize) * handSize);
