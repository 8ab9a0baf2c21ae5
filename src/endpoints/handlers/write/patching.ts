/**
 * How a patch becomes an object: the current object as a JSON document of the requested version, the patch decoded, the engine, and the result
 * decoded into the type again under the request's field validation. Every failure has the words and the code that upstream gives it there.
 */
import type { Steps } from '../../../base/event-loop.ts';
import { type Decoded, DecodeError, type Strictness } from '../../../codec/interface.ts';
import { decodeJsonText } from '../../../codec/json/decode.ts';
import { decodeUntyped, decodeUntypedStrict, encodeUntyped, sortedKeys } from '../../../codec/json/untyped.ts';
import { checkUnstructured, wrapIntegers } from '../../../codec/unstructured/check.ts';
import type { StructType } from '../../../machinery/descriptor.ts';
import { ErrorList } from '../../../machinery/field-errors.ts';
import { formatGoValue } from '../../../machinery/go/format.ts';
import { goQuote, goUnquote } from '../../../machinery/go/text.ts';
import { apiVersionOf } from '../../../machinery/gvk.ts';
import { jsonTypeName } from '../../../machinery/loose-json.ts';
import { getKey, type KubeObject } from '../../../machinery/object.ts';
import { RawJson } from '../../../machinery/raw.ts';
import { ApiError, badRequest } from '../../../machinery/status.ts';
import { isMap } from '../../../patch/document.ts';
import { jsonPatch } from '../../../patch/json-patch.ts';
import { invalidPatch, mergePatch } from '../../../patch/merge-patch.ts';
import { strategicMergePatch } from '../../../patch/strategic-merge.ts';
import type { VersionDeclaration } from '../../../registry/generic/declaration.ts';
import { kindMismatch, type WireKind, warnStrict } from './body.ts';
import type { DocumentFormat } from './media.ts';
import { quoteJsonPatched, quoteMergePatched } from './quoting.ts';
import { decodeTouched, documentAlong, documentOf } from './touched.ts';
import type { Write } from './write.ts';

type Document = { [key: string]: unknown };

/** What an engine made, before it is an object again. */
interface Patched {
  readonly document: unknown;
  /** Duplicate and unknown members of the patch itself. */
  readonly strictErrors: readonly string[];
  /** How messages quote what does not decode: the result, or (strategic) the patch. */
  readonly quoted: () => string;
  /** The result is read by Go's unstructured converter upstream, which has words of its own for what does not fit. */
  readonly unstructured?: boolean;
}

/**
 * @param current the object in the requested version; left alone
 * @returns a new object of the requested version, kind and apiVersion filled in
 * @throws {ApiError} 400, 413, 422, 500
 */
export function* applyPatch(write: Write, format: DocumentFormat, patch: Uint8Array, current: KubeObject): Steps<KubeObject> {
  const patched = yield* runEngine(write, format, patch, current);
  yield;
  const version = format === 'strategic' ? write.target.version : versionOf(write, patched);
  const { object, strictErrors } = version === undefined ? readInternal(write.wire, patched) : decodePatched(write, patched, current, version);
  // The strategic engine's result is read by a converter that reports unknown fields in order of their text, without escapes.
  const found = format === 'strategic' ? [...strictErrors].map(unescaped).sort() : strictErrors;
  const all = [...patched.strictErrors, ...found];
  if (all.length > 0) {
    if (write.options.fieldValidation === 'Strict') throw refused(patched, `strict decoding error: ${all.join(', ')}`);
    if (write.options.fieldValidation === 'Warn') for (const each of all) warnStrict(write.request, each);
  }
  object.kind = write.wire.kind;
  object.apiVersion = apiVersionOf(write.wire);
  object.metadata ??= {};
  return version === undefined || version === write.target.version ? object : inWireVersion(write, object, version);
}

/** A message that ends in a quoted path, with the path as it was before `%q`. */
function unescaped(message: string): string {
  const start = message.indexOf('"');
  return start < 0 || !message.includes('\\') ? message : `${message.slice(0, start)}"${goUnquote(message.slice(start))}"`;
}

/**
 * The version in which the result of a JSON or merge patch is to be read: upstream reads whatever kind it says and converts it, so another version of
 * the same kind is as good as that of the URL. Undefined where the result says no version at all.
 * @throws {ApiError} 422 for another kind, before anything else that is wrong with the result
 */
