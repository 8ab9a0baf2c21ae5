/** Persistent volumes: capacity, access, exactly one source, where it can be reached. */
import { posix } from 'node:path';
import { equal } from '../../../machinery/clone.ts';
import { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { POSITIVE } from '../../../machinery/formats.ts';
import { nameIsDns1123Subdomain } from '../../../machinery/names.ts';
import { getKey } from '../../../machinery/object.ts';
import { parseQuantity } from '../../../machinery/quantity.ts';
import type { PersistentVolume, PersistentVolumeSpec } from '../v1/objects.gen.ts';
import { ACCESS_MODES, VOLUME_MODES } from './claims.ts';
import { checkNodeSelector } from './node-selectors.ts';
import { checkPersistentSources, sourceOf } from './persistent-sources.ts';

const SPEC = FieldPath.root('spec');
const RECLAIM_POLICIES: readonly string[] = ['Delete', 'Recycle', 'Retain'];

export function validatePersistentVolume({ spec = {} }: PersistentVolume): ErrorList {
  const errors = new ErrorList();
  checkPersistentVolumeSpec(errors, SPEC, spec, false);
  return errors;
}

export function validatePersistentVolumeUpdate(volume: PersistentVolume, old: PersistentVolume): ErrorList {
  const errors = validatePersistentVolume(volume);
  const spec = volume.spec ?? {};
  const before = old.spec ?? {};
  if (!equal(sourceOf(spec), sourceOf(before)))
    errors.forbidden(SPEC.child('persistentvolumesource'), 'spec.persistentvolumesource is immutable after creation');
  if (spec.volumeMode !== before.volumeMode) errors.invalid('volumeMode', spec.volumeMode, 'field is immutable');
  if (before.nodeAffinity !== undefined && !equal(spec.nodeAffinity, before.nodeAffinity))
    errors.invalid('nodeAffinity', spec.nodeAffinity ?? null, 'field is immutable');
  return errors;
}

/** @param inline the spec stands in a volume attachment, where it only says how to find the volume */
export function checkPersistentVolumeSpec(errors: ErrorList, path: FieldPath, spec: PersistentVolumeSpec, inline: boolean): void {
  checkModes(errors, path.child('accessModes'), spec.accessModes ?? []);
  if (!inline) checkCapacity(errors, path.child('capacity'), spec.capacity);
  const { persistentVolumeReclaimPolicy: policy = '', storageClassName = '', volumeMode } = spec;
  if (policy !== '' && !RECLAIM_POLICIES.includes(policy)) errors.notSupported(path.child('persistentVolumeReclaimPolicy'), policy, RECLAIM_POLICIES);
  checkAffinity(errors, path.child('nodeAffinity'), spec);
  checkPersistentSources(errors, path, spec);
  if (policy === 'Recycle' && spec.hostPath !== undefined && posix.normalize(spec.hostPath.path) === '/')
    errors.forbidden(path.child('persistentVolumeReclaimPolicy'), "may not be 'recycle' for a hostPath mount of '/'");
  if (storageClassName !== '') errors.eachInvalid(path.child('storageClassName'), storageClassName, nameIsDns1123Subdomain(storageClassName, false));
  if (volumeMode !== undefined && !VOLUME_MODES.includes(volumeMode)) errors.notSupported(path.child('volumeMode'), volumeMode, VOLUME_MODES);
  checkAttributesClass(errors, path, spec);
}

function checkModes(errors: ErrorList, at: FieldPath, modes: readonly string[]): void {
  if (modes.length === 0) errors.required(at);
  for (const mode of modes) if (!ACCESS_MODES.includes(mode)) errors.notSupported(at, mode, ACCESS_MODES);
  const known = modes.filter((mode) => ACCESS_MODES.includes(mode));
  if (known.includes('ReadWriteOncePod') && known.some((mode) => mode !== 'ReadWriteOncePod'))
    errors.forbidden(at, 'may not use ReadWriteOncePod with other access modes');
}

function checkCapacity(errors: ErrorList, at: FieldPath, capacity: { [key: string]: string } | undefined): void {
  const names = Object.keys(capacity ?? {});
  if (names.length === 0) errors.required(at);
  if (names.length !== 1 || names[0] !== 'storage') errors.notSupported(at, sorted(capacity), ['storage']);
  for (const name of names) {
    const amount = getKey(capacity, name) as string;
    const quantity = parseQuantity(amount);
    if (quantity.value() < 0n) errors.invalid(at.key(name), quantity.value(), 'must be a valid resource quantity');
    if (quantity.sign <= 0) errors.invalid(at.key(name), amount, POSITIVE);
  }
}

/** Go prints maps by sorted keys. */
function sorted(map: { [key: string]: string } | undefined): unknown {
  return map === undefined ? null : Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function checkAffinity(errors: ErrorList, at: FieldPath, { nodeAffinity, local }: PersistentVolumeSpec): void {
  if (nodeAffinity !== undefined) {
    if (nodeAffinity.required === undefined) errors.required(at.child('required'), 'must specify required node constraints');
    else checkNodeSelector(errors, at.child('required'), nodeAffinity.required, false);
  } else if (local !== undefined) errors.required(at, 'Local volume requires node affinity');
}

function checkAttributesClass(errors: ErrorList, path: FieldPath, { volumeAttributesClassName: name, csi }: PersistentVolumeSpec): void {
  if (name === undefined) return;
  const at = path.child('volumeAttributesClassName');
  if (name === '') errors.required(at, 'an empty string is disallowed');
  else errors.eachInvalid(at, name, nameIsDns1123Subdomain(name, false));
  if (csi === undefined) errors.required(path.child('csi'), 'has to be specified when using volumeAttributesClassName');
}
