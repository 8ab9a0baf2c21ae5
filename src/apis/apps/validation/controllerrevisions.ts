/** Controller revisions: opaque data that never changes. */
import { ErrorList, FieldPath, Verbatim } from '../../../machinery/field-errors.ts';
import { checkImmutable } from '../../meta/validation/immutable.ts';
import { checkNotNegative } from '../../meta/validation/numbers.ts';
import type { ControllerRevision } from '../v1/objects.gen.ts';

const DATA = FieldPath.root('data');

export function validateControllerRevision({ data, revision }: ControllerRevision): ErrorList {
  const errors = new ErrorList();
  checkNotNegative(errors, FieldPath.root('revision'), revision);
  if (data === null || data === undefined) errors.required(DATA, 'data is mandatory');
  else if (!data.text.trimStart().startsWith('{')) errors.required(DATA, 'data must be a valid JSON object');
  return errors;
}

/** Data is compared as bytes: another order of keys is other data. */
export function validateControllerRevisionUpdate({ data, revision }: ControllerRevision, old: ControllerRevision): ErrorList {
  const errors = new ErrorList();
  checkNotNegative(errors, FieldPath.root('revision'), revision);
  checkImmutable(errors, DATA, data, old.data, () => new Verbatim(data?.text ?? 'null'));
  return errors;
}
