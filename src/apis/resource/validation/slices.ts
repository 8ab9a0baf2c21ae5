/** Resource slices: the devices of a pool that one driver offers, and the nodes from which they can be reached. */
import { ErrorList, FieldPath, Verbatim } from '../../../machinery/field-errors.ts';
import { nameIsDns1123Subdomain, validateDns1123Subdomain } from '../../../machinery/grammar/names.ts';
import { printInternal } from '../../core/validation/internal-form.ts';
import { checkNodeSelector } from '../../core/validation/scheduling/node-selectors.ts';
import { checkCsiDriverName } from '../../core/validation/volumes/volume-sources.ts';
import type { Device, ResourcePool, ResourceSlice, ResourceSliceSpec } from '../v1/objects.gen.ts';
import { checkCounterSet, checkDevice } from './devices.ts';
import { checkList, checkUnique } from './requests.ts';

const SPEC = FieldPath.root('spec');
const MAX_DEVICES = 128;
/** Where devices have taints or share counters: there is more to say about each. */
const MAX_COMPLEX_DEVICES = 64;
const MAX_COUNTER_SETS = 8;
const MAX_POOL_NAME = 253;
const IMMUTABLE = 'field is immutable';

export function validateResourceSlice({ spec }: ResourceSlice): ErrorList {
  return checkSpec(spec, undefined);
}

export function validateResourceSliceUpdate(slice: ResourceSlice, old: ResourceSlice): ErrorList {
  return checkSpec(slice.spec, old.spec);
}

function checkSpec(spec: ResourceSliceSpec, old: ResourceSliceSpec | undefined): ErrorList {
  const errors = new ErrorList();
  checkCsiDriverName(errors, SPEC.child('driver'), spec.driver);
  checkPool(errors, SPEC.child('pool'), spec.pool);
  if (old !== undefined) {
    if (spec.pool.name !== old.pool.name) errors.invalid(SPEC.child('pool', 'name'), spec.pool.name, IMMUTABLE);
    for (const field of ['driver', 'nodeName'] as const) if (spec[field] !== old[field]) errors.invalid(SPEC.child(field), spec[field], IMMUTABLE);
  }
  checkPlace(errors, spec);
  if (spec.sharedCounters !== undefined && spec.devices !== undefined)
    errors.invalid(SPEC, '', 'only one of `sharedCounters` or `devices` is allowed');
  checkDevices(errors, spec, old?.devices ?? []);
  const sets = spec.sharedCounters ?? [];
  const path = SPEC.child('sharedCounters');
  checkList(errors, path, sets, MAX_COUNTER_SETS, (at, { name, counters }) => checkCounterSet(errors, at, 'name', name, counters));
  if (sets.length <= MAX_COUNTER_SETS) checkUnique(errors, path, sets);
  return errors;
}

function checkDevices(errors: ErrorList, { devices = [], perDeviceNodeSelection }: ResourceSliceSpec, old: readonly Device[]): void {
  const known = new Map(old.map((device) => [device.name, device]));
  const complex = devices.some(({ taints = [], consumesCounters = [] }) => taints.length + consumesCounters.length > 0);
  const max = complex ? MAX_COMPLEX_DEVICES : MAX_DEVICES;
  const path = SPEC.child('devices');
  checkList(errors, path, devices, max, (at, device) => checkDevice(errors, at, device, known.get(device.name), perDeviceNodeSelection === true));
  if (devices.length <= max) checkUnique(errors, path, devices);
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
  const { nodeName, nodeSelector } = spec;
  const given: string[] = [];
  if (nodeName === '') errors.invalid(SPEC.child('nodeName'), nodeName, 'must be either unset or set to a non-empty string');
  else if (nodeName !== undefined) {
    given.push('`nodeName`');
    errors.eachInvalid(SPEC.child('nodeName'), nodeName, nameIsDns1123Subdomain(nodeName));
  }
  if (nodeSelector !== undefined) {
    given.push('`nodeSelector`');
    const at = SPEC.child('nodeSelector');
    checkNodeSelector(errors, at, nodeSelector, false);
    const terms = nodeSelector.nodeSelectorTerms ?? [];
    // Selectors of several slices are joined when devices are allocated.
    const shown = terms.length === 0 ? null : new Verbatim(printInternal(terms, 'NodeSelectorTerm'));
    if (terms.length !== 1) errors.invalid(at.child('nodeSelectorTerms'), shown, 'must have exactly one node selector term');
  }
  for (const field of ['allNodes', 'perDeviceNodeSelection'] as const) {
    if (spec[field] === true) given.push(`\`${field}\``);
    else if (spec[field] === false) errors.invalid(SPEC.child(field), false, 'must be either unset or set to true');
  }
  const text = 'exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required';
  if (given.length === 0) errors.required(SPEC, text);
  else if (given.length > 1) errors.invalid(SPEC, `{${given.join(', ')}}`, `${text}, but multiple fields are set`);
}
