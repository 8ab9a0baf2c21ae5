/** Devices of a resource slice: what they are, what they can be split into, and from where they can be reached. */
import { equal } from '../../../machinery/clone.ts';
import { type ErrorList, type FieldPath, Verbatim } from '../../../machinery/field-errors.ts';
import { labelKeyErrors, labelValueErrors } from '../../../machinery/grammar/label-names.ts';
import { nameIsDns1123Subdomain, validateDns1123Label } from '../../../machinery/grammar/names.ts';
import { getKey } from '../../../machinery/object.ts';
import { parseSemanticVersion } from '../../../machinery/semantic-versions.ts';
import { checkNodeSelector } from '../../core/validation/scheduling/node-selectors.ts';
import type { Counter, Device, DeviceAttribute, DeviceCounterConsumption, DeviceTaint } from '../v1/objects.gen.ts';
import { checkCapacityPolicy } from './capacity.ts';
import { checkAttributeName, checkList, checkUnique, EFFECTS } from './requests.ts';

const MAX_PROPERTIES = 32;
const MAX_TAINTS = 16;
const MAX_CONSUMED_SETS = 2;
const MAX_COUNTERS = 32;
const MAX_TEXT = 64;
const MAX_BINDING_CONDITIONS = 4;
/** Of "domain/name". */
const MAX_KEY = 63 + 1 + 32;

/** @param old the device of this name that is stored; its taints need not satisfy newer rules */
export function checkDevice(errors: ErrorList, at: FieldPath, device: Device, old: Device | undefined, placed: boolean): void {
  const { name, attributes = {}, capacity = {}, taints = [], consumesCounters = [] } = device;
  errors.eachInvalid(at.child('name'), name, validateDns1123Label(name));
  const count = Object.keys(attributes).length + Object.keys(capacity).length;
  if (count > MAX_PROPERTIES) errors.invalid(at, count, `the total number of attributes and capacities must not exceed ${MAX_PROPERTIES}`);
  for (const key of Object.keys(attributes)) {
    checkAttributeName(errors, at.child('attributes'), key);
    checkAttribute(errors, at.child('attributes').key(shortened(key, MAX_KEY)), getKey(attributes, key) ?? {});
  }
  for (const key of Object.keys(capacity)) {
    checkAttributeName(errors, at.child('capacity'), key);
    const each = getKey(capacity, key);
    if (each !== undefined)
      checkCapacityPolicy(errors, at.child('capacity').key(shortened(key, MAX_KEY)), each, device.allowMultipleAllocations === true);
  }
  if (old === undefined || !equal(old.taints, taints))
    checkList(errors, at.child('taints'), taints, MAX_TAINTS, (here, taint) => checkTaint(errors, here, taint));
  checkList(errors, at.child('consumesCounters'), consumesCounters, MAX_CONSUMED_SETS, (here, each) => checkConsumption(errors, here, each));
  const sets = consumesCounters.map(({ counterSet }) => ({ name: counterSet }));
  if (sets.length <= MAX_CONSUMED_SETS) checkUnique(errors, at.child('consumesCounters'), sets);
  if (placed) checkPlace(errors, at, device);
  else if (device.nodeName !== undefined || device.nodeSelector !== undefined || device.allNodes !== undefined) {
    const text = '`nodeName`, `nodeSelector` and `allNodes` can only be set if `perDeviceNodeSelection` is set to true in the ResourceSlice spec';
    errors.invalid(at, null, text);
  }
  checkBindingConditions(errors, at, device);
}

/** Long keys lose their middle. */
function shortened(key: string, max: number): string {
  if (key.length <= max) return key;
  const rest = max - '...'.length;
  return `${key.slice(0, Math.floor((rest + 1) / 2))}...${key.slice(key.length - Math.floor(rest / 2))}`;
}

function checkText(errors: ErrorList, at: FieldPath, text: string): void {
  if (Buffer.byteLength(text) > MAX_TEXT) errors.tooLong(at, MAX_TEXT);
}

function checkVersion(errors: ErrorList, at: FieldPath, version: string): void {
  if (parseSemanticVersion(version) === undefined) errors.invalid(at, version, 'must be a string compatible with semver.org spec 2.0.0');
  checkText(errors, at, version);
}

