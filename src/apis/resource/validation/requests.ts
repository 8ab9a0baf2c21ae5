/** Requests for devices: what a claim asks for, which constraints and configuration go with which request (KEP-4381). */
import type { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { labelKeyErrors, labelValueErrors } from '../../../machinery/grammar/label-names.ts';
import { nameIsDns1123Subdomain, regexText, validateDns1123Label } from '../../../machinery/grammar/names.ts';
import { checkCsiDriverName } from '../../core/validation/volumes/volume-sources.ts';
import type {
  DeviceClaim,
  DeviceClaimConfiguration,
  DeviceConstraint,
  DeviceRequest,
  DeviceSelector,
  DeviceSubRequest,
  DeviceToleration,
  ExactDeviceRequest,
  OpaqueDeviceConfiguration,
} from '../v1/objects.gen.ts';

const MAX_REQUESTS = 32;
const MAX_SUBREQUESTS = 8;
const MAX_SELECTORS = 32;
const MAX_TOLERATIONS = 16;
const MAX_EXPRESSION_BYTES = 10 * 1024;
const MAX_PARAMETERS_BYTES = 10 * 1024;
const MODES: readonly string[] = ['All', 'ExactCount'];
export const EFFECTS: readonly string[] = ['NoExecute', 'NoSchedule', 'None'];
const UNKNOWN_REQUEST = "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";

export function checkDeviceClaim(errors: ErrorList, path: FieldPath, { requests, constraints, config }: DeviceClaim): void {
  const list = requests ?? [];
  const names = requestNames(list);
  checkList(errors, path.child('requests'), list, MAX_REQUESTS, (at, request) => checkRequest(errors, at, request));
  if (list.length <= MAX_REQUESTS) checkUnique(errors, path.child('requests'), list);
  checkList(errors, path.child('constraints'), constraints ?? [], MAX_REQUESTS, (at, constraint) => checkConstraint(errors, at, constraint, names));
  checkList(errors, path.child('config'), config ?? [], MAX_REQUESTS, (at, each) => checkClaimConfig(errors, at, each, names));
}

/** Requests, and "request/subrequest". */
export function requestNames(requests: readonly DeviceRequest[]): ReadonlySet<string> {
  return new Set(requests.flatMap(({ name, firstAvailable = [] }) => [name, ...firstAvailable.map((each) => `${name}/${each.name}`)]));
}

export function checkList<T>(errors: ErrorList, path: FieldPath, list: readonly T[], max: number, check: (at: FieldPath, item: T) => void): void {
  if (list.length > max) {
    errors.tooMany(path, list.length, max);
    return;
  }
  list.forEach((item, i) => {
    check(path.index(i), item);
  });
}

export function checkUnique(errors: ErrorList, path: FieldPath, list: readonly { readonly name: string }[]): void {
  const seen = new Set<string>();
  list.forEach(({ name }, i) => {
    if (seen.has(name)) errors.duplicate(path.index(i), name);
    seen.add(name);
  });
}

function checkRequest(errors: ErrorList, at: FieldPath, { name, exactly, firstAvailable = [] }: DeviceRequest): void {
  errors.eachInvalid(at.child('name'), name, validateDns1123Label(name));
  const text = 'exactly one of `exactly` or `firstAvailable` is required';
  if (exactly === undefined && firstAvailable.length === 0) errors.required(at, text);
  else if (exactly !== undefined && firstAvailable.length > 0) errors.invalid(at, undefined, `${text}, but multiple fields are set`);
  else if (exactly !== undefined) checkAmount(errors, at.child('exactly'), exactly);
  else {
    const path = at.child('firstAvailable');
    checkList(errors, path, firstAvailable, MAX_SUBREQUESTS, (here, sub) => {
      errors.eachInvalid(here.child('name'), sub.name, validateDns1123Label(sub.name));
      checkAmount(errors, here, sub);
    });
    if (firstAvailable.length <= MAX_SUBREQUESTS) checkUnique(errors, path, firstAvailable);
  }
}

function checkAmount(errors: ErrorList, at: FieldPath, request: ExactDeviceRequest | DeviceSubRequest): void {
  const { deviceClassName, selectors = [], allocationMode = '', count = 0, tolerations = [] } = request;
  if (deviceClassName === '') errors.required(at.child('deviceClassName'));
  else errors.eachInvalid(at.child('deviceClassName'), deviceClassName, nameIsDns1123Subdomain(deviceClassName));
  checkSelectors(errors, at.child('selectors'), selectors);
  if (allocationMode === 'All') {
    if (Number(count) !== 0) errors.invalid(at.child('count'), count, "must not be specified when allocationMode is 'All'");
  } else if (allocationMode === 'ExactCount') {
    if (Number(count) <= 0) errors.invalid(at.child('count'), count, 'must be greater than zero');
  } else errors.notSupported(at.child('allocationMode'), allocationMode, MODES);
  checkList(errors, at.child('tolerations'), tolerations, MAX_TOLERATIONS, (here, toleration) => checkToleration(errors, here, toleration));
}

/** Presence and size only; whether the expression compiles is not decided here. */
export function checkSelectors(errors: ErrorList, path: FieldPath, selectors: readonly DeviceSelector[]): void {
  checkList(errors, path, selectors, MAX_SELECTORS, (at, { cel }) => {
    if (cel === undefined) errors.required(at.child('cel'));
    else if (Buffer.byteLength(cel.expression) > MAX_EXPRESSION_BYTES) errors.tooLong(at.child('cel', 'expression'), MAX_EXPRESSION_BYTES);
  });
}

function checkToleration(errors: ErrorList, at: FieldPath, { key = '', operator = '', value = '', effect = '' }: DeviceToleration): void {
  if (key !== '') errors.eachInvalid(at.child('key'), key, labelKeyErrors(key));
  if (operator === 'Exists') {
    if (value !== '') errors.invalid(at.child('value'), value, 'must be empty for operator `Exists`');
  } else if (operator === 'Equal') errors.eachInvalid(at.child('value'), value, labelValueErrors(value));
  else if (operator === '') errors.required(at.child('operator'));
  else errors.notSupported(at.child('operator'), operator, ['Equal', 'Exists']);
  if (effect !== '' && !EFFECTS.includes(effect)) errors.notSupported(at.child('effect'), effect, EFFECTS);
}

/** Requests that something is for, each once. */
export function checkNamed(errors: ErrorList, path: FieldPath, requests: readonly string[], names: ReadonlySet<string>): void {
  checkList(errors, path, requests, MAX_REQUESTS, (at, name) => checkRequestName(errors, at, name, names));
  if (requests.length > MAX_REQUESTS) return;
  errors.eachDuplicate(path, requests);
}

/** A request, or "request/subrequest". */
export function checkRequestName(errors: ErrorList, at: FieldPath, name: string, names: ReadonlySet<string>): void {
  const segments = name.split('/');
  if (segments.length <= 2) for (const segment of segments) errors.eachInvalid(at, segment, validateDns1123Label(segment));
  if (segments.length > 2 || !names.has(name)) errors.invalid(at, name, UNKNOWN_REQUEST);
}

function checkConstraint(
  errors: ErrorList,
  at: FieldPath,
  { requests = [], matchAttribute, distinctAttribute }: DeviceConstraint,
  names: ReadonlySet<string>,
): void {
  checkNamed(errors, at.child('requests'), requests, names);
  if (matchAttribute !== undefined) checkFullName(errors, at.child('matchAttribute'), matchAttribute);
  else if (distinctAttribute !== undefined) checkFullName(errors, at.child('distinctAttribute'), distinctAttribute);
  // Upstream says "multiple" although there is none.
  else errors.required(at, 'exactly one of "matchAttribute" or "distinctAttribute" is required, but multiple fields are set');
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
const MAX_IDENTIFIER = 32;

/** "domain/name", or the name alone where a driver's domain is meant. Of names with more parts nothing is said. */
export function checkAttributeName(errors: ErrorList, at: FieldPath, text: string): void {
  const [first = '', second, ...more] = text.split('/');
  if (more.length > 0) return;
  if (second === undefined) {
    checkIdentifier(errors, at, first);
    return;
  }
  if (first === '') errors.invalid(at, '', 'the domain must not be empty');
  else checkCsiDriverName(errors, at, first);
  if (second === '') errors.invalid(at, '', 'the name must not be empty');
  else checkIdentifier(errors, at, second);
}

function checkIdentifier(errors: ErrorList, at: FieldPath, name: string): void {
  if (name.length > MAX_IDENTIFIER) errors.tooLong(at, MAX_IDENTIFIER);
  if (IDENTIFIER.test(name)) return;
  const text = "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_'";
  errors.invalid(at, name, regexText(text, '[A-Za-z_][A-Za-z0-9_]*', 'my_name', 'MY_NAME', 'MyName'));
}

function checkFullName(errors: ErrorList, at: FieldPath, name: string): void {
  checkAttributeName(errors, at, name);
  if (!name.includes('/')) errors.invalid(at, name, 'a fully qualified name must be a domain and a name separated by a slash');
}

function checkClaimConfig(errors: ErrorList, at: FieldPath, { requests = [], opaque }: DeviceClaimConfiguration, names: ReadonlySet<string>): void {
  checkNamed(errors, at.child('requests'), requests, names);
  checkConfig(errors, at, opaque);
}

export function checkConfig(errors: ErrorList, at: FieldPath, opaque: OpaqueDeviceConfiguration | undefined): void {
  const path = at.child('opaque');
  if (opaque === undefined) {
    errors.required(path);
    return;
  }
  checkCsiDriverName(errors, path.child('driver'), opaque.driver);
  checkRawObject(errors, path.child('parameters'), opaque.parameters?.text ?? '');
}

/** JSON that only a driver understands; it has to be an object. */
export function checkRawObject(errors: ErrorList, at: FieldPath, text: string): void {
  if (text === '' || text === 'null') errors.required(at);
  else if (Buffer.byteLength(text) > MAX_PARAMETERS_BYTES) errors.tooLong(at, MAX_PARAMETERS_BYTES);
  else if (!text.trimStart().startsWith('{')) errors.invalid(at, '<value omitted>', 'must be a valid JSON object');
}