function versionOf({ wire, deps, target }: Write, patched: Patched): VersionDeclaration | undefined {
  if (!isMap(patched.document)) return target.version;
  const kind = parsed(getKey(patched.document, 'kind')) ?? '';
  const apiVersion = parsed(getKey(patched.document, 'apiVersion')) ?? '';
  // What is no text is a matter of the decoder.
  if (typeof kind !== 'string' || typeof apiVersion !== 'string') return target.version;
  if (apiVersion === '') {
    if (kind === '' || kind === wire.kind) return undefined;
    const detail = `no kind ${goQuote(kind)} is registered for the internal version of group ${goQuote(wire.group)} in scheme "pkg/api/legacyscheme/scheme.go:30"`;
    throw refused(patched, detail);
  }
  const mismatch = kindMismatch(wire, deps.table.snapshot(), kind, apiVersion);
  if (mismatch === undefined) return target.version;
  if (mismatch.what !== 'sibling') throw refused(patched, mismatch.detail);
  const { declaration } = target.installed;
  const isGiven = (each: VersionDeclaration): boolean =>
    apiVersionOf({ group: each.group ?? declaration.group, version: each.version }) === apiVersion;
  return declaration.versions.find(isGiven) ?? target.version;
}

const parsed = (value: unknown): unknown => (value instanceof RawJson ? value.parse() : value);

/**
 * Without a version upstream reads the result as the internal type, which knows none of its fields: nothing is left, and the name is missed later.
 */
function readInternal({ type }: WireKind, { document }: Patched): Decoded {
  const unknown = isMap(document) ? sortedKeys(document).filter((key) => key !== 'kind' && key !== 'apiVersion') : [];
  return { object: decodeJsonText('{"metadata":{}}', type, 'ignore').object, strictErrors: unknown.map((key) => `unknown field ${goQuote(key)}`) };
}

function inWireVersion({ target }: Write, object: KubeObject, version: VersionDeclaration): KubeObject {
  version.setDefaults?.(object);
  const hub = version.toHub?.(object) ?? object;
  const converted = target.version.fromHub?.(hub) ?? hub;
  converted.apiVersion = apiVersionOf({ group: target.group, version: target.version.version });
  return converted;
}

/** What is wrong is told in the order in which the result is written, so a result with complaints is read once more in that order. */
function decodePatched({ wire, options, target }: Write, patched: Patched, current: KubeObject, version: VersionDeclaration): Decoded {
  const strictness = options.fieldValidation === 'Ignore' ? 'ignore' : 'collect';
  const isWire = version === target.version;
  const type = isWire ? wire.type : version.type;
  const touched = isWire && isMap(patched.document) ? decodeTouched(patched.document, current, type, strictness) : undefined;
  if (touched !== undefined) return touched;
  const document = documentOf(patched.document);
  const shown = (): string => (patched.unstructured ? encodeUntyped(document) : patched.quoted());
  try {
    const decoded = decodeJsonText(quickText(document), type, strictness, 'kept');
    return decoded.strictErrors.length === 0 ? decoded : decodeJsonText(shown(), type, strictness, 'kept');
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const misfit = patched.unstructured ? checkUnstructured(document, type) : undefined;
    const converted = patched.unstructured && misfit === undefined ? decodeWrapped(type, document, strictness) : undefined;
    if (converted !== undefined) return converted;
    throw refused(patched, misfit ?? messageOf(type, shown()) ?? error.message);
  }
}

