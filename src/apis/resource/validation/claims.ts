/** Resource claims, their templates and device classes. A claim's spec cannot change; its status says what has been allocated to whom. */

import { equal } from '../../../machinery/clone.ts';
import { ErrorList, FieldPath, Verbatim } from '../../../machinery/field-errors.ts';
import { goQuote } from '../../../machinery/go/text.ts';
import { interfaceAddressErrors } from '../../../machinery/grammar/addresses.ts';
import { validateDns1123Label } from '../../../machinery/grammar/names.ts';
import { isExtended } from '../../core/validation/resources/resource-names.ts';
import { checkNodeSelector } from '../../core/validation/scheduling/node-selectors.ts';
import { checkTemplateMetadata } from '../../core/validation/volumes/claims.ts';
import { checkCsiDriverName } from '../../core/validation/volumes/volume-sources.ts';
import { checkConditions } from '../../meta/validation/conditions.ts';
import type {
  AllocatedDeviceStatus,
  AllocationResult,
  DeviceClass,
  DeviceRequestAllocationResult,
  NetworkDeviceData,
  ResourceClaim,
  ResourceClaimConsumerReference,
  ResourceClaimTemplate,
} from '../v1/objects.gen.ts';
import { checkBindingConditions } from './devices.ts';
import { internalText } from './internal-types.ts';
import { checkConfig, checkDeviceClaim, checkList, checkNamed, checkRawObject, checkRequestName, checkSelectors, requestNames } from './requests.ts';
import { checkPoolName } from './slices.ts';

const SPEC = FieldPath.root('spec');
const STATUS = FieldPath.root('status');
const MAX_CONFIGS = 32;
const MAX_RESERVED = 256;
const MAX_RESULTS = 32;
const MAX_CONDITIONS = 8;
const MAX_INTERFACE_BYTES = 256;
const MAX_HARDWARE_BYTES = 128;
const MAX_IPS = 16;
const SOURCES: readonly string[] = ['FromClaim', 'FromClass'];
const IMMUTABLE = 'field is immutable';

export function validateDeviceClass({ spec }: DeviceClass): ErrorList {
  const errors = new ErrorList();
  checkSelectors(errors, SPEC.child('selectors'), spec.selectors ?? []);
  checkList(errors, SPEC.child('config'), spec.config ?? [], MAX_CONFIGS, (at, { opaque }) => checkConfig(errors, at, opaque));
  const name = spec.extendedResourceName;
  if (name !== undefined && !isExtended(name)) errors.invalid(SPEC.child('extendedResourceName'), name, 'must be a valid extended resource name');
  return errors;
}

export function validateResourceClaim({ spec }: ResourceClaim): ErrorList {
  const errors = new ErrorList();
  checkDeviceClaim(errors, SPEC.child('devices'), spec.devices ?? { requests: null });
  return errors;
}

export function validateResourceClaimUpdate(claim: ResourceClaim, old: ResourceClaim): ErrorList {
  const errors = new ErrorList();
  if (equal(claim.spec, old.spec)) return errors;
  errors.invalid(SPEC, internalText(claim.spec, 'ResourceClaimSpec'), IMMUTABLE);
  return errors;
}

export function validateResourceClaimTemplate({ spec }: ResourceClaimTemplate): ErrorList {
  const errors = new ErrorList();
  checkTemplateMetadata(errors, SPEC.child('metadata'), spec.metadata);
  checkDeviceClaim(errors, SPEC.child('spec', 'devices'), spec.spec.devices ?? { requests: null });
  return errors;
}

export function validateResourceClaimTemplateUpdate(template: ResourceClaimTemplate, old: ResourceClaimTemplate): ErrorList {
  const errors = new ErrorList();
  if (!equal(template.spec, old.spec)) errors.invalid(SPEC, internalText(template.spec, 'ResourceClaimTemplateSpec'), IMMUTABLE);
  return errors;
}

export function validateResourceClaimStatus({ metadata, spec, status }: ResourceClaim, old: ResourceClaim): ErrorList {
  const errors = new ErrorList();
  const { allocation, reservedFor = [], devices = [] } = status ?? {};
  checkReserved(errors, reservedFor);
  checkDevices(errors, devices, allocation?.devices?.results ?? []);
  if (reservedFor.length > 0) {
    const known = new Set(old.status?.reservedFor?.map(userText));
    const added = reservedFor.some((user) => !known.has(userText(user)));
    const path = STATUS.child('reservedFor');
    if (allocation === undefined) errors.forbidden(path, 'may not be specified when `allocated` is not set');
    else if (metadata.deletionTimestamp !== undefined && added)
      errors.forbidden(path, 'new entries may not be added while `deallocationRequested` or `deletionTimestamp` are set');
  }
  const before = old.status?.allocation;
  if (allocation === undefined) return errors;
  const at = STATUS.child('allocation');
  if (before === undefined) checkAllocation(errors, at, allocation, requestNames(spec.devices?.requests ?? []));
  else if (!equal(allocation, before)) errors.invalid(at, internalText(allocation, 'AllocationResult'), IMMUTABLE);
  return errors;
}

const userText = ({ apiGroup = '', resource, name, uid }: ResourceClaimConsumerReference): string => JSON.stringify([apiGroup, resource, name, uid]);

function checkReserved(errors: ErrorList, users: readonly { readonly resource: string; readonly name: string; readonly uid: string }[]): void {
  const path = STATUS.child('reservedFor');
  checkList(errors, path, users, MAX_RESERVED, (at, user) => {
    for (const field of ['resource', 'name', 'uid'] as const) if (user[field] === '') errors.required(at.child(field));
  });
  if (users.length > MAX_RESERVED) return;
  const uids = users.map(({ uid }) => uid);
  errors.eachDuplicate(path, uids);
}

