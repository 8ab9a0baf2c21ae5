/**
 * From the request's body to an object of the wire version: media type, size, encoding, kind. Every refusal is what upstream's decoder says.
 *
 * A body is decoded once, straight into its type. Only when that fails, or the kind is not the expected one, is it looked at again for the
 * message: what cannot be read at all is "unrecognized", what can is named by its kind.
 */
import { TypeMeta } from '../../../apis/meta/v1/types.ts';
import type { Steps } from '../../../base/event-loop.ts';
import { type Decoded, DecodeError, type Empties, type Strictness } from '../../../codec/interface.ts';
import { openEnvelope } from '../../../codec/protobuf/decode.ts';
import type { StructType } from '../../../machinery/descriptor.ts';
import { goQuote } from '../../../machinery/go/text.ts';
import { apiVersionOf, parseApiVersion } from '../../../machinery/gvk.ts';
import type { KubeObject } from '../../../machinery/object.ts';
import { type ApiError, badRequest, requestTooLarge } from '../../../machinery/status.ts';
import { addWarning, type RequestContext } from '../../../request/context.ts';
import { BodyTooLarge } from '../../../request/http.ts';
import type { Pending } from '../../../request/pending.ts';
import type { ServedResources } from '../../routing/resources.ts';
import { decodeFormat, decodeFormatInSteps } from './formats.ts';
import { isKnownKind, isOlderVersion } from './known-kinds.ts';
import type { InputFormat } from './media.ts';
import type { FieldValidation } from './options.ts';

/** The longest body in bytes (upstream's MaxRequestBodyBytes). */
const MAX_BODY_BYTES = 3 * 1024 * 1024;

/** What the URL expects in the body. */
export interface WireKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly type: StructType;
  /** Kinds of other group versions that are the same resource; they are told apart from foreign ones. */
  readonly siblings: readonly { readonly group: string; readonly version: string }[];
  /** Other group versions in which the body may say the same kind. Absent: none. */
  readonly accepts?: readonly { readonly group: string; readonly version: string }[];
}

/** @throws {ApiError} 413 */
export function readBody(context: RequestContext): Promise<Uint8Array> {
  return context.request.readBody(MAX_BODY_BYTES).then((body) => measured(context, body), refuseBody);
}

/** Goes on with the body, without a promise between. @throws {ApiError} 413 */
export function withBody(context: RequestContext, use: (body: Uint8Array) => Pending): Promise<void> {
  return context.request.readBody(MAX_BODY_BYTES).then((body) => use(measured(context, body)), refuseBody);
}

function measured(context: RequestContext, body: Uint8Array): Uint8Array {
  context.bodyBytes = body.length;
  return body;
}

function refuseBody(error: unknown): never {
  throw error instanceof BodyTooLarge ? requestTooLarge(`limit is ${MAX_BODY_BYTES}`) : error;
}

export interface DecodeRequest {
  readonly body: Uint8Array;
  readonly format: InputFormat;
  readonly wire: WireKind;
  readonly fieldValidation: FieldValidation;
  readonly served: ServedResources;
  /** Default 'dropped'. */
  readonly empties?: Empties;
}

/** The object with kind and apiVersion filled in. @throws {ApiError} 400 */
export function decodeBody(context: RequestContext, request: DecodeRequest): KubeObject {
  return complete(context, request, decode(request));
}

/** As decodeBody, for long bodies. */
export function* decodeBodyInSteps(context: RequestContext, request: DecodeRequest): Steps<KubeObject> {
  const { body, format, wire } = request;
  if (format === 'protobuf') return decodeBody(context, request);
  let decoded: Decoded;
  try {
    decoded = yield* decodeFormatInSteps(format, body, wire.type, strictnessOf(request), request.empties);
  } catch (error) {
    throw misfit(request, error);
  }
  return complete(context, request, decoded);
}

function complete(context: RequestContext, request: DecodeRequest, { object, strictErrors }: Decoded): KubeObject {
  const { wire, fieldValidation } = request;
  if (object.kind !== wire.kind || object.apiVersion !== apiVersionOf(wire)) matchKind(request, object.kind, object.apiVersion);
  const said = { kind: object.kind === '' || object.kind === undefined ? wire.kind : object.kind, version: wire.version };
  object.kind = wire.kind;
  object.apiVersion = apiVersionOf(wire);
  object.metadata ??= {};
  if (strictErrors.length > 0) {
    if (fieldValidation === 'Strict') throw cannotHandle(wire, said, `strict decoding error: ${strictErrors.join(', ')}`);
    for (const each of strictErrors) warnStrict(context, each);
  }
  return object;
}

/** YAML reports its duplicates in one text of several lines; each line is a warning. */
export function warnStrict(context: RequestContext, text: string): void {
  const lines = text.replace(/^(?:error converting YAML to JSON: )?yaml: unmarshal errors:\n/, '');
  if (lines === text) addWarning(context, text);
  else for (const line of lines.split('\n')) addWarning(context, line.trim());
}

