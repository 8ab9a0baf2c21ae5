/** Names of objects under a rule that depends on the object, which the generic rules for metadata cannot know. */
import { type ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import type { ObjectMeta } from '../v1/objects.gen.ts';

const METADATA = FieldPath.root('metadata');

export function checkObjectMetaName(
  errors: ErrorList,
  { name = '', generateName = '' }: ObjectMeta,
  rule: (name: string, prefix: boolean) => readonly string[],
): void {
  if (generateName !== '') errors.eachInvalid(METADATA.child('generateName'), generateName, rule(generateName, true));
  if (name !== '') errors.eachInvalid(METADATA.child('name'), name, rule(name, false));
}