function checkAllocation(errors: ErrorList, at: FieldPath, { devices, nodeSelector }: AllocationResult, names: ReadonlySet<string>): void {
  const { results = [], config = [] } = devices ?? {};
  checkList(errors, at.child('devices', 'results'), results, MAX_RESULTS, (here, result) => checkResult(errors, here, result, names));
  // Those of classes and those of the claim.
  checkList(errors, at.child('devices', 'config'), config, 2 * MAX_CONFIGS, (here, { source, requests = [], opaque }) => {
    if (source === '') errors.required(here.child('source'));
    else if (!SOURCES.includes(source)) errors.notSupported(here.child('source'), source, SOURCES);
    checkNamed(errors, here.child('requests'), requests, names);
    checkConfig(errors, here, opaque);
  });
  if (nodeSelector !== undefined) checkNodeSelector(errors, at.child('nodeSelector'), nodeSelector, false);
}

function checkResult(errors: ErrorList, at: FieldPath, result: DeviceRequestAllocationResult, names: ReadonlySet<string>): void {
  const { request, driver, pool, device, shareID } = result;
  checkRequestName(errors, at.child('request'), request, names);
  checkCsiDriverName(errors, at.child('driver'), driver);
  checkPoolName(errors, at.child('pool'), pool);
  errors.eachInvalid(at.child('device'), device, validateDns1123Label(device));
  checkBindingConditions(errors, at, result);
  if (shareID !== undefined) checkShare(errors, at.child('shareID'), shareID);
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** Other spellings that are read as well: without dashes, in braces, as a URN. */
const LOOSE_UUID = /^(?:[0-9a-f]{32}|\{[0-9a-f-]{36}\}|urn:uuid:[0-9a-f-]{36})$/i;

function checkShare(errors: ErrorList, at: FieldPath, share: string): void {
  if (UUID.test(share) && share === share.toLowerCase()) return;
  const text = 'uid must be in RFC 4122 normalized form, `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx` with lowercase hexadecimal characters';
  if (UUID.test(share) || LOOSE_UUID.test(share)) errors.invalid(at, share, text);
  else errors.invalid(at, share, `error validating uid: ${uuidProblem(share)}`);
}

/** In the words of the library that upstream reads them with. */
function uuidProblem(text: string): string {
  if (text.length === 36 + 'urn:uuid:'.length) return `invalid urn prefix: ${goQuote(text.slice(0, 'urn:uuid:'.length))}`;
  if (text.length === 36 + '{}'.length) return 'invalid bracketed UUID format';
  return text.length === 36 || text.length === 32 ? 'invalid UUID format' : `invalid UUID length: ${text.length}`;
}

const idText = ({ driver, pool, device, shareID = '' }: Pick<AllocatedDeviceStatus, 'driver' | 'pool' | 'device' | 'shareID'>): string =>
  JSON.stringify({ Driver: driver, Pool: pool, Device: device, ShareID: shareID });

function checkDevices(errors: ErrorList, devices: readonly AllocatedDeviceStatus[], results: readonly DeviceRequestAllocationResult[]): void {
  const path = STATUS.child('devices');
  const allocated = new Set(results.map(idText));
  devices.forEach((device, i) => {
    checkDevice(errors, path.index(i), device, allocated);
  });
  const seen = new Set<string>();
  devices.forEach((device, i) => {
    const id = idText(device);
    if (seen.has(id)) errors.duplicate(path.index(i), new Verbatim(id));
    seen.add(id);
  });
}

function checkDevice(errors: ErrorList, at: FieldPath, status: AllocatedDeviceStatus, allocated: ReadonlySet<string>): void {
  const { driver, pool, device, conditions, data, networkData } = status;
  checkCsiDriverName(errors, at.child('driver'), driver);
  checkPoolName(errors, at.child('pool'), pool);
  errors.eachInvalid(at.child('device'), device, validateDns1123Label(device));
  if (status.shareID !== undefined) checkShare(errors, at.child('shareID'), status.shareID);
  if (!allocated.has(idText(status))) errors.invalid(at, new Verbatim(idText(status)), 'must be an allocated device in the claim');
  const list = conditions ?? [];
  if (list.length > MAX_CONDITIONS) errors.tooMany(at.child('conditions'), list.length, MAX_CONDITIONS);
  checkConditions(errors, at.child('conditions'), list);
  if (data !== undefined && data !== null && data.text !== '') checkRawObject(errors, at.child('data'), data.text);
  if (networkData !== undefined) checkNetworkData(errors, at.child('networkData'), networkData);
}

function checkNetworkData(errors: ErrorList, at: FieldPath, { interfaceName = '', hardwareAddress = '', ips = [] }: NetworkDeviceData): void {
  if (Buffer.byteLength(interfaceName) > MAX_INTERFACE_BYTES) errors.tooLong(at.child('interfaceName'), MAX_INTERFACE_BYTES);
  if (Buffer.byteLength(hardwareAddress) > MAX_HARDWARE_BYTES) errors.tooLong(at.child('hardwareAddress'), MAX_HARDWARE_BYTES);
  const path = at.child('ips');
  checkList(errors, path, ips, MAX_IPS, (here, ip) => errors.eachInvalid(here, ip, interfaceAddressErrors(ip)));
  if (ips.length > MAX_IPS) return;
  errors.eachDuplicate(path, ips);
}
