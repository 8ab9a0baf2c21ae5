/** Persistent volumes: capacity, access, exactly one source, where it can be reached. */
import { posix } from 'node:path';
import { equal } from '../../../../machinery/clone.ts';
import { ErrorList, FieldPath, Verbatim } from '../../../../machinery/field-errors.ts';
import { POSITIVE } from '../../../../machinery/grammar/formats.ts';
import { nameIsDns1123Subdomain } from '../../../../machinery/grammar/names.ts';
import { getKey } from '../../../../machinery/object.ts';
import { parseQuantity } from '../../../../machinery/quantity.ts';
import { unifiedDiff } from '../../../../machinery/unified-diff.ts';
import type { NodeSelectorRequirement, PersistentVolume, PersistentVolumeSpec, VolumeNodeAffinity } from '../../v1/objects.gen.ts';
import { printInternal } from '../internal-form.ts';
import { checkNodeSelector, checkRequiredNodeValues } from '../scheduling/node-selectors.ts';
import { ACCESS_MODES, VOLUME_MODES } from './claims.ts';
import { checkPersistentSources, sourceOf } from './persistent-sources.ts';

const SPEC = FieldPath.root('spec');
const IMMUTABLE = 'field is immutable';
const RECLAIM_POLICIES: readonly string[] = ['Delete', 'Recycle', 'Retain'];

export function validatePersistentVolume({ metadata, spec = {} }: PersistentVolume): ErrorList {
  const errors = new ErrorList();
  checkSpec(errors, SPEC, spec, metadata.name ?? '', false);
  return errors;
}

export function validatePersistentVolumeUpdate(volume: PersistentVolume, old: PersistentVolume): ErrorList {
  const errors = new ErrorList();
  const spec = volume.spec ?? {};
  const before = old.spec ?? {};
  checkSpec(errors, SPEC, spec, volume.metadata.name ?? '', hasBadNodeValues(before));
  checkSourceStays(errors, spec, before);
  if (spec.volumeMode !== before.volumeMode) errors.invalid('volumeMode', spec.volumeMode, IMMUTABLE);
  if (before.nodeAffinity !== undefined && !equal(spec.nodeAffinity, withStableLabels(before.nodeAffinity, spec.nodeAffinity))) {
    const shown = spec.nodeAffinity === undefined ? null : new Verbatim(printInternal(spec.nodeAffinity, 'VolumeNodeAffinity'));
    errors.invalid('nodeAffinity', shown, `${IMMUTABLE}, except for updating from beta label to GA`);
  }
  if (before.volumeAttributesClassName !== undefined && spec.volumeAttributesClassName === undefined)
    errors.forbidden(SPEC.child('volumeAttributesClassName'), 'update from non-nil value to nil is forbidden');
  return errors;
}

function hasBadNodeValues({ nodeAffinity }: PersistentVolumeSpec): boolean {
  const found = new ErrorList();
  if (nodeAffinity?.required !== undefined) checkRequiredNodeValues(found, SPEC, nodeAffinity.required);
  return found.length > 0;
}

/** The data stays where it is; the secret for expansion may be added to a volume that has none. */
function checkSourceStays(errors: ErrorList, spec: PersistentVolumeSpec, before: PersistentVolumeSpec): void {
  const then = sourceOf(before);
  let now = sourceOf(spec);
  if (before.csi !== undefined && before.csi.controllerExpandSecretRef === undefined && spec.csi?.controllerExpandSecretRef !== undefined) {
    const { controllerExpandSecretRef: _, ...csi } = spec.csi;
    now = { ...now, csi };
  }
  if (equal(now, then)) return;
  const print = (source: object): string => printInternal(source, 'PersistentVolumeSource', ' ');
  const diff = unifiedDiff(print(then), print(now));
  errors.forbidden(SPEC.child('persistentvolumesource'), `spec.persistentvolumesource is immutable after creation\n${diff}`);
}

/** What well-known labels are called since they are stable. */
const STABLE_LABELS = new Map([
  ['failure-domain.beta.kubernetes.io/zone', 'topology.kubernetes.io/zone'],
  ['failure-domain.beta.kubernetes.io/region', 'topology.kubernetes.io/region'],
  ['beta.kubernetes.io/os', 'kubernetes.io/os'],
  ['beta.kubernetes.io/arch', 'kubernetes.io/arch'],
  ['beta.kubernetes.io/instance-type', 'node.kubernetes.io/instance-type'],
]);

