/** Tolerations of node taints. */
import type { ErrorList, FieldPath } from '../../../../machinery/field-errors.ts';
import { labelValueErrors } from '../../../../machinery/grammar/label-names.ts';
import { checkLabelName } from '../../../meta/validation/labels.ts';
import type { Toleration } from '../../v1/objects.gen.ts';

export const TAINT_EFFECTS: readonly string[] = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

const INTEGER = /^(0|-?[1-9][0-9]*)$/;

export interface TolerationRules {
  /** 'Lt' and 'Gt' are operators (KEP-5471). */
  readonly comparisonTolerations: boolean;
}

export function checkTolerations(errors: ErrorList, path: FieldPath, tolerations: readonly Toleration[], rules: TolerationRules): void {
  tolerations.forEach((toleration, i) => {
    checkToleration(errors, path.index(i), toleration, rules);
  });
}

function checkToleration(errors: ErrorList, path: FieldPath, toleration: Toleration, rules: TolerationRules): void {
  const { key = '', operator = '', effect = '', tolerationSeconds } = toleration;
  if (key !== '') checkLabelName(errors, path.child('key'), key);
  else if (operator !== 'Exists') {
    const text = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
    errors.invalid(path.child('operator'), operator, text);
  }
  if (tolerationSeconds !== undefined && effect !== 'NoExecute')
    errors.invalid(path.child('effect'), effect, "effect must be 'NoExecute' when `tolerationSeconds` is set");
  checkOperator(errors, path, operator, toleration.value ?? '', rules);
  if (effect !== '' && !TAINT_EFFECTS.includes(effect)) errors.notSupported(path.child('effect'), effect, TAINT_EFFECTS);
}

function checkOperator(errors: ErrorList, path: FieldPath, operator: string, value: string, rules: TolerationRules): void {
  const at = path.child('operator');
  switch (operator) {
    case 'Equal':
    case '': {
      const found = labelValueErrors(value);
      if (found.length > 0) errors.invalid(at, value, found.join(';'));
      return;
    }
    case 'Exists':
      if (value !== '') errors.invalid(at, value, "value must be empty when `operator` is 'Exists'");
      return;
    default: {
      const comparison = operator === 'Lt' || operator === 'Gt';
      if (comparison && rules.comparisonTolerations) {
        if (!INTEGER.test(value)) errors.invalid(path.child('value'), value, `value must be a valid integer when \`operator\` is '${operator}'`);
      } else errors.notSupported(at, operator, comparison ? ['Equal', 'Exists', 'Lt', 'Gt'] : ['Equal', 'Exists']);
    }
  }
}
