/** Conditions of flow schemas and priority levels: each type once. */
import { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';

const CONDITIONS = FieldPath.root('status').child('conditions');

interface Reported {
  readonly status?: { readonly conditions?: readonly { readonly type?: string }[] };
}

export function validateFlowStatus({ status }: Reported): ErrorList {
  const errors = new ErrorList();
  const seen = new Set<string>();
  status?.conditions?.forEach(({ type = '' }, i) => {
    const at = CONDITIONS.index(i).child('type');
    if (seen.has(type)) errors.duplicate(at, type);
    seen.add(type);
    if (type === '') errors.required(at, 'must not be empty');
  });
  return errors;
}
