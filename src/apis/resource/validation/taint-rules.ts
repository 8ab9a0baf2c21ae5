/** Rules that taint devices, and requests for the status of pools. */
import { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { nameIsDns1123Subdomain, validateDns1123Label } from '../../../machinery/grammar/names.ts';
import { checkCsiDriverName } from '../../core/validation/volumes/volume-sources.ts';
import { checkConditions } from '../../meta/validation/conditions.ts';
import { checkImmutable } from '../../meta/validation/immutable.ts';
import type { DeviceTaintRule, PoolStatus, ResourcePoolStatusRequest } from '../v1alpha3/objects.gen.ts';
import { checkTaint } from './devices.ts';
import { checkPoolName } from './slices.ts';

const SPEC = FieldPath.root('spec');
const STATUS = FieldPath.root('status');
const MAX_POOLS = 1000;
const MAX_CONDITIONS = 8;

export function validateDeviceTaintRule(rule: DeviceTaintRule): ErrorList {
  return checkRule(rule, undefined);
}

export function validateDeviceTaintRuleUpdate(rule: DeviceTaintRule, old: DeviceTaintRule): ErrorList {
  return checkRule(rule, old.spec.taint.effect);
}

/** @param effect the stored one, which stays acceptable */
function checkRule({ spec }: DeviceTaintRule, effect: string | undefined): ErrorList {
  const errors = new ErrorList();
  const { driver, pool, device } = spec.deviceSelector ?? {};
  const at = SPEC.child('deviceSelector');
  if (driver !== undefined) checkCsiDriverName(errors, at.child('driver'), driver);
  if (pool !== undefined) checkPoolName(errors, at.child('pool'), pool);
  if (device !== undefined) errors.eachInvalid(at.child('device'), device, validateDns1123Label(device));
  checkTaint(errors, SPEC.child('taint'), spec.taint, effect);
  return errors;
}

export function validateDeviceTaintRuleStatus({ status }: DeviceTaintRule): ErrorList {
  const errors = new ErrorList();
  const conditions = status.conditions ?? [];
  checkConditions(errors, STATUS.child('conditions'), conditions);
  if (conditions.length > MAX_CONDITIONS) errors.tooMany(STATUS.child('conditions'), conditions.length, MAX_CONDITIONS);
  return errors;
}

export function validatePoolStatusRequest({ spec }: ResourcePoolStatusRequest): ErrorList {
  const errors = new ErrorList();
  const { driver, poolName = '', limit } = spec;
  if (driver === '') errors.required(SPEC.child('driver'), 'driver name is required');
  else checkCsiDriverName(errors, SPEC.child('driver'), driver);
  if (poolName !== '') checkPoolName(errors, SPEC.child('poolName'), poolName);
  if (limit !== undefined && limit < 1) errors.invalid(SPEC.child('limit'), limit, 'must be at least 1');
  if (limit !== undefined && limit > MAX_POOLS) errors.invalid(SPEC.child('limit'), limit, 'must not exceed 1000');
  return errors;
}

export function validatePoolStatusRequestUpdate(request: ResourcePoolStatusRequest, old: ResourcePoolStatusRequest): ErrorList {
  const errors = new ErrorList();
  checkImmutable(errors, SPEC, request.spec, old.spec);
  return errors;
}

/** The answer is given once. */
export function validatePoolStatusRequestStatus({ status }: ResourcePoolStatusRequest, old: ResourcePoolStatusRequest): ErrorList {
  const errors = new ErrorList();
  if (old.status !== undefined) {
    checkImmutable(errors, STATUS, status, old.status);
    return errors;
  }
  for (const [i, pool] of (status?.pools ?? []).entries()) checkPoolStatus(errors, STATUS.child('pools').index(i), pool);
  checkConditions(errors, STATUS.child('conditions'), status?.conditions ?? []);
  return errors;
}

const COUNTS = ['totalDevices', 'allocatedDevices', 'availableDevices', 'unavailableDevices'] as const;

function checkPoolStatus(errors: ErrorList, at: FieldPath, pool: PoolStatus): void {
  const { driver = '', poolName = '', nodeName = '', resourceSliceCount, generation } = pool;
  if (driver === '') errors.required(at.child('driver'));
  else checkCsiDriverName(errors, at.child('driver'), driver);
  if (poolName === '') errors.required(at.child('poolName'));
  else checkPoolName(errors, at.child('poolName'), poolName);
  if (nodeName !== '') errors.eachInvalid(at.child('nodeName'), nodeName, nameIsDns1123Subdomain(nodeName));
  for (const field of COUNTS) {
    const count = pool[field];
    if (count !== undefined && count < 0) errors.invalid(at.child(field), count, 'must be non-negative');
  }
  if (resourceSliceCount !== undefined && resourceSliceCount < 1)
    errors.invalid(at.child('resourceSliceCount'), resourceSliceCount, 'must be at least 1');
  if (generation < 0) errors.invalid(at.child('generation'), generation, 'must be non-negative');
}
