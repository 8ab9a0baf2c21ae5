/**
 * Rules for metadata that hold for every kind. Texts and paths are upstream's (apimachinery api/validation/objectmeta.go and the core
 * group's additions for finalizers).
 *
 * Upstream checks metadata in the generic store and once more in the validation of most kinds, and reports what it finds each time: causes
 * come doubled or fourfold. `validateMetadataUpdate` repeats the same checks in the same order (see Strategy.metadataRules).
 */
import { checkAnnotations, checkLabels } from '../../apis/meta/validation/labels.ts';
import { checkManagedFields } from '../../apis/meta/validation/managed-fields.ts';
import { equal } from '../../machinery/clone.ts';
import { ErrorList, FieldPath, Verbatim } from '../../machinery/field-errors.ts';
import { goQuote } from '../../machinery/go/text.ts';
import { labelKeyErrors } from '../../machinery/grammar/label-names.ts';
import { nameIsDns1123Label, nameIsDns1123Subdomain, nameIsPathSegment } from '../../machinery/grammar/names.ts';
import { apiVersionOf, parseApiVersion } from '../../machinery/gvk.ts';
import type { ObjectMeta, OwnerReference } from '../../machinery/object.ts';
import type { Strategy } from './declaration.ts';

export type NameValidator = (name: string, prefix: boolean) => readonly string[];

export const FINALIZER_ORPHAN = 'orphan';
export const FINALIZER_FOREGROUND = 'foregroundDeletion';
const STANDARD_FINALIZERS: readonly string[] = ['kubernetes', FINALIZER_ORPHAN, FINALIZER_FOREGROUND];

const IMMUTABLE = 'field is immutable';
/** Where things stand: made once, as every write comes by here. */
const METADATA = FieldPath.root('metadata');
const LABELS = METADATA.child('labels');
const ANNOTATIONS = METADATA.child('annotations');
const OWNERS = METADATA.child('ownerReferences');
const FINALIZERS = METADATA.child('finalizers');
const MANAGED_FIELDS = METADATA.child('managedFields');

/** What a new object's metadata must satisfy. The name has been generated already where it had to be. */
export function validateMetadata(meta: ObjectMeta, namespaced: boolean, strategy: Strategy): ErrorList {
  const errors = new ErrorList();
  checkObjectMeta(errors, meta, namespaced, strategy.validateName ?? nameIsDns1123Subdomain);
  checkFinalizerNames(errors, METADATA, meta.finalizers);
  return errors;
}

/** What an updated object's metadata must satisfy: the generic rules, then what the kind's own validation repeats. */
export function validateMetadataUpdate(meta: ObjectMeta, old: ObjectMeta, namespaced: boolean, strategy: Strategy): ErrorList {
  const errors = new ErrorList();
  checkObjectMeta(errors, meta, namespaced, nameIsPathSegment);
  checkObjectMetaUpdate(errors, meta, old);
  if (errors.length === 0 && meta.finalizers === undefined) return errors;
  for (const rule of strategy.metadataRules ?? ['update']) {
    if (rule === 'create') checkObjectMeta(errors, meta, namespaced, strategy.validateName ?? nameIsDns1123Subdomain);
    else checkObjectMetaUpdate(errors, meta, old);
    checkFinalizerNames(errors, METADATA, meta.finalizers);
  }
  return errors;
}

function checkObjectMeta(errors: ErrorList, meta: ObjectMeta, namespaced: boolean, validateName: NameValidator): void {
  if (meta.generateName !== undefined && meta.generateName !== '') {
    for (const text of validateName(meta.generateName, true)) errors.invalid(METADATA.child('generateName'), meta.generateName, text);
  }
  if (meta.name === undefined || meta.name === '') errors.required(METADATA.child('name'), 'name or generateName is required');
  else for (const text of validateName(meta.name, false)) errors.invalid(METADATA.child('name'), meta.name, text);
  if (!namespaced) {
    if (meta.namespace !== undefined && meta.namespace !== '') errors.forbidden(METADATA.child('namespace'), 'not allowed on this type');
  } else if (meta.namespace === undefined || meta.namespace === '') errors.required(METADATA.child('namespace'));
  else for (const text of nameIsDns1123Label(meta.namespace)) errors.invalid(METADATA.child('namespace'), meta.namespace, text);
  if (meta.generation !== undefined && meta.generation < 0)
    errors.invalid(METADATA.child('generation'), meta.generation, 'must be greater than or equal to 0');
  checkUserMaps(errors, meta);
  checkFinalizers(errors, FINALIZERS, meta.finalizers);
  checkManagedFields(errors, MANAGED_FIELDS, meta.managedFields);
}