function checkAttribute(errors: ErrorList, at: FieldPath, attribute: DeviceAttribute): void {
  const { string, version, strings, versions } = attribute;
  if (string !== undefined) checkText(errors, at.child('string'), string);
  if (version !== undefined) checkVersion(errors, at.child('version'), version);
  strings?.forEach((each, i) => {
    checkText(errors, at.child('strings').index(i), each);
  });
  versions?.forEach((each, i) => {
    checkVersion(errors, at.child('versions').index(i), each);
  });
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

/** @param stored the effect that the taint had; it stays acceptable */
export function checkTaint(errors: ErrorList, at: FieldPath, { key, value = '', effect }: DeviceTaint, stored?: string): void {
  errors.eachInvalid(at.child('key'), key, labelKeyErrors(key));
  if (value !== '') errors.eachInvalid(at.child('value'), value, labelValueErrors(value));
  if (effect === stored) return;
  if (effect === '') errors.required(at.child('effect'));
  else if (!EFFECTS.includes(effect)) errors.notSupported(at.child('effect'), effect, EFFECTS);
}

function checkConsumption(errors: ErrorList, at: FieldPath, { counterSet, counters }: DeviceCounterConsumption): void {
  checkCounterSet(errors, at, 'counterSet', counterSet, counters);
}

type Counters = { readonly [name: string]: Counter };

/** A named set of counters; amounts are quantities, and any quantity will do. */
export function checkCounterSet(errors: ErrorList, at: FieldPath, field: string, name: string, counters: Counters | undefined): void {
  if (name === '') errors.required(at.child(field));
  else errors.eachInvalid(at.child(field), name, validateDns1123Label(name));
  const path = at.child('counters');
  const names = Object.keys(counters ?? {});
  if (names.length === 0) errors.required(path);
  else if (names.length > MAX_COUNTERS) errors.tooMany(path, names.length, MAX_COUNTERS);
  else for (const each of names) errors.eachInvalid(path, each, validateDns1123Label(each));
}

/** The slice leaves it to its devices to say which nodes reach them. */
function checkPlace(errors: ErrorList, at: FieldPath, { nodeName, nodeSelector, allNodes }: Device): void {
  const given: string[] = [];
  if (nodeName === '') errors.invalid(at.child('nodeName'), nodeName, 'must not be empty');
  else if (nodeName !== undefined) {
    given.push('`nodeName`');
    errors.eachInvalid(at.child('nodeName'), nodeName, nameIsDns1123Subdomain(nodeName));
  }
  if (nodeSelector !== undefined) {
    given.push('`nodeSelector`');
    checkNodeSelector(errors, at.child('nodeSelector'), nodeSelector, false);
  }
  if (allNodes === true) given.push('`allNodes`');
  else if (allNodes === false) errors.invalid(at.child('allNodes'), false, 'must be either unset or set to true');
  const text =
    'exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required when `perDeviceNodeSelection` is set to true in the ResourceSlice spec';
  if (given.length === 0) errors.required(at, text);
  else if (given.length > 1) errors.invalid(at, `{${given.join(', ')}}`, text);
}

interface Binding {
  readonly bindingConditions?: readonly string[];
  readonly bindingFailureConditions?: readonly string[];
}

/** Conditions that say when a device is ready, and when it will never be: one kind needs the other (KEP-5007). */
export function checkBindingConditions(errors: ErrorList, at: FieldPath, { bindingConditions = [], bindingFailureConditions = [] }: Binding): void {
  const ready = at.child('bindingConditions');
  const failed = at.child('bindingFailureConditions');
  const checkNames = (path: FieldPath, names: readonly string[]): void =>
    checkList(errors, path, names, MAX_BINDING_CONDITIONS, (here, name) => errors.eachInvalid(here, name, labelKeyErrors(name)));
  checkNames(ready, bindingConditions);
  checkNames(failed, bindingFailureConditions);
  errors.eachDuplicate(ready, bindingConditions);
  const good = new Set(bindingConditions);
  const seen = new Set<string>();
  bindingFailureConditions.forEach((name, i) => {
    if (seen.has(name)) errors.duplicate(failed.index(i), name);
    seen.add(name);
    if (good.has(name)) errors.invalid(failed.index(i), name, 'bindingFailureConditions must not overlap with bindingConditions');
  });
  if (bindingConditions.length === 0 && bindingFailureConditions.length > 0)
    errors.invalid(ready, null, 'bindingConditions are required to use bindingFailureConditions');
  if (bindingFailureConditions.length === 0 && bindingConditions.length > 0)
    errors.invalid(failed, null, 'bindingFailureConditions are required to use bindingConditions');
}
