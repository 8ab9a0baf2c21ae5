/**
 * Field errors: what validation found, with the path of the field. Rules push onto an ErrorList; the registry turns the list into a 422.
 *
 * Texts follow k8s.io/apimachinery/pkg/util/validation/field: a client sees `spec.replicas: Invalid value: -1: must be greater than or equal to 0`.
 */
import { goQuote } from './go/text.ts';
import { type ApiError, invalid, type StatusCause } from './status.ts';

/** A path to a field; immutable, made by walking down. Rendered only when an error is reported: most paths lead nowhere, and walking costs one object. */
export class FieldPath {
  readonly #parent: FieldPath | undefined;
  readonly #isField: boolean;
  /** The name of a field, or what stands between brackets. */
  readonly #step: string | number;

  private constructor(parent: FieldPath | undefined, isField: boolean, step: string | number) {
    this.#parent = parent;
    this.#isField = isField;
    this.#step = step;
  }

  /** Starts at a field, or at the object itself ('' prints nothing before the first child). */
  static root(name = ''): FieldPath {
    return new FieldPath(undefined, true, name);
  }

  child(...names: readonly string[]): FieldPath {
    let path: FieldPath = this;
    for (let i = 0; i < names.length; i++) path = new FieldPath(path, true, names[i] as string);
    return path;
  }

  index(i: number): FieldPath {
    return new FieldPath(this, false, i);
  }

  key(key: string): FieldPath {
    return new FieldPath(this, false, key);
  }

  /** Another field of the same struct. */
  sibling(name: string): FieldPath {
    return (this.#parent ?? FieldPath.root()).child(name);
  }

  toString(): string {
    if (this.#parent === undefined) return String(this.#step);
    const before = this.#parent.toString();
    if (!this.#isField) return `${before}[${this.#step}]`;
    return this.#parent.#isEmpty() ? String(this.#step) : `${before}.${this.#step}`;
  }

  #isEmpty(): boolean {
    return this.#parent === undefined && this.#step === '';
  }
}

export type FieldErrorType =
  | 'FieldValueNotFound'
  | 'FieldValueRequired'
  | 'FieldValueDuplicate'
  | 'FieldValueInvalid'
  | 'FieldValueNotSupported'
  | 'FieldValueForbidden'
  | 'FieldValueTooLong'
  | 'FieldValueTooMany'
  | 'InternalError';

const PREFIX: Record<FieldErrorType, string> = {
  FieldValueNotFound: 'Not found',
  FieldValueRequired: 'Required value',
  FieldValueDuplicate: 'Duplicate value',
  FieldValueInvalid: 'Invalid value',
  FieldValueNotSupported: 'Unsupported value',
  FieldValueForbidden: 'Forbidden',
  FieldValueTooLong: 'Too long',
  FieldValueTooMany: 'Too many',
  InternalError: 'Internal error',
};

export interface FieldError {
  readonly type: FieldErrorType;
  readonly field: string;
  /** Without the path: `Invalid value: -1: must be ...`. */
  readonly body: string;
}

/** Text that is printed as it stands instead of as a quoted value; for values that print as Go or internal JSON. */
export class Verbatim {
  readonly #text: string | (() => string);

  /** @param text a function where the text is long: it is made only when it will be told */
  constructor(text: string | (() => string)) {
    this.#text = text;
  }

  get text(): string {
    return typeof this.#text === 'string' ? this.#text : this.#text();
  }
}

/** How Go's %q-like rendering in field errors shows a value. */
export function printValue(value: unknown): string {
  if (value instanceof Verbatim) return value.text;
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return goQuote(value);
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value);
}

/** More are not told: nobody reads them, and a body of three megabytes may hold a million. */
const MAX_ERRORS = 10_000;
/** Nor is more text: each of many errors may repeat one long value. The error that goes beyond is still told whole. */
const MAX_CHARACTERS = 4 * 1024 * 1024;

export class ErrorList {
  readonly errors: FieldError[] = [];
  #characters = 0;

