/** Persistent volume claims: a claim's wishes are settled once it is bound; after that it can only grow. */
import type { FeatureEnabled } from '../../../../base/feature-gates.ts';
import { equal } from '../../../../machinery/clone.ts';
import { ErrorList, FieldPath } from '../../../../machinery/field-errors.ts';
import { labelKeyErrors } from '../../../../machinery/grammar/label-names.ts';
import { getKey, type StringMap } from '../../../../machinery/object.ts';
import { parseQuantity, type Quantity } from '../../../../machinery/quantity.ts';
import { unifiedDiff } from '../../../../machinery/unified-diff.ts';
import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from '../../v1/objects.gen.ts';
import { printInternal } from '../internal-form.ts';
import { isNative } from '../resources/resource-names.ts';
import { checkResourceAmount } from '../resources/resources.ts';
import { checkClaimSpec } from './claims.ts';

const SPEC = FieldPath.root('spec');
const IMMUTABLE = 'field is immutable';
const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

export function validateClaim(claim: PersistentVolumeClaim, gate: FeatureEnabled): ErrorList {
  const errors = new ErrorList();
  checkClaimSpec(errors, SPEC, claim.spec ?? {}, { gate });
  return errors;
}

export function validateClaimUpdate(claim: PersistentVolumeClaim, old: PersistentVolumeClaim, gate: FeatureEnabled): ErrorList {
  const errors = new ErrorList();
  const spec = claim.spec ?? {};
  const before = old.spec ?? {};
  const badSourceGroups = before.dataSource?.apiGroup !== undefined || before.dataSourceRef?.apiGroup !== undefined;
  checkClaimSpec(errors, SPEC, spec, { gate, badSourceGroups });
  checkSettled(errors, claim, old);
  checkSize(errors, spec, before, old);
  if (spec.volumeMode !== before.volumeMode) errors.invalid('volumeMode', spec.volumeMode, IMMUTABLE);
  checkAttributesClass(errors, spec.volumeAttributesClassName, old);
  return errors;
}

const classAnnotation = ({ metadata }: PersistentVolumeClaim): string | undefined => getKey(metadata.annotations, CLASS_ANNOTATION);

/**
 * What a controller may fill in later: the volume, and the class of a claim that has none. A class in the old annotation moves to the field. A bound
 * claim may ask for more, and for another class of attributes.
 */
function checkSettled(errors: ErrorList, claim: PersistentVolumeClaim, old: PersistentVolumeClaim): void {
  const now = { ...claim.spec };
  const then = { ...old.spec };
  if ((then.volumeName ?? '') === '' && now.volumeName !== undefined) then.volumeName = now.volumeName;
  const annotation = classAnnotation(claim);
  const oldAnnotation = classAnnotation(old);
  const { storageClassName } = now;
  const isFirst = storageClassName !== undefined && then.storageClassName === undefined;
  const keepsAnnotation = annotation === undefined || annotation === oldAnnotation;
  if (!isFirst || oldAnnotation !== storageClassName || !keepsAnnotation) {
    if ((annotation ?? '') !== (oldAnnotation ?? ''))
      errors.invalid(FieldPath.root('metadata').child('annotations', CLASS_ANNOTATION), annotation ?? '', IMMUTABLE);
  }
  if (isFirst && (oldAnnotation === undefined || oldAnnotation === storageClassName)) delete now.storageClassName;
  if (old.status?.phase === 'Bound') {
    const { requests } = now.resources ?? {};
    const storage = getKey(then.resources?.requests, 'storage') ?? '0';
    if (requests !== undefined) now.resources = { ...now.resources, requests: { ...requests, storage } };
    delete now.volumeAttributesClassName;
    if (then.volumeAttributesClassName !== undefined) now.volumeAttributesClassName = then.volumeAttributesClassName;
  }
  if (equal(now, then)) return;
  const print = (object: object): string => printInternal(object, 'PersistentVolumeClaimSpec', ' ');
  const diff = unifiedDiff(print(then), print(now));
  errors.forbidden(SPEC, `spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n${diff}`);
}

/** After growing failed, a claim may shrink again, but not to what it has (KEP-1790). */
function checkSize(errors: ErrorList, spec: PersistentVolumeClaimSpec, before: PersistentVolumeClaimSpec, { status }: PersistentVolumeClaim): void {
  const amount = (list: StringMap | undefined): Quantity => parseQuantity(getKey(list, 'storage') ?? '0');
  const wanted = amount(spec.resources?.requests);
  if (wanted.cmp(amount(before.resources?.requests)) >= 0 || wanted.cmp(amount(status?.capacity)) > 0) return;
  errors.forbidden(SPEC.child('resources', 'requests', 'storage'), 'field can not be less than status.capacity');
}

/** A volume that has a class of attributes always has one. */
function checkAttributesClass(errors: ErrorList, name: string | undefined, { spec, status }: PersistentVolumeClaim): void {
  if (name === spec?.volumeAttributesClassName || status?.currentVolumeAttributesClassName === undefined) return;
  if (name !== undefined && name !== '') return;
  const to = name === undefined ? 'nil' : 'empty string';
  const text = `update to ${to} is forbidden when status.currentVolumeAttributesClassName is not nil`;
  errors.forbidden(SPEC.child('volumeAttributesClassName'), text);
}

const STATUS = FieldPath.root('status');
const RESIZE_STATUSES: readonly string[] = [
  'ControllerResizeInProgress',
  'ControllerResizeInfeasible',
  'NodeResizeInProgress',
  'NodeResizeInfeasible',
  'NodeResizePending',
];

export function validateClaimStatus({ status }: PersistentVolumeClaim): ErrorList {
  const errors = new ErrorList();
  const { capacity = {}, allocatedResourceStatuses = {}, allocatedResources = {} } = status ?? {};
  for (const name of Object.keys(capacity)) checkBasicAmount(errors, STATUS.child('capacity').key(name), getKey(capacity, name) as string);
  const statuses = STATUS.child('allocatedResourceStatuses');
  for (const name of Object.keys(allocatedResourceStatuses)) {
    checkResourceKey(errors, statuses, name);
    if (!RESIZE_STATUSES.includes(getKey(allocatedResourceStatuses, name) as string)) errors.notSupported(statuses, name, RESIZE_STATUSES);
  }
  const allocated = STATUS.child('allocatedResources');
  for (const name of Object.keys(allocatedResources)) {
    const amount = getKey(allocatedResources, name) as string;
    if (checkResourceKey(errors, allocated, name) && checkBasicAmount(errors, allocated.key(name), amount))
      checkResourceAmount(errors, allocated.key(name), 'storage', amount);
  }
  return errors;
}

function checkBasicAmount(errors: ErrorList, at: FieldPath, amount: string): boolean {
  const value = parseQuantity(amount).value();
  if (value < 0n) errors.invalid(at, value, 'must be a valid resource quantity');
  return value >= 0n;
}

/** Storage, or something that a vendor's domain qualifies. */
function checkResourceKey(errors: ErrorList, at: FieldPath, name: string): boolean {
  const bad = labelKeyErrors(name);
  errors.eachInvalid(at, name, bad);
  if (bad.length > 0) return false;
  const good = !isNative(name) || name === 'storage';
  if (!good) errors.notSupported(at, name, ['storage']);
  return good;
}