function decode(request: DecodeRequest): Decoded {
  const { body, format, wire } = request;
  // The fields of a message have numbers, not names: read as another kind they would mean anything.
  if (format === 'protobuf') matchTypeMeta(request);
  try {
    return decodeFormat(format, body, wire.type, strictnessOf(request), request.empties);
  } catch (error) {
    throw misfit(request, error);
  }
}

function strictnessOf({ fieldValidation }: DecodeRequest): Strictness {
  return fieldValidation === 'Ignore' ? 'ignore' : 'collect';
}

/** What is said of a body that cannot be decoded. */
function misfit(request: DecodeRequest, error: unknown): unknown {
  return error instanceof DecodeError ? cannotHandle(request.wire, matchTypeMeta(request), error.message) : error;
}

/**
 * Reads kind and apiVersion of a body that does not fit its type, or that must not be read otherwise; both filled up from the URL.
 * @throws {ApiError} 400 when not even these can be read, or are not what the URL expects
 */
function matchTypeMeta(request: DecodeRequest): { readonly kind: string; readonly version: string } {
  const { wire, body, format } = request;
  try {
    const { kind = '', apiVersion = '' } = format === 'protobuf' ? openEnvelope(body) : decodeFormat(format, body, TypeMeta, 'ignore').object;
    matchKind(request, kind, apiVersion);
    return { kind: kind || wire.kind, version: parseApiVersion(apiVersion)?.version || wire.version };
  } catch (error) {
    throw error instanceof DecodeError ? unrecognized(wire, body, error.message) : error;
  }
}

/** What is missing in a body is as the URL says; what is there must be it. @throws {ApiError} 400 */
function matchKind({ wire, body, served }: DecodeRequest, kind: string | undefined, apiVersion: string | undefined): void {
  const mismatch = kindMismatch(wire, served, kind ?? '', apiVersion ?? '');
  if (mismatch === undefined) return;
  if (mismatch.what === 'malformed') throw unrecognized(wire, body, mismatch.detail);
  throw mismatch.what === 'sibling' ? badRequest(mismatch.detail) : cannotHandle(wire, mismatch, mismatch.detail);
}

export interface KindMismatch {
  /** An apiVersion that is none, the same kind in another version, another kind. */
  readonly what: 'malformed' | 'sibling' | 'foreign';
  /** As the body says, filled up from the URL. */
  readonly kind: string;
  readonly version: string;
  readonly detail: string;
}

export function kindMismatch(wire: WireKind, served: ServedResources, givenKind: string, apiVersion: string): KindMismatch | undefined {
  const kind = givenKind === '' ? wire.kind : givenKind;
  const given = apiVersion === '' ? wire : parseApiVersion(apiVersion);
  if (given === undefined) return { what: 'malformed', kind, version: '', detail: `unexpected GroupVersion string: ${apiVersion}` };
  const { group, version } = given;
  if (kind === wire.kind && group === wire.group && version === wire.version) return undefined;
  if (kind === wire.kind && wire.accepts?.some((each) => each.group === group && each.version === version) === true) return undefined;
  const shown = apiVersionOf({ group, version });
  const isSibling =
    wire.siblings.some((each) => each.group === group && each.version === version) || isOlderVersion(wire.group, group, version, kind);
  if (kind === wire.kind && isSibling) {
    const detail = `the API version in the data (${shown}) does not match the expected API version (${apiVersionOf(wire)})`;
    return { what: 'sibling', kind, version, detail };
  }
  const detail = isKnownKind(served, group, version, kind)
    ? `converting (${version}.${kind}) to (${internalPackage(wire.group)}.${wire.kind}): unknown conversion`
    : `no kind ${goQuote(kind)} is registered for version ${goQuote(shown)} in scheme "pkg/api/legacyscheme/scheme.go:30"`;
  return { what: 'foreign', kind, version, detail };
}

/** The Go package of a group's internal types, which upstream's converters name. */
function internalPackage(group: string): string {
  return group === '' || group === 'events.k8s.io' ? 'core' : (group.split('.')[0] as string);
}

function cannotHandle(wire: WireKind, said: { readonly kind: string; readonly version: string }, detail: string): ApiError {
  return badRequest(`${said.kind} in version ${goQuote(said.version)} cannot be handled as a ${wire.kind}: ${detail}`);
}

function unrecognized(wire: WireKind, body: Uint8Array, detail: string): ApiError {
  return badRequest(`the object provided is unrecognized (must be of type ${wire.kind}): ${detail} (${summary(body)})`);
}

const SUMMARY_BYTES = 30;

/** The start of a body: as text when it looks like JSON, else in hex. */
function summary(body: Uint8Array): string {
  if (body.length === 0) return '<empty>';
  const start = Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, SUMMARY_BYTES)).toString(body[0] === 0x7b ? 'utf8' : 'hex');
  return body.length > SUMMARY_BYTES ? `${start} ...` : start;
}
