/**
 * Field errors: what validation found, with the path of the field. Rules push onto an ErrorList; the registry turns the list into a 422.
 *
 * Texts follow k8s.io/apimachinery/pkg/util/validation/field: a client sees `spec.replicas: Invalid value: -1: must be greater than or equal to 0`.
 */
import { goQuote } from './go/text.ts';
import { type ApiError, invalid, type StatusCause } from './status.ts';

/** A path to a field; immutable, made by walking down. Rendered only when an error is reported. */
export class FieldPath {
  readonly #parent: FieldPath | undefined;
  readonly #text: string;

  private constructor(parent: FieldPath | undefined, text: string) {
    this.#parent = parent;
    this.#text = text;
  }

  /** Starts at a field, or at the object itself ('' prints nothing before the first child). */
  static root(name = ''): FieldPath {
    return new FieldPath(undefined, name);
  }

  child(...names: readonly string[]): FieldPath {
    let path: FieldPath = this;
    for (const name of names) path = new FieldPath(path, path.#isEmpty() ? name : `.${name}`);
    return path;
  }

  index(i: number): FieldPath {
    return new FieldPath(this, `[${i}]`);
  }

  key(key: string): FieldPath {
    return new FieldPath(this, `[${key}]`);
  }

  /** Another field of the same struct. */
  sibling(name: string): FieldPath {
    return (this.#parent ?? FieldPath.root()).child(name);
  }

  toString(): string {
    return this.#parent === undefined ? this.#text : this.#parent.toString() + this.#text;
  }

  #isEmpty(): boolean {
    return this.#parent === undefined && this.#text === '';
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
  readonly text: string;
  constructor(text: string) {
    this.text = text;
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

export class ErrorList {
  readonly errors: FieldError[] = [];

  get length(): number {
    return this.errors.length;
  }

  #add(type: FieldErrorType, path: FieldPath | string, body: string): void {
    if (this.errors.length < MAX_ERRORS) this.errors.push({ type, field: path.toString(), body });
  }

  #detail(type: FieldErrorType, path: FieldPath | string, value: string | undefined, detail: string): void {
    const head = value === undefined ? PREFIX[type] : `${PREFIX[type]}: ${value}`;
    this.#add(type, path, detail === '' ? head : `${head}: ${detail}`);
  }

  invalid(path: FieldPath | string, value: unknown, detail: string): void {
    this.#detail('FieldValueInvalid', path, printValue(value), detail);
  }

  /** Invalid as a whole, with nothing shown. */
  invalidWithoutValue(path: FieldPath | string, detail: string): void {
    this.#detail('FieldValueInvalid', path, undefined, detail);
  }

  /** One error per text: what a grammar found wrong with a value. */
  eachInvalid(path: FieldPath | string, value: unknown, details: readonly string[]): void {
    for (const detail of details) this.invalid(path, value, detail);
  }

  required(path: FieldPath | string, detail = ''): void {
    this.#detail('FieldValueRequired', path, undefined, detail);
  }

  duplicate(path: FieldPath | string, value: unknown, detail = ''): void {
    this.#detail('FieldValueDuplicate', path, printValue(value), detail);
  }

  notFound(path: FieldPath | string, value: unknown, detail = ''): void {
    this.#detail('FieldValueNotFound', path, printValue(value), detail);
  }

  forbidden(path: FieldPath | string, detail: string): void {
    this.#detail('FieldValueForbidden', path, undefined, detail);
  }

  /** `supported` in the order in which upstream lists it (sorted where it comes from a set). */
  notSupported(path: FieldPath | string, value: unknown, supported: readonly string[]): void {
    const detail = supported.length === 0 ? '' : `supported values: ${supported.map(goQuote).join(', ')}`;
    this.#detail('FieldValueNotSupported', path, printValue(value), detail);
  }

  tooLong(path: FieldPath | string, maxLength: number): void {
    this.#detail('FieldValueTooLong', path, undefined, maxLength >= 0 ? `may not be more than ${maxLength} bytes` : 'value is too long');
  }

  tooMany(path: FieldPath | string, actual: number, max: number): void {
    this.#detail('FieldValueTooMany', path, String(actual), `must have at most ${max} ${max === 1 ? 'item' : 'items'}`);
  }

  internal(path: FieldPath | string, detail: string): void {
    this.#detail('InternalError', path, undefined, detail);
  }

  append(other: ErrorList): void {
    for (const each of other.errors) {
      if (this.errors.length >= MAX_ERRORS) return;
      this.errors.push(each);
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