function checkUserMaps(errors: ErrorList, meta: ObjectMeta): void {
  if (meta.labels !== undefined) checkLabels(errors, LABELS, meta.labels);
  if (meta.annotations !== undefined) checkAnnotations(errors, ANNOTATIONS, meta.annotations);
  if (meta.ownerReferences !== undefined) checkOwnerReferences(errors, OWNERS, meta.ownerReferences);
}

function checkObjectMetaUpdate(errors: ErrorList, meta: ObjectMeta, old: ObjectMeta): void {
  if (old.deletionTimestamp !== undefined) {
    const known = new Set(old.finalizers);
    const added = [...new Set(meta.finalizers ?? [])].filter((each) => !known.has(each)).sort();
    if (added.length > 0) {
      const shown = `[]string{${added.map(goQuote).join(', ')}}`;
      errors.forbidden(METADATA.child('finalizers'), `no new finalizers can be added if the object is being deleted, found new finalizers ${shown}`);
    }
  }
  if (meta.resourceVersion === undefined || meta.resourceVersion === '')
    errors.invalid(METADATA.child('resourceVersion'), '', 'must be specified for an update');
  if ((meta.generation ?? 0) < (old.generation ?? 0)) errors.invalid(METADATA.child('generation'), meta.generation ?? 0, 'must not be decremented');
  for (const field of ['name', 'namespace', 'uid'] as const) {
    if ((meta[field] ?? '') !== (old[field] ?? '')) errors.invalid(METADATA.child(field), meta[field] ?? '', IMMUTABLE);
  }
  for (const field of ['creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds'] as const) {
    if (!equal(meta[field], old[field])) errors.invalid(METADATA.child(field), meta[field], IMMUTABLE);
  }
  checkUserMaps(errors, meta);
  checkManagedFields(errors, MANAGED_FIELDS, meta.managedFields);
}

function checkOwnerReferences(errors: ErrorList, path: FieldPath, references: readonly OwnerReference[]): void {
  let controller: string | undefined;
  for (const reference of references) {
    checkOwnerReference(errors, path, reference);
    if (reference.controller !== true) continue;
    const name = `${reference.kind}/${reference.name}`;
    if (controller === undefined) controller = name;
    else {
      const text = `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${name}`;
      errors.invalid(path, new Verbatim(() => `[${references.map(ownerReferenceText).join(',')}]`), text);
    }
  }
}

function checkOwnerReference(errors: ErrorList, path: FieldPath, reference: OwnerReference): void {
  const parsed = parseApiVersion(reference.apiVersion) ?? { group: '', version: '' };
  if (parsed.version === '') errors.invalid(path.child('apiVersion'), reference.apiVersion, 'version must not be empty');
  for (const field of ['kind', 'name', 'uid'] as const) {
    if (reference[field] === '') errors.invalid(path.child(field), '', 'must not be empty');
  }
  if (reference.kind === 'Event' && apiVersionOf(parsed) === 'v1') {
    errors.invalid(path, new Verbatim(ownerReferenceText(reference)), '/v1, Kind=Event is disallowed from being an owner');
  }
}

/** In the order of the type's fields, whatever the order in memory. */
function ownerReferenceText({ apiVersion, kind, name, uid, controller, blockOwnerDeletion }: OwnerReference): string {
  return JSON.stringify({ apiVersion, kind, name, uid, controller, blockOwnerDeletion });
}

function checkFinalizers(errors: ErrorList, path: FieldPath, finalizers: readonly string[] | undefined): void {
  if (finalizers === undefined) return;
  for (const finalizer of finalizers) checkQualifiedName(errors, path, finalizer);
  if (finalizers.includes(FINALIZER_ORPHAN) && finalizers.includes(FINALIZER_FOREGROUND)) {
    errors.invalid(path, finalizers, `finalizer ${FINALIZER_ORPHAN} and ${FINALIZER_FOREGROUND} cannot be both set`);
  }
}

function checkFinalizerNames(errors: ErrorList, path: FieldPath, finalizers: readonly string[] | undefined): void {
  finalizers?.forEach((finalizer, i) => {
    checkDomain(errors, path.child('finalizers').index(i), finalizer);
  });
}

/** A finalizer wherever it stands (namespaces have some in their spec). */
export function checkFinalizer(errors: ErrorList, path: FieldPath, finalizer: string): void {
  checkQualifiedName(errors, path, finalizer);
  checkDomain(errors, path, finalizer);
}

function checkQualifiedName(errors: ErrorList, path: FieldPath, finalizer: string): void {
  for (const text of labelKeyErrors(finalizer)) errors.invalid(path, finalizer, text);
}

function checkDomain(errors: ErrorList, path: FieldPath, finalizer: string): void {
  if (finalizer.includes('/') || STANDARD_FINALIZERS.includes(finalizer)) return;
  errors.invalid(path, finalizer, 'name is neither a standard finalizer name nor is it fully qualified');
}
