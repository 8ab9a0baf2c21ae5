/** Resource slices: the devices of a pool that one driver offers, and the nodes from which they can be reached. */
import { ErrorList, FieldPath, Verbatim } from '../../../machinery/field-errors.ts';
import { labelKeyErrors, labelValueErrors } from '../../../machinery/label-names.ts';
import { nameIsDns1123Subdomain, validateDns1123Label, validateDns1123Subdomain } from '../../../machinery/names.ts';
import { getKey } from '../../../machinery/object.ts';
import { parseSemanticVersion } from '../../../machinery/semantic-versions.ts';
import { checkNodeSelector } from '../../core/validation/node-selectors.ts';
import { checkCsiDriverName } from '../../core/validation/volume-sources.ts';
import type { Device, DeviceAttribute, DeviceTaint, ResourcePool, ResourceSlice, ResourceSliceSpec } from '../v1/objects.gen.ts';
import { checkAttributeName, checkList, checkUnique, EFFECTS } from './requests.ts';

const SPEC = FieldPath.root('spec');
const MAX_DEVICES = 128;
const MAX_TAINTS = 16;
const MAX_TEXT = 64;
const MAX_POOL_NAME = 253;
const IMMUTABLE = 'field is immutable';

export function validateResourceSlice({ spec }: ResourceSlice): ErrorList {
  const errors = new ErrorList();
  checkCsiDriverName(errors, SPEC.child('driver'), spec.driver);
  checkPool(errors, SPEC.child('pool'), spec.pool);
  checkPlace(errors, spec);
  const devices = spec.devices ?? [];
  checkList(errors, SPEC.child('devices'), devices, MAX_DEVICES, (at, device) => checkDevice(errors, at, device));
  if (devices.length <= MAX_DEVICES) checkUnique(errors, SPEC.child('devices'), devices);
  return errors;
}

export function validateResourceSliceUpdate(slice: ResourceSlice, old: ResourceSlice): ErrorList {
  const errors = validateResourceSlice(slice);
  const { driver, nodeName, pool } = slice.spec;
  if (pool.name !== old.spec.pool.name) errors.invalid(SPEC.child('pool', 'name'), pool.name, IMMUTABLE);
  if (driver !== old.spec.driver) errors.invalid(SPEC.child('driver'), driver, IMMUTABLE);
  if (nodeName !== old.spec.nodeName) errors.invalid(SPEC.child('nodeName'), nodeName, IMMUTABLE);
  return errors;
}

function checkPool(errors: ErrorList, at: FieldPath, { name, generation, resourceSliceCount }: ResourcePool): void {
  checkPoolName(errors, at.child('name'), name);
  if (Number(resourceSliceCount) <= 0) errors.invalid(at.child('resourceSliceCount'), resourceSliceCount, 'must be greater than zero');
  if (Number(generation) < 0) errors.invalid(at.child('generation'), generation, 'must be greater than or equal to zero');
}

export function checkPoolName(errors: ErrorList, at: FieldPath, name: string): void {
  if (name === '') {
    errors.required(at);
    return;
  }
  if (Buffer.byteLength(name) > MAX_POOL_NAME) errors.tooLong(at, MAX_POOL_NAME);
  for (const part of name.split('/')) errors.eachInvalid(at, part, validateDns1123Subdomain(part));
}

function checkPlace(errors: ErrorList, spec: ResourceSliceSpec): void {
  const { nodeName, nodeSelector, allNodes, perDeviceNodeSelection } = spec;
  if (nodeName !== undefined && nodeName !== '') errors.eachInvalid(SPEC.child('nodeName'), nodeName, nameIsDns1123Subdomain(nodeName, false));
  if (nodeSelector !== undefined) checkNodeSelector(errors, SPEC.child('nodeSelector'), nodeSelector, false);
  const fields = { nodeName, nodeSelector, allNodes, perDeviceNodeSelection };
  const given = Object.entries(fields).filter(([, value]) => value !== undefined && value !== false && value !== '');
  const text = 'exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required';
  if (given.length === 0) errors.required(SPEC, text);
  else if (given.length > 1) errors.invalid(SPEC, `{${given.map(([field]) => `\`${field}\``).join(', ')}}`, `${text}, but multiple fields are set`);
}

function checkDevice(errors: ErrorList, at: FieldPath, { name, attributes, capacity, taints }: Device): void {
  errors.eachInvalid(at.child('name'), name, validateDns1123Label(name));
  for (const key of Object.keys(attributes ?? {})) {
    checkAttributeName(errors, at.child('attributes'), key);
    checkAttribute(errors, at.child('attributes').key(key), getKey(attributes, key) ?? {});
  }
  for (const key of Object.keys(capacity ?? {})) checkAttributeName(errors, at.child('capacity'), key);
  checkList(errors, at.child('taints'), taints ?? [], MAX_TAINTS, (here, taint) => checkTaint(errors, here, taint));
}

function checkAttribute(errors: ErrorList, at: FieldPath, attribute: DeviceAttribute): void {
  const { string, version } = attribute;
  if (string !== undefined && Buffer.byteLength(string) > MAX_TEXT) errors.tooLong(at.child('string'), MAX_TEXT);
  if (version !== undefined) {
    if (parseSemanticVersion(version) === undefined)
      errors.invalid(at.child('version'), version, 'must be a string compatible with semver.org spec 2.0.0');
    if (Buffer.byteLength(version) > MAX_TEXT) errors.tooLong(at.child('version'), MAX_TEXT);
  }
  const count = Object.values(attribute).filter((value) => value !== undefined).length;
  if (count === 1) return;
  errors.invalid(at, count === 0 ? '' : new Verbatim(attributeText(attribute)), 'exactly one value must be specified');
}

/** As upstream's internal type prints. */
function attributeText({ int, bool, string, version, ints, bools, strings, versions }: DeviceAttribute): string {
  const parts: readonly (readonly [string, unknown])[] = [
    ['IntValue', int],
    ['BoolValue', bool],
    ['StringValue', string],
    ['VersionValue', version],
    ['IntValues', ints],
    ['BoolValues', bools],
    ['StringValues', strings],
    ['VersionValues', versions],
  ];
  const text = (value: unknown): string => (typeof value === 'bigint' ? String(value) : JSON.stringify(value ?? null));
  return `{${parts.map(([name, value]) => `"${name}":${text(value)}`).join(',')}}`;
}

export function checkTaint(errors: ErrorList, at: FieldPath, { key, value = '', effect }: DeviceTaint): void {
  errors.eachInvalid(at.child('key'), key, labelKeyErrors(key));
  errors.eachInvalid(at.child('value'), value, labelValueErrors(value));
  if (effect === '') errors.required(at.child('effect'));
  else if (!EFFECTS.includes(effect)) errors.notSupported(at.child('effect'), effect, EFFECTS);
}
