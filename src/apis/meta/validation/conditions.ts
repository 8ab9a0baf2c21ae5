/** Conditions of type metav1.Condition. Other conditions (of pods, nodes, workloads) are older and looser. */
import type { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { regexText } from '../../../machinery/grammar/names.ts';
import type { Condition } from '../v1/objects.gen.ts';
import { checkLabelName } from './labels.ts';

const STATUSES: readonly string[] = ['False', 'True', 'Unknown'];
const MAX_REASON_BYTES = 1024;
const MAX_MESSAGE_BYTES = 32 * 1024;
const REASON = '[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?';

export function checkConditions(errors: ErrorList, path: FieldPath, conditions: readonly Condition[]): void {
  const types = new Set<string>();
  conditions.forEach((condition, i) => {
    if (types.has(condition.type)) errors.duplicate(path.index(i).child('type'), condition.type);
    types.add(condition.type);
    checkCondition(errors, path.index(i), condition);
  });
}

function checkCondition(errors: ErrorList, path: FieldPath, condition: Condition): void {
  checkLabelName(errors, path.child('type'), condition.type);
  if (!STATUSES.includes(condition.status)) errors.notSupported(path.child('status'), condition.status, STATUSES);
  const generation = condition.observedGeneration ?? 0;
  if (generation < 0) errors.invalid(path.child('observedGeneration'), generation, 'must be greater than or equal to zero');
  if ((condition.lastTransitionTime ?? '') === '') errors.required(path.child('lastTransitionTime'));
  const { reason } = condition;
  if (reason === '') errors.required(path.child('reason'));
  else {
    if (!/^[A-Za-z](?:[A-Za-z0-9_,:]*[A-Za-z0-9_])?$/.test(reason)) errors.invalid(path.child('reason'), reason, REASON_TEXT);
    if (Buffer.byteLength(reason) > MAX_REASON_BYTES) errors.tooLong(path.child('reason'), MAX_REASON_BYTES);
  }
  if (Buffer.byteLength(condition.message) > MAX_MESSAGE_BYTES) errors.tooLong(path.child('message'), MAX_MESSAGE_BYTES);
}

const REASON_TEXT = regexText(
  "a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric characters or '_,:', and must end with an alphanumeric character or '_'",
  REASON,
  'my_name',
  'MY_NAME',
  'MyName',
  'ReasonA,ReasonB',
  'ReasonA:ReasonB',
);
