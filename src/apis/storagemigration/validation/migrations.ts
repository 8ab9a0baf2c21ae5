/** Migrations of stored objects to the current storage version: which resource, and how far they are. */
import { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { validateDns1035Label, validateDns1123Subdomain } from '../../../machinery/grammar/names.ts';
import { checkConditions } from '../../meta/validation/conditions.ts';
import { checkImmutable, IMMUTABLE } from '../../meta/validation/immutable.ts';
import type { StorageVersionMigration } from '../v1beta1/objects.gen.ts';

const SPEC = FieldPath.root('spec');
const RESOURCE = SPEC.child('resource');
const CONDITIONS = FieldPath.root('status').child('conditions');
const REVISION = FieldPath.root('status').child('resourceVersion');

export function validateStorageVersionMigration({ spec }: StorageVersionMigration): ErrorList {
  const errors = new ErrorList();
  const { group, resource } = spec.resource;
  if (resource === '') errors.required(RESOURCE.child('resource'), 'resource is required to be set');
  else joined(errors, RESOURCE.child('resource'), resource, validateDns1035Label(resource));
  if (group !== '') joined(errors, RESOURCE.child('group'), group, validateDns1123Subdomain(group));
  return errors;
}

function joined(errors: ErrorList, at: FieldPath, value: string, found: readonly string[]): void {
  if (found.length > 0) errors.invalid(at, value, found.join(','));
}

export function validateStorageVersionMigrationUpdate(migration: StorageVersionMigration, old: StorageVersionMigration): ErrorList {
  const errors = validateStorageVersionMigration(migration);
  checkImmutable(errors, SPEC, migration.spec, old.spec);
  return errors;
}

export function validateStorageVersionMigrationStatus(migration: StorageVersionMigration, old: StorageVersionMigration): ErrorList {
  const errors = new ErrorList();
  const { conditions = [], resourceVersion = '' } = migration.status;
  if (!/^[1-9][0-9]*$/.test(resourceVersion)) errors.invalid(REVISION, resourceVersion, revisionProblem(resourceVersion));
  checkConditions(errors, CONDITIONS, conditions);
  const before = old.status.resourceVersion ?? '';
  if (before !== '' && before !== resourceVersion) errors.invalid(REVISION, resourceVersion, IMMUTABLE);
  const is = (type: string, { status }: StorageVersionMigration = migration): boolean =>
    status.conditions?.some((each) => each.type === type && each.status === 'True') === true;
  const refuse = (text: string): void => errors.invalid(CONDITIONS, conditions, text);
  if (is('Succeeded') && is('Failed')) refuse('Both success and failed conditions cannot be true at the same time');
  if (is('Succeeded') && is('Running')) refuse('Running condition cannot be true when success condition is true');
  if (is('Failed') && is('Running')) refuse('Running condition cannot be true when failed condition is true');
  if (is('Succeeded', old) && !is('Succeeded')) refuse('Success condition cannot be set to false once it is true');
  if (is('Failed', old) && !is('Failed')) refuse('Failed condition cannot be set to false once it is true');
  return errors;
}

/** In the words of the comparison of resource versions (KEP-5504). */
function revisionProblem(text: string): string {
  if (text === '') return 'resource version is empty';
  return text.startsWith('0') ? `resource version is not well formed: ${text} has leading zero` : `resource version is not well formed: ${text}`;
}
