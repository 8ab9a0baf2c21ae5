/** Storage classes and volume attributes classes: who provides, with which parameters. Nothing of it can change. */
import { equal } from '../../../machinery/clone.ts';
import { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { labelKeyErrors } from '../../../machinery/grammar/label-names.ts';
import type { StringMap } from '../../../machinery/object.ts';
import type { TopologySelectorTerm } from '../../core/v1/objects.gen.ts';
import { checkLabelName } from '../../meta/validation/labels.ts';
import type { StorageClass, VolumeAttributesClass } from '../v1/objects.gen.ts';

const MAX_PARAMETERS = 512;
const MAX_PARAMETERS_BYTES = 256 * 1024;
const RECLAIM_POLICIES: readonly string[] = ['Delete', 'Retain'];
const BINDING_MODES: readonly string[] = ['Immediate', 'WaitForFirstConsumer'];
const IMMUTABLE = 'field is immutable';

export function validateStorageClass({ provisioner, parameters, reclaimPolicy, volumeBindingMode, allowedTopologies }: StorageClass): ErrorList {
  const errors = new ErrorList();
  checkProvisioner(errors, FieldPath.root('provisioner'), provisioner);
  checkParameters(errors, parameters, true);
  if (reclaimPolicy !== undefined && reclaimPolicy !== '' && !RECLAIM_POLICIES.includes(reclaimPolicy))
    errors.notSupported('reclaimPolicy', reclaimPolicy, RECLAIM_POLICIES);
  if (volumeBindingMode === undefined) errors.required('volumeBindingMode');
  else if (!BINDING_MODES.includes(volumeBindingMode)) errors.notSupported('volumeBindingMode', volumeBindingMode, BINDING_MODES);
  checkTopologies(errors, FieldPath.root('allowedTopologies'), allowedTopologies ?? []);
  return errors;
}

export function validateStorageClassUpdate(object: StorageClass, old: StorageClass): ErrorList {
  const errors = new ErrorList();
  if (!equal(object.parameters ?? {}, old.parameters ?? {})) errors.invalid('parameters', object.parameters ?? null, IMMUTABLE);
  for (const field of ['provisioner', 'reclaimPolicy', 'volumeBindingMode'] as const)
    if (object[field] !== old[field]) errors.invalid(field, object[field], IMMUTABLE);
  return errors;
}

/** A qualified name, whatever its case. */
function checkProvisioner(errors: ErrorList, at: FieldPath, provisioner: string): void {
  const name = provisioner.toLowerCase();
  if (name === '') errors.required(at);
  else errors.eachInvalid(at, name, labelKeyErrors(name));
}

function checkParameters(errors: ErrorList, parameters: StringMap | undefined, allowEmpty: boolean): void {
  const path = FieldPath.root('parameters');
  const entries = Object.entries(parameters ?? {});
  if (entries.length > MAX_PARAMETERS) {
    errors.tooLong(path, MAX_PARAMETERS);
    return;
  }
  let size = 0;
  for (const [key, value] of entries) {
    if (key === '') errors.invalid(path, key, 'field can not be empty.');
    size += Buffer.byteLength(key) + Buffer.byteLength(value);
  }
  if (size > MAX_PARAMETERS_BYTES) errors.tooLong(path, MAX_PARAMETERS_BYTES);
  if (!allowEmpty && entries.length === 0) errors.required(path, 'must contain at least one key/value pair');
}

/** No two terms mean the same. A term without expressions is refused as often as there are terms: upstream takes unread ones for equal. */
function checkTopologies(errors: ErrorList, path: FieldPath, terms: readonly TopologySelectorTerm[]): void {
  const seen = new Map([['', terms.length]]);
  terms.forEach((term, i) => {
    checkTopology(errors, path.index(i), term);
    const text = meaningOf(term);
    const times = seen.get(text) ?? 0;
    for (let k = 0; k < times && !errors.isFull; k++) errors.duplicate(path.index(i).child('matchLabelExpressions'), '');
    seen.set(text, times + 1);
  });
}

/** The same for terms that select the same, '' for none; of two expressions with one key the last counts. */
function meaningOf({ matchLabelExpressions }: TopologySelectorTerm): string {
  const values = new Map(matchLabelExpressions?.map(({ key, values: list }) => [key, [...new Set(list ?? [])].sort()]));
  return values.size === 0 ? '' : JSON.stringify([...values].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function checkTopology(errors: ErrorList, path: FieldPath, { matchLabelExpressions }: TopologySelectorTerm): void {
  const keys = new Set<string>();
  matchLabelExpressions?.forEach(({ key, values }, i) => {
    const at = path.child('matchLabelExpressions').index(i);
    const list = values ?? [];
    if (list.length === 0) errors.required(at.child('values'));
    errors.eachDuplicate(at.child('values'), list);
    checkLabelName(errors, at.child('key'), key);
    if (keys.has(key)) errors.duplicate(at.child('key'), key);
    keys.add(key);
  });
}

export function validateVolumeAttributesClass({ driverName, parameters }: VolumeAttributesClass): ErrorList {
  const errors = new ErrorList();
  checkProvisioner(errors, FieldPath.root('driverName'), driverName);
  checkParameters(errors, parameters, false);
  return errors;
}

export function validateVolumeAttributesClassUpdate(object: VolumeAttributesClass, old: VolumeAttributesClass): ErrorList {
  const errors = new ErrorList();
  if (object.driverName !== old.driverName) errors.forbidden('driverName', 'updates to driverName are forbidden.');
  if (!equal(object.parameters ?? {}, old.parameters ?? {})) errors.forbidden('parameters', 'updates to parameters are forbidden.');
  return errors;
}
