/** Persistent volume claims: a claim's wishes are settled once it is bound; after that it can only grow. */
import { equal } from '../../../machinery/clone.ts';
import { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { getKey } from '../../../machinery/object.ts';
import { parseQuantity } from '../../../machinery/quantity.ts';
import { unifiedDiff } from '../../../machinery/unified-diff.ts';
import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from '../v1/objects.gen.ts';
import { checkClaimSpec } from './claims.ts';
import { printInternal } from './internal.ts';
import type { FeatureGates } from './rules.ts';

const SPEC = FieldPath.root('spec');
const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

export function validateClaim(claim: PersistentVolumeClaim, gate: FeatureGates): ErrorList {
  const errors = new ErrorList();
  checkClaimSpec(errors, SPEC, claim.spec ?? {}, { gate });
  return errors;
}

export function validateClaimUpdate(claim: PersistentVolumeClaim, old: PersistentVolumeClaim, gate: FeatureGates): ErrorList {
  const errors = validateClaim(claim, gate);
  const spec = claim.spec ?? {};
  const before = old.spec ?? {};
  checkSettled(errors, spec, before, old.status?.phase === 'Bound');
  checkSize(errors, spec, before, old);
  if (spec.volumeMode !== before.volumeMode) errors.invalid('volumeMode', spec.volumeMode, 'field is immutable');
  const annotation = (object: PersistentVolumeClaim): string | undefined => getKey(object.metadata.annotations, CLASS_ANNOTATION);
  if (annotation(old) !== undefined && annotation(claim) !== annotation(old))
    errors.invalid(FieldPath.root('metadata').child('annotations').key(CLASS_ANNOTATION), annotation(claim), 'field is immutable');
  return errors;
}

/** What a controller may fill in later, and what may differ from then on. */
function checkSettled(errors: ErrorList, spec: PersistentVolumeClaimSpec, before: PersistentVolumeClaimSpec, bound: boolean): void {
  const now = comparable(spec);
  const then = comparable(before);
  if (then.volumeName === undefined) then.volumeName = now.volumeName;
  if (before.storageClassName === undefined) then.storageClassName = now.storageClassName;
  const limits = equal(spec.resources?.limits ?? {}, before.resources?.limits ?? {});
  const requests = bound || equal(spec.resources?.requests ?? {}, before.resources?.requests ?? {});
  if (equal(given(now), given(then)) && limits && requests) return;
  // What may differ is the same on both sides of the diff.
  const { volumeAttributesClassName, resources } = before;
  const allowed = bound && spec.resources !== undefined ? { ...spec.resources, requests: resources?.requests ?? {} } : spec.resources;
  const print = (object: object): string => printInternal({ ...object, volumeAttributesClassName }, 'PersistentVolumeClaimSpec', ' ');
  const diff = unifiedDiff(print({ ...then, resources }), print({ ...now, resources: allowed }));
  errors.forbidden(SPEC, `spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n${diff}`);
}

function comparable({ resources: _, volumeAttributesClassName: __, ...rest }: PersistentVolumeClaimSpec): { [field: string]: unknown } {
  return rest;
}

const given = (object: object): object => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));

function checkSize(errors: ErrorList, spec: PersistentVolumeClaimSpec, before: PersistentVolumeClaimSpec, { status }: PersistentVolumeClaim): void {
  const wanted = getKey(spec.resources?.requests, 'storage');
  const was = getKey(before.resources?.requests, 'storage');
  if (wanted === undefined || was === undefined || parseQuantity(wanted).cmp(parseQuantity(was)) >= 0) return;
  const has = getKey(status?.capacity, 'storage');
  if (has !== undefined && parseQuantity(wanted).cmp(parseQuantity(has)) > 0) return;
  errors.forbidden(SPEC.child('resources', 'requests', 'storage'), 'field can not be less than status.capacity');
}

export function validateClaimStatus({ status }: PersistentVolumeClaim): ErrorList {
  const errors = new ErrorList();
  const path = FieldPath.root('status').child('capacity');
  for (const name of Object.keys(status?.capacity ?? {})) {
    const value = parseQuantity(getKey(status?.capacity, name) as string).value();
    if (value < 0n) errors.invalid(path.key(name), value, 'must be a valid resource quantity');
  }
  return errors;
}