/** The document with integers cut as the converter cuts them. */
function decodeWrapped(type: StructType, document: unknown, strictness: Strictness): Decoded | undefined {
  wrapIntegers(document, type);
  try {
    return decodeJsonText(encodeUntyped(document), type, strictness, 'kept');
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

function messageOf(type: StructType, text: string): string | undefined {
  try {
    decodeJsonText(text, type, 'ignore');
    return undefined;
  } catch (error) {
    return error instanceof DecodeError ? error.message : undefined;
  }
}

/** A document as JSON in whatever order; the engine's own encoder is several times faster where there are no big integers. */
function quickText(document: unknown): string {
  try {
    return JSON.stringify(document);
  } catch {
    return encodeUntyped(document);
  }
}

/** A 422 that names no kind: the patch is to blame, not the object. */
function refused(patched: Patched, detail: string): ApiError {
  const errors = new ErrorList();
  errors.invalid('patch', patched.quoted(), detail);
  return errors.toApiError({ group: '', kind: '' }, '');
}

function* runEngine(write: Write, format: DocumentFormat, bytes: Uint8Array, current: KubeObject): Steps<Patched> {
  switch (format) {
    case 'json': {
      const { operations, strictErrors } = decodeOperations(write, bytes);
      yield;
      const result = jsonPatch(documentOf(current), operations);
      const quoted = (): string => quoteJsonPatched(current, write.wire.type, asWritten(operations ?? [], bytes));
      return { document: result, strictErrors, quoted };
    }
    case 'merge': {
      const isChecked = write.options.fieldValidation !== 'Ignore';
      const { value, strictErrors } = isChecked ? decodeMap(write, bytes, 'error decoding patch: ', true) : decodeUnchecked(bytes);
      yield;
      const result = mergePatch(documentAlong(current, value), value);
      return { document: result, strictErrors, quoted: () => quoteMergePatched(current, write.wire.type, decodeWritten(bytes)) };
    }
    case 'strategic': {
      const { value, strictErrors } = decodeMap(write, bytes, '', false);
      const patch = (value ?? {}) as Document;
      yield;
      const result = strategicMergePatch(documentAlong(current, patch) as Document, patch, write.wire.type);
      return { document: result, strictErrors, quoted: () => formatGoValue(patch), unstructured: true };
    }
  }
}

interface UntypedPatch {
  readonly value: unknown;
  readonly strictErrors: readonly string[];
}

/** @param literals numbers stay as they were written: the engine moves text about, and only the typed decoder looks at it */
function decodeAny({ options }: Write, bytes: Uint8Array, prefix: string, literals: boolean): UntypedPatch {
  try {
    if (options.fieldValidation === 'Ignore') return { value: decodeUntyped(bytes, { literals }), strictErrors: [] };
    return decodeUntypedStrict(bytes, { literals });
  } catch (error) {
    throw error instanceof DecodeError ? badRequest(prefix + error.message) : error;
  }
}

/** A merge patch that only the engine looks at, which has one word for all that is wrong. */
function decodeUnchecked(bytes: Uint8Array): UntypedPatch {
  try {
    return { value: decodeUntyped(bytes, { literals: true }), strictErrors: [] };
  } catch (error) {
    throw error instanceof DecodeError ? invalidPatch() : error;
  }
}

/** A map, or null. */
function decodeMap(write: Write, bytes: Uint8Array, prefix: string, literals: boolean): UntypedPatch {
  const decoded = decodeAny(write, bytes, prefix, literals);
  const { value } = decoded;
  if (value !== null && !isMap(value)) {
    throw badRequest(`${prefix}json: cannot unmarshal ${jsonTypeName(value)} into Go value of type map[string]interface {}`);
  }
  return decoded;
}

/** The only numbers that are looked at are in values. */
function decodeValues(write: Write, bytes: Uint8Array, prefix: string): UntypedPatch {
  try {
    return decodeAny(write, bytes, prefix, true);
  } catch (error) {
    if (!(error instanceof ApiError) || !error.message.endsWith('into Go value of type float64')) throw error;
    throw badRequest(error.message.replace('Go value of type float64', 'Go struct field jsonPatchOp.value of type float64'));
  }
}

const OPERATION_MEMBERS: readonly string[] = ['op', 'path', 'from', 'value'];

/** A list of operations, or null. Which Go type a message names depends on whether fields are validated, as two decoders look at the patch. */
function decodeOperations(
  write: Write,
  bytes: Uint8Array,
): { readonly operations: readonly unknown[] | null; readonly strictErrors: readonly string[] } {
  const strict = write.options.fieldValidation !== 'Ignore';
  const prefix = strict ? 'error decoding patch: ' : '';
  const { value, strictErrors } = decodeValues(write, bytes, prefix);
  if (value === null) return { operations: null, strictErrors: [] };
  if (!Array.isArray(value)) {
    throw badRequest(
      `${prefix}json: cannot unmarshal ${jsonTypeName(value)} into Go value of type ${strict ? '[]handlers.jsonPatchOp' : 'jsonpatch.Patch'}`,
    );
  }
  const found = strictErrors.map((each) => `json patch ${each}`);
  value.forEach((operation: unknown, i) => {
    if (operation === null) return;
    if (!isMap(operation)) {
      throw badRequest(
        `${prefix}json: cannot unmarshal ${jsonTypeName(operation)} into Go value of type ${strict ? 'handlers.jsonPatchOp' : 'jsonpatch.Operation'}`,
      );
    }
    if (strict) found.push(...checkOperation(operation, i));
  });
  // What is compared is what is written.
  const compares = value.some((each) => isMap(each) && getKey(each, 'op') === 'test');
  return { operations: compares ? asWritten(value, bytes) : value, strictErrors: found };
}

const decodeWritten = (bytes: Uint8Array): unknown => decodeUntyped(bytes, { literals: true, strings: true });

/** The operations with values that carry their own spelling. */
function asWritten(operations: readonly unknown[], bytes: Uint8Array): readonly unknown[] {
  const literal = decodeWritten(bytes) as readonly Document[];
  return operations.map((each, i) =>
    isMap(each) && Object.hasOwn(each, 'value') ? { ...each, value: getKey(literal[i] as Document, 'value') } : each,
  );
}

function checkOperation(operation: Document, index: number): string[] {
  for (const member of ['op', 'path', 'from']) {
    const value = getKey(operation, member) ?? null;
    if (value !== null && typeof value !== 'string') {
      throw badRequest(
        `error decoding patch: json: cannot unmarshal ${jsonTypeName(value)} into Go struct field jsonPatchOp.${member} of type string`,
      );
    }
  }
  const unknown = Object.keys(operation).filter((each) => !OPERATION_MEMBERS.includes(each));
  return unknown.map((each) => `json patch unknown field "[${index}].${each}"`);
}