/** The stored affinity with the keys that the new one has in the same places, where those are the stable names of the stored keys. */
function withStableLabels(before: VolumeNodeAffinity, now: VolumeNodeAffinity | undefined): unknown {
  const renamed = (list: readonly NodeSelectorRequirement[] | undefined, other: readonly NodeSelectorRequirement[] | undefined): unknown =>
    list?.map((each, i) => (other?.[i] !== undefined && STABLE_LABELS.get(each.key) === other[i]?.key ? { ...each, key: other[i]?.key } : each));
  const terms = before.required?.nodeSelectorTerms?.map((term, i) => {
    const other = now?.required?.nodeSelectorTerms?.[i];
    return {
      ...term,
      matchExpressions: renamed(term.matchExpressions, other?.matchExpressions),
      matchFields: renamed(term.matchFields, other?.matchFields),
    };
  });
  return before.required === undefined ? before : { ...before, required: { ...before.required, nodeSelectorTerms: terms } };
}

/** @param badValues whether values of the node affinity need not be label values */
function checkSpec(errors: ErrorList, path: FieldPath, spec: PersistentVolumeSpec, name: string, badValues: boolean): void {
  checkModes(errors, path.child('accessModes'), spec.accessModes ?? []);
  checkCapacity(errors, path.child('capacity'), spec.capacity);
  const { persistentVolumeReclaimPolicy: policy = '', storageClassName = '', volumeMode } = spec;
  if (policy !== '' && !RECLAIM_POLICIES.includes(policy)) errors.notSupported(path.child('persistentVolumeReclaimPolicy'), policy, RECLAIM_POLICIES);
  checkAffinity(errors, path.child('nodeAffinity'), spec, badValues);
  checkPersistentSources(errors, path, spec, { name, placed: spec.nodeAffinity !== undefined });
  checkRecycling(errors, path, spec);
  if (storageClassName !== '') errors.eachInvalid(path.child('storageClassName'), storageClassName, nameIsDns1123Subdomain(storageClassName));
  if (volumeMode !== undefined && !VOLUME_MODES.includes(volumeMode)) errors.notSupported(path.child('volumeMode'), volumeMode, VOLUME_MODES);
  checkAttributesClass(errors, path, spec);
}

const INLINE = 'in the context of inline volumes';

/** The spec stands in a volume attachment, where it only says how to find the volume. */
export function checkInlineVolumeSpec(errors: ErrorList, path: FieldPath, spec: PersistentVolumeSpec): void {
  const { claimRef, capacity, csi, persistentVolumeReclaimPolicy: policy = '', nodeAffinity, storageClassName = '', volumeMode } = spec;
  const unwanted = (field: string): void => errors.forbidden(path.child(field), `may not be specified ${INLINE}`);
  if (claimRef !== undefined) unwanted('claimRef');
  if (Object.keys(capacity ?? {}).length > 0) unwanted('capacity');
  if (csi === undefined) errors.required(path.child('csi'), `has to be specified ${INLINE}`);
  checkModes(errors, path.child('accessModes'), spec.accessModes ?? []);
  if (policy !== '' && policy !== 'Retain') errors.forbidden(path.child('persistentVolumeReclaimPolicy'), `may only be Retain ${INLINE}`);
  if (nodeAffinity !== undefined) unwanted('nodeAffinity');
  checkPersistentSources(errors, path, spec, { name: '', placed: false });
  checkRecycling(errors, path, spec);
  if (storageClassName !== '') unwanted('storageClassName');
  if (volumeMode !== undefined && volumeMode !== 'Filesystem')
    errors.forbidden(path.child('volumeMode'), `may not specify volumeMode other than Filesystem ${INLINE}`);
}

function checkRecycling(errors: ErrorList, path: FieldPath, { hostPath, persistentVolumeReclaimPolicy: policy }: PersistentVolumeSpec): void {
  if (policy === 'Recycle' && hostPath !== undefined && posix.normalize(hostPath.path) === '/')
    errors.forbidden(path.child('persistentVolumeReclaimPolicy'), "may not be 'recycle' for a hostPath mount of '/'");
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

function checkAffinity(errors: ErrorList, at: FieldPath, { nodeAffinity }: PersistentVolumeSpec, badValues: boolean): void {
  if (nodeAffinity === undefined) return;
  if (nodeAffinity.required === undefined) errors.required(at.child('required'), 'must specify required node constraints');
  else checkNodeSelector(errors, at.child('required'), nodeAffinity.required, badValues);
}

function checkAttributesClass(errors: ErrorList, path: FieldPath, { volumeAttributesClassName: name, csi }: PersistentVolumeSpec): void {
  if (name === undefined) return;
  const at = path.child('volumeAttributesClassName');
  if (name === '') errors.required(at, 'an empty string is disallowed');
  else errors.eachInvalid(at, name, nameIsDns1123Subdomain(name));
  if (csi === undefined) errors.required(path.child('csi'), 'has to be specified when using volumeAttributesClassName');
}