  get length(): number {
    return this.errors.length;
  }

  #add(error: FieldError): void {
    this.errors.push(error);
    this.#characters += error.field.length + error.body.length;
  }

  /** Whether whatever else is found is not told: rules that would say much more of it can stop. */
  get isFull(): boolean {
    return this.errors.length >= MAX_ERRORS || this.#characters >= MAX_CHARACTERS;
  }

  #tell(type: FieldErrorType, path: FieldPath | string, detail: string): void {
    if (!this.isFull) this.#add({ type, field: path.toString(), body: detail === '' ? PREFIX[type] : `${PREFIX[type]}: ${detail}` });
  }

  /** A value is printed only when it will be told. */
  #tellValue(type: FieldErrorType, path: FieldPath | string, value: unknown, detail: string): void {
    if (this.isFull) return;
    const printed = printValue(value);
    this.#tell(type, path, detail === '' ? printed : `${printed}: ${detail}`);
  }

  invalid(path: FieldPath | string, value: unknown, detail: string): void {
    this.#tellValue('FieldValueInvalid', path, value, detail);
  }

  /** Invalid as a whole, with nothing shown. */
  invalidWithoutValue(path: FieldPath | string, detail: string): void {
    this.#tell('FieldValueInvalid', path, detail);
  }

  /** One error per text: what a grammar found wrong with a value. */
  eachInvalid(path: FieldPath | string, value: unknown, details: readonly string[]): void {
    for (const detail of details) this.invalid(path, value, detail);
  }

  required(path: FieldPath | string, detail = ''): void {
    this.#tell('FieldValueRequired', path, detail);
  }

  duplicate(path: FieldPath | string, value: unknown, detail = ''): void {
    this.#tellValue('FieldValueDuplicate', path, value, detail);
  }

  /** Each value that has come before in the list. */
  eachDuplicate(path: FieldPath, values: readonly unknown[]): void {
    const seen = new Set<unknown>();
    values.forEach((value, i) => {
      if (seen.has(value)) this.duplicate(path.index(i), value);
      seen.add(value);
    });
  }

  notFound(path: FieldPath | string, value: unknown, detail = ''): void {
    this.#tellValue('FieldValueNotFound', path, value, detail);
  }

  forbidden(path: FieldPath | string, detail: string): void {
    this.#tell('FieldValueForbidden', path, detail);
  }

  /** `supported` in the order in which upstream lists it (sorted where it comes from a set). */
  notSupported(path: FieldPath | string, value: unknown, supported: readonly string[]): void {
    if (this.isFull) return;
    const detail = supported.length === 0 ? '' : `supported values: ${supported.map(goQuote).join(', ')}`;
    this.#tellValue('FieldValueNotSupported', path, value, detail);
  }

  tooLong(path: FieldPath | string, maxLength: number): void {
    this.#tell('FieldValueTooLong', path, maxLength >= 0 ? `may not be more than ${maxLength} bytes` : 'value is too long');
  }

  tooMany(path: FieldPath | string, actual: number, max: number): void {
    this.#tellValue('FieldValueTooMany', path, actual, `must have at most ${max} ${max === 1 ? 'item' : 'items'}`);
  }

  internal(path: FieldPath | string, detail: string): void {
    this.#tell('InternalError', path, detail);
  }

  append(other: ErrorList): void {
    for (const each of other.errors) {
      if (this.isFull) return;
      this.#add(each);
    }
  }

  /** One cause per error, duplicates included; the message says each distinct error once. */
  toApiError(kind: { readonly group: string; readonly kind: string }, name: string): ApiError {
    const causes: StatusCause[] = this.errors.map((each) => ({ reason: each.type, message: each.body, field: each.field }));
    const distinct = [...new Set(this.errors.map((each) => `${each.field}: ${each.body}`))];
    const text = distinct.length === 1 ? (distinct[0] as string) : distinct.length === 0 ? '' : `[${distinct.join(', ')}]`;
    return invalid(kind, name, causes, text);
  }
}
