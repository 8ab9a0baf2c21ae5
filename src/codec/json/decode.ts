/**
 * JSON to objects, in one pass over the text, driven by the tables.
 *
 * The result, the complaints and their order are those of upstream's decoder (sigs.k8s.io/json, case-sensitive): a syntax error wins over
 * everything; then what reading apiVersion and kind would have met; then an error of a type with a form of its own (a quantity, a time); then
 * the first value of a wrong type. Unknown and duplicate fields are collected in the order of the document, each once, at most 100.
 *
 * Invariants: members of structs stand in table order whatever the order of the document; users' keys are own properties; nothing recurses deeper
 * than MAX_TYPED_DEPTH.
 */
import type { Steps } from '../../base/event-loop.ts';
import type { StructType } from '../../machinery/descriptor.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { type Decoded, DecodeError, type Empties, type Strictness } from '../interface.ts';
import { zeroStruct } from '../memory-form.ts';
import { readInSteps } from './read-in-steps.ts';
import { readerOf } from './readers.ts';
import { Scanner, textOf, typeNameOf } from './scan.ts';
import { Abort, TypedScanner } from './typed-scanner.ts';

/** The struct that upstream reads apiVersion and kind into, as its messages print it. */
export const TYPE_META_GO = 'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';

const PREFIX = "couldn't get version/kind; json parse error: ";

/** @throws {DecodeError} */
export function decodeJson(bytes: Uint8Array, type: StructType, strictness: Strictness, empties: Empties = 'dropped'): Decoded {
  return decodeJsonText(readText(bytes), type, strictness, empties);
}

/** As decodeJson, for text that is at hand. @throws {DecodeError} */
export function decodeJsonText(text: string, type: StructType, strictness: Strictness, empties: Empties = 'dropped'): Decoded {
  const scanner = new TypedScanner(text, strictness === 'collect', empties);
  let object: unknown;
  try {
    beginDocument(scanner);
    object = readerOf(type)(scanner, undefined);
    scanner.end();
  } catch (error) {
    throw failure(error, scanner);
  }
  return conclude(scanner, type, object);
}

/** As decodeJson, for long texts. */
export function* decodeJsonInSteps(bytes: Uint8Array, type: StructType, strictness: Strictness, empties: Empties = 'dropped'): Steps<Decoded> {
  const text = readText(bytes);
  yield;
  return yield* decodeTextInSteps(text, type, strictness, empties);
}

/** As decodeJsonText, for long texts. */
export function* decodeTextInSteps(text: string, type: StructType, strictness: Strictness, empties: Empties = 'dropped'): Steps<Decoded> {
  const scanner = new TypedScanner(text, strictness === 'collect', empties);
  let object: unknown;
  try {
    beginDocument(scanner);
    object = yield* readInSteps(type, scanner);
    scanner.end();
  } catch (error) {
    throw failure(error, scanner);
  }
  return conclude(scanner, type, object);
}

function readText(bytes: Uint8Array): string {
  try {
    return textOf(bytes);
  } catch (error) {
    throw withPrefix(error);
  }
}

/** An object or null. @throws {DecodeError} about anything else */
function beginDocument(scanner: TypedScanner): void {
  const code = scanner.peek();
  if (code === 123 || code === 110) return;
  const start = scanner.at;
  scanner.skipDocument();
  scanner.at = start;
  throw new DecodeError(`json: cannot unmarshal ${typeNameOf(code)} into Go value of type ${TYPE_META_GO}`);
}

/** What was found wrong on the way is the whole result. */
function conclude(scanner: TypedScanner, type: StructType, object: unknown): Decoded {
  if (scanner.typeMetaError !== undefined) throw new DecodeError(PREFIX + scanner.typeMetaError);
  if (scanner.savedError !== undefined) throw new DecodeError(scanner.savedError);
  return { object: (object ?? zeroStruct(type)) as KubeObject, strictErrors: scanner.strictErrors };
}

function failure(error: unknown, scanner: TypedScanner): DecodeError {
  return error instanceof Abort ? afterAbort(error, scanner) : withPrefix(error);
}

/** A fatal value error: but had the rest of the text been broken, upstream would have said so first. */
function afterAbort(abort: Abort, scanner: TypedScanner): DecodeError {
  try {
    new Scanner(scanner.text).skipDocument();
  } catch (error) {
    return withPrefix(error);
  }
  return new DecodeError(scanner.typeMetaError === undefined ? abort.message : PREFIX + scanner.typeMetaError);
}

function withPrefix(error: unknown): DecodeError {
  if (!(error instanceof DecodeError)) throw error;
  return new DecodeError(PREFIX + error.message);
}
