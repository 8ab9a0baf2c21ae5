/**
 * Claims and slices between resource.k8s.io/v1, in which they are stored, and v1beta1. In v1beta1 a request is flat where v1 has `exactly`, and what
 * a device has stands in `basic`. (pkg/apis/resource/v1beta1/conversion.go)
 */
import type { Fields, KubeObject } from '../../machinery/object.ts';

interface Request {
  readonly name?: string;
  readonly firstAvailable?: readonly unknown[] | null;
  readonly exactly?: Fields;
  readonly [field: string]: unknown;
}

interface ClaimSpec {
  readonly devices?: { readonly requests?: readonly Request[] | null };
}

interface TemplateSpec {
  readonly spec?: ClaimSpec;
}

interface Device {
  readonly name?: string;
  readonly basic?: Fields;
  readonly [field: string]: unknown;
}

interface SliceSpec {
  readonly devices?: readonly Device[] | null;
}

export function claimFromBeta1(object: KubeObject): KubeObject {
  return { ...object, spec: withRequests(object.spec as ClaimSpec, nested) };
}

export function claimToBeta1(object: KubeObject): KubeObject {
  return { ...object, spec: withRequests(object.spec as ClaimSpec, flat) };
}

export function templateFromBeta1(object: KubeObject): KubeObject {
  return withTemplate(object, nested);
}

export function templateToBeta1(object: KubeObject): KubeObject {
  return withTemplate(object, flat);
}

function withTemplate(object: KubeObject, convert: (request: Request) => Request): KubeObject {
  const spec = object.spec as TemplateSpec | undefined;
  return spec?.spec === undefined ? object : { ...object, spec: { ...spec, spec: withRequests(spec.spec, convert) } };
}

function withRequests(spec: ClaimSpec | undefined, convert: (request: Request) => Request): unknown {
  const requests = spec?.devices?.requests;
  if (requests === undefined || requests === null) return spec;
  return { ...spec, devices: { ...spec?.devices, requests: requests.map(convert) } };
}

/** What is given of a single device goes into `exactly`; nothing given is no `exactly` at all. */
function nested({ name, firstAvailable, ...exactly }: Request): Request {
  const isGiven = Object.values(exactly).some((value) => value !== undefined && value !== '' && value !== 0);
  return {
    ...(name === undefined ? {} : { name }),
    ...(isGiven ? { exactly: { deviceClassName: '', ...exactly } } : {}),
    ...(firstAvailable === undefined ? {} : { firstAvailable }),
  };
}

function flat({ name, firstAvailable, exactly }: Request): Request {
  return {
    ...(name === undefined ? {} : { name }),
    deviceClassName: '',
    ...exactly,
    ...(firstAvailable === undefined ? {} : { firstAvailable }),
  };
}

export function sliceFromBeta1(object: KubeObject): KubeObject {
  return withDevices(object, ({ name, basic }) => ({ ...(name === undefined ? {} : { name }), ...basic }));
}

export function sliceToBeta1(object: KubeObject): KubeObject {
  return withDevices(object, ({ name, ...basic }) => ({ ...(name === undefined ? {} : { name }), basic }));
}

function withDevices(object: KubeObject, convert: (device: Device) => Device): KubeObject {
  const spec = object.spec as SliceSpec | undefined;
  if (spec?.devices === undefined || spec.devices === null) return object;
  return { ...object, spec: { ...spec, devices: spec.devices.map(convert) } };
}

interface FlatRequest {
  allocationMode?: string;
  count?: number;
  tolerations?: { operator?: string }[] | null;
  readonly firstAvailable?: FlatRequest[] | null;
}

interface FlatSpec {
  readonly devices?: { readonly requests?: readonly FlatRequest[] | null };
}

/** Of claims in v1beta1; they change the object in place. */
export function setClaimDefaultsBeta1(object: KubeObject): void {
  defaultRequests(object.spec as FlatSpec | undefined);
  const status = object.status as { readonly allocation?: { readonly devices?: { readonly results?: FlatRequest[] | null } } } | undefined;
  for (const result of status?.allocation?.devices?.results ?? []) defaultTolerations(result);
}

export function setTemplateDefaultsBeta1(object: KubeObject): void {
  defaultRequests((object.spec as { readonly spec?: FlatSpec } | undefined)?.spec);
}

function defaultRequests(spec: FlatSpec | undefined): void {
  for (const request of spec?.devices?.requests ?? []) {
    const alternatives = request.firstAvailable ?? [];
    for (const each of alternatives.length === 0 ? [request] : alternatives) {
      each.allocationMode ||= 'ExactCount';
      if (each.allocationMode === 'ExactCount') each.count ||= 1;
      defaultTolerations(each);
    }
  }
}

function defaultTolerations({ tolerations }: FlatRequest): void {
  for (const toleration of tolerations ?? []) toleration.operator ||= 'Equal';
}
