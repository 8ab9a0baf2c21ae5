/**
 * The state of one decoding besides the text: where in the object we are, and what was found wrong.
 *
 * The trail holds one entry per level: the field of a struct, the key of a map, the index of a list. Upstream keeps two such stacks, one for type
 * errors (fields only, embedded structs named) and one for strict errors (everything); both are rendered from the trail when there is something to
 * report.
 */
import { goQuote } from '../../machinery/go/text.ts';
import { DecodeError, type Empties } from '../interface.ts';
import { Scanner, typeNameOf } from './scan.ts';

/** What the trail needs to know of a field. */
export interface TrailField {
  readonly name: string;
  /** With the Go names of the embedded structs it stands in: "ProbeHandler.httpGet". */
  readonly errorName: string;
  /** The Go name of the struct, without package: "PodSpec". */
  readonly owner: string;
}

/** Typed values nest no deeper; only schemas of custom resources nest at all. */
const MAX_TYPED_DEPTH = 1_000;
const MAX_STRICT_ERRORS = 100;

/** Upstream stops at once at an error of a type's own UnmarshalJSON. */
export class Abort extends Error {
  override readonly name = 'Abort';
}

export class TypedScanner extends Scanner {
  readonly strictErrors: string[] = [];
  /** The first value of a wrong type. */
  savedError: string | undefined;
  /** The same in apiVersion or kind of the document, which are read first. */
  typeMetaError: string | undefined;
  /** Off inside values that are decoded by a type's own UnmarshalJSON. */
  strict: boolean;
  readonly empties: Empties;
  readonly #trail: (TrailField | string | number)[] = [];
  #depth = 0;
  #contextDepth = Number.MAX_SAFE_INTEGER;
  #seenErrors: Set<string> | undefined;

  constructor(text: string, strict: boolean, empties: Empties = 'dropped') {
    super(text);
    this.strict = strict;
    this.empties = empties;
  }

  enter(step: TrailField | string | number): void {
    if (this.#depth === MAX_TYPED_DEPTH) throw new DecodeError('exceeded max depth');
    this.#trail[this.#depth++] = step;
  }

  move(step: string | number): void {
    this.#trail[this.#depth - 1] = step;
  }

  leave(): void {
    this.#depth--;
  }

  get depth(): number {
    return this.#depth;
  }

  /** Runs `read` as upstream runs a nested decoder: no strict errors, any error ends the decoding, and the fields inside are not named. */
  nested<T>(read: () => T): T {
    const { strict } = this;
    const outer = this.#contextDepth;
    const saved = this.savedError;
    this.strict = false;
    this.savedError = undefined;
    this.#contextDepth = Math.min(outer, this.#depth);
    const result = read();
    if (this.savedError !== undefined) throw new Abort(this.savedError);
    this.strict = strict;
    this.savedError = saved;
    this.#contextDepth = outer;
    return result;
  }

  /** @param value as Go describes it: "string", "number 1.5"; @param go the type that it does not fit */
  wrongType(value: string, go: string): void {
    const message = this.typeMessage(value, go);
    const first = this.#trail[0];
    if (this.#depth === 1 && typeof first === 'object' && (first.name === 'kind' || first.name === 'apiVersion')) {
      this.typeMetaError ??= `json: cannot unmarshal ${value} into Go struct field .${first.name} of type ${go}`;
    }
    this.savedError ??= message;
  }

  typeMessage(value: string, go: string): string {
    const fields: TrailField[] = [];
    const end = Math.min(this.#depth, this.#contextDepth);
    for (let i = 0; i < end; i++) {
      const step = this.#trail[i];
      if (typeof step === 'object') fields.push(step);
    }
    const last = fields.at(-1);
    const where = last === undefined ? 'Go value' : `Go struct field ${last.owner}.${fields.map((each) => each.errorName).join('.')}`;
    return `json: cannot unmarshal ${value} into ${where} of type ${go}`;
  }

  /** The description of the value that comes next, which is skipped. */
  skipDescribed(withNumber: boolean): string {
    const code = this.peek();
    const start = this.at;
    this.skip(this.#depth);
    const type = typeNameOf(code);
    return type === 'number' && withNumber ? `number ${this.text.slice(start, this.at)}` : type;
  }

  unknownField(name: string): void {
    if (this.strict) this.#strictError('unknown', name);
  }

  duplicateField(name: string): void {
    if (this.strict) this.#strictError('duplicate', name);
  }

  #strictError(what: string, name: string): void {
    if (this.strictErrors.length >= MAX_STRICT_ERRORS) return;
    let path = '';
    for (let i = 0; i < this.#depth; i++) {
      const step = this.#trail[i];
      if (typeof step === 'number') path += `[${step}]`;
      else path += (path === '' ? '' : '.') + (typeof step === 'object' ? step.name : step);
    }
    const message = `${what} field ${goQuote(path === '' ? name : `${path}.${name}`)}`;
    this.#seenErrors ??= new Set();
    if (this.#seenErrors.has(message)) return;
    this.#seenErrors.add(message);
    this.strictErrors.push(message);
  }
}

/** Consumes one value and returns it in memory form; `before` is what an earlier member of the same name left behind (see readers.ts). */
export type Reader = (scanner: TypedScanner, before: unknown) => unknown;
