/** Runtime classes: a handler that cannot change, what pods of the class cost besides their containers, and where they can run. */

import type { FeatureEnabled } from '../../../base/feature-gates.ts';
import { ErrorList, FieldPath, Verbatim } from '../../../machinery/field-errors.ts';
import { validateDns1123Label } from '../../../machinery/grammar/names.ts';
import type { Int64 } from '../../../machinery/int64.ts';
import type { Toleration } from '../../core/v1/objects.gen.ts';
import { podRules } from '../../core/validation/pod-rules.ts';
import { checkOverhead } from '../../core/validation/resources/resources.ts';
import { checkTolerations } from '../../core/validation/scheduling/tolerations.ts';
import { checkLabels } from '../../meta/validation/labels.ts';
import type { RuntimeClass } from '../v1/objects.gen.ts';

export function validateRuntimeClass({ handler, overhead, scheduling }: RuntimeClass, gate: FeatureEnabled): ErrorList {
  const errors = new ErrorList();
  if (handler === '') errors.required('handler');
  else errors.eachInvalid('handler', handler, validateDns1123Label(handler));
  const rules = podRules(gate, 'pod');
  if (overhead?.podFixed !== undefined) checkOverhead(errors, FieldPath.root('overhead'), overhead.podFixed, rules);
  if (scheduling === undefined) return errors;
  const path = FieldPath.root('scheduling');
  checkLabels(errors, path.child('nodeSelector'), scheduling.nodeSelector);
  const tolerations = scheduling.tolerations ?? [];
  checkTolerations(errors, path.child('tolerations'), tolerations, rules);
  const seen = new Set<string>();
  tolerations.forEach((toleration, i) => {
    const text = shown(toleration);
    if (seen.has(text)) errors.duplicate(path.child('tolerations').index(i), new Verbatim(text));
    seen.add(text);
  });
  return errors;
}

/** As upstream's internal type prints. */
function shown({
  key = '',
  operator = '',
  value = '',
  effect = '',
  tolerationSeconds = null,
}: Partial<Omit<Toleration, 'tolerationSeconds'>> & { readonly tolerationSeconds?: Int64 | null }): string {
  const seconds = tolerationSeconds === null ? 'null' : String(tolerationSeconds);
  const head = JSON.stringify({ Key: key, Operator: operator, Value: value, Effect: effect });
  return `${head.slice(0, -1)},"TolerationSeconds":${seconds}}`;
}

export function validateRuntimeClassUpdate(object: RuntimeClass, old: RuntimeClass, gate: FeatureEnabled): ErrorList {
  const errors = validateRuntimeClass(object, gate);
  if (object.handler !== old.handler) errors.invalid('handler', object.handler, 'field is immutable');
  return errors;
}
