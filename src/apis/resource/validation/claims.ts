/** Resource claims, their templates and device classes. A claim's spec cannot change; its status says what has been allocated to whom. */
import { parseRange } from '../../../machinery/addresses.ts';
import { equal } from '../../../machinery/clone.ts';
import { ErrorList, FieldPath, Verbatim } from '../../../machinery/field-errors.ts';
import { validateDns1123Label } from '../../../machinery/names.ts';
import { checkTemplateMetadata } from '../../core/validation/claims.ts';
import { isExtended } from '../../core/validation/resource-names.ts';
import { checkCsiDriverName } from '../../core/validation/volume-sources.ts';
import type { AllocatedDeviceStatus, DeviceClass, DeviceRequestAllocationResult, ResourceClaim, ResourceClaimTemplate } from '../v1/objects.gen.ts';
import { checkConfig, checkDeviceClaim, checkList, checkSelectors, requestNames } from './requests.ts';

const SPEC = FieldPath.root('spec');
const STATUS = FieldPath.root('status');
const MAX_CONFIGS = 32;
const MAX_RESERVED = 256;
const MAX_RESULTS = 32;
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
  errors.invalid(SPEC, claim.spec, IMMUTABLE);
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
  if (!equal(template.spec, old.spec)) errors.invalid(SPEC, template.spec, IMMUTABLE);
  return errors;
}

export function validateResourceClaimStatus({ spec, status }: ResourceClaim, old: ResourceClaim): ErrorList {
  const errors = new ErrorList();
  const { allocation, reservedFor = [], devices = [] } = status ?? {};
  const results = allocation?.devices?.results ?? [];
  checkReserved(errors, reservedFor);
  const names = requestNames(spec.devices?.requests ?? []);
  if (allocation !== undefined && old.status?.allocation === undefined)
    checkList(errors, STATUS.child('allocation', 'devices', 'results'), results, MAX_RESULTS, (at, result) => checkResult(errors, at, result, names));
  devices.forEach((device, i) => {
    checkDevice(errors, STATUS.child('devices').index(i), device, results);
  });
  if (reservedFor.length > 0 && allocation === undefined)
    errors.forbidden(STATUS.child('reservedFor'), 'may not be specified when `allocated` is not set');
  if (old.status?.allocation !== undefined && allocation !== undefined && !equal(allocation, old.status.allocation))
    errors.invalid(STATUS.child('allocation'), allocation, IMMUTABLE);
  return errors;
}

function checkReserved(errors: ErrorList, users: readonly { readonly resource: string; readonly name: string; readonly uid: string }[]): void {
  const path = STATUS.child('reservedFor');
  checkList(errors, path, users, MAX_RESERVED, (at, user) => {
    for (const field of ['resource', 'name', 'uid'] as const) if (user[field] === '') errors.required(at.child(field));
  });
  users.forEach(({ uid }, i) => {
    if (users.findIndex((each) => each.uid === uid) < i) errors.duplicate(path.index(i), uid);
  });
}

function checkResult(
  errors: ErrorList,
  at: FieldPath,
  { request, driver, pool, device }: DeviceRequestAllocationResult,
  names: ReadonlySet<string>,
): void {
  if (!names.has(request)) {
    const text = "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";
    errors.invalid(at.child('request'), request, text);
  }
  checkCsiDriverName(errors, at.child('driver'), driver);
  if (pool === '') errors.required(at.child('pool'));
  errors.eachInvalid(at.child('device'), device, validateDns1123Label(device));
}

function checkDevice(errors: ErrorList, at: FieldPath, status: AllocatedDeviceStatus, results: readonly DeviceRequestAllocationResult[]): void {
  const { driver, pool, device, shareID = '', networkData } = status;
  const known = results.some((each) => each.driver === driver && each.pool === pool && each.device === device && (each.shareID ?? '') === shareID);
  const shown = new Verbatim(JSON.stringify({ Driver: driver, Pool: pool, Device: device, ShareID: shareID }));
  if (!known) errors.invalid(at, shown, 'must be an allocated device in the claim');
  networkData?.ips?.forEach((ip, i) => {
    const text = 'must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)';
    if (parseRange(ip) === undefined) errors.invalid(at.child('networkData', 'ips').index(i), ip, text);
  });
}
