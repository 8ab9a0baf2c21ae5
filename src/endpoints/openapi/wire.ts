/**
 * Just enough Protobuf to write gnostic's messages: a message is a table from JSON members to numbers and kinds. Empty strings and false are left
 * out, as proto3 does. Like everything in Protobuf here, messages are written from their end to their beginning. A member that no table knows is an
 * error: nothing gets lost on the way.
 */
import { BackwardWriter } from '../../codec/protobuf/writer.ts';
import type { JsonObject, JsonValue } from './model.ts';

export type WireField =
  | { readonly number: number; readonly kind: 'string' | 'bool' | 'strings' | 'anys' }
  /** A message, one for each element, or one for each member as a (name, value) message. */
  | { readonly number: number; readonly kind: 'message' | 'messages' | 'named'; readonly of: () => WireMessage };

export type WireMessage =
  | {
      readonly form: 'members';
      readonly fields: { readonly [member: string]: WireField };
      /** Number of the repeated NamedAny that takes members beginning with `x-`. */
      readonly extensions?: number;
    }
  /** The members are keys of a map. */
  | { readonly form: 'map'; readonly field: WireField }
  /** Another message under a number, chosen by looking at the value: oneof and wrappers. */
  | { readonly form: 'wrapper'; readonly choose: (value: JsonValue) => readonly [number: number, of: WireMessage] }
  /** The value is a string, or several, under this number. */
  | { readonly form: 'strings'; readonly number: number }
  /** A scalar under the number of its type; an object leaves the message empty. */
  | { readonly form: 'scalar'; readonly double: number; readonly bool: number; readonly string: number };

/** Levels of a document at which encoding may pause: document, components, schemas (or paths). */
const PAUSE_DEPTH = 3;

/** Encodes in small steps, so that a caller can let others run in between. */
export function* encodeSteps(message: WireMessage, value: JsonValue): Generator<undefined, Uint8Array> {
  const encoder = new DocumentEncoder();
  yield* encoder.steps(message, value, PAUSE_DEPTH);
  return encoder.written();
}

const VARINT = 0;
const FIXED_64 = 1;
const LENGTH_DELIMITED = 2;

class DocumentEncoder {
  readonly #writer = new BackwardWriter();

  written(): Uint8Array {
    return this.#writer.take();
  }

  /** As `message`, with a pause behind each member of the upper levels. */
  *steps(message: WireMessage, value: JsonValue, depth: number): Generator<undefined, void> {
    if (depth === 0 || (message.form !== 'members' && message.form !== 'map')) {
      this.message(message, value);
      yield;
      return;
    }
    for (const [member, each] of Object.entries(value as JsonObject).reverse()) {
      if (each === undefined) continue;
      const field = message.form === 'members' && Object.hasOwn(message.fields, member) ? message.fields[member] : undefined;
      if (field?.kind === 'message') {
        const before = this.#writer.length;
        yield* this.steps(field.of(), each, depth - 1);
        this.#writer.close(before, (field.number << 3) | LENGTH_DELIMITED);
      } else {
        this.#member(message, member, each);
        yield;
      }
    }
  }

  message(message: WireMessage, value: JsonValue): void {
    switch (message.form) {
      case 'strings':
        this.#strings(message.number, Array.isArray(value) ? value : [value]);
        break;
      case 'scalar':
        this.#scalar(message, value);
        break;
      case 'wrapper': {
        const [number, of] = message.choose(value);
        this.#nested(number, () => this.message(of, value));
        break;
      }
      default:
        for (const [member, each] of Object.entries(value as JsonObject).reverse()) if (each !== undefined) this.#member(message, member, each);
    }
  }

  #member(message: WireMessage & { readonly form: 'members' | 'map' }, member: string, value: JsonValue): void {
    if (message.form === 'map') {
      this.#field(message.field, { [member]: value });
      return;
    }
    const field = Object.hasOwn(message.fields, member) ? message.fields[member] : undefined;
    if (field !== undefined) this.#field(field, value);
    else if (message.extensions !== undefined && member.startsWith('x-')) this.#named(message.extensions, member, () => this.#any(value));
    else throw new Error(`${member} has no place in the message`);
  }

  #field(field: WireField, value: JsonValue): void {
    const { number } = field;
    switch (field.kind) {
      case 'string':
        if (value !== '') this.#text(number, String(value));
        break;
      case 'bool':
        if (value === true) this.#bool(number, value);
        break;
      case 'strings':
        this.#strings(number, value as readonly JsonValue[]);
        break;
      case 'anys':
        for (const each of backwards(value)) this.#nested(number, () => this.#any(each));
        break;
      case 'message':
        this.#nested(number, () => this.message(field.of(), value));
        break;
      case 'messages':
        for (const each of backwards(value)) this.#nested(number, () => this.message(field.of(), each));
        break;
      case 'named':
        for (const [name, each] of Object.entries(value as JsonObject).reverse()) {
          this.#named(number, name, () => this.message(field.of(), each as JsonValue));
        }
    }
  }

  /** Anything at all is carried as YAML text; JSON is YAML. */
  #any(value: JsonValue): void {
    this.#text(2, `${JSON.stringify(value)}\n`);
  }

  /** A (name, value) message. */
  #named(number: number, name: string, write: () => void): void {
    this.#nested(number, () => {
      this.#nested(2, write);
      this.#text(1, name);
    });
  }

  #scalar(numbers: { readonly double: number; readonly bool: number; readonly string: number }, value: JsonValue): void {
    // A member of a oneof is written even when it is empty.
    if (typeof value === 'string') this.#text(numbers.string, value);
    else if (typeof value === 'boolean') this.#bool(numbers.bool, value);
    else if (typeof value === 'number') {
      this.#writer.double(value);
      this.#writer.varint((numbers.double << 3) | FIXED_64);
    }
  }

  #strings(number: number, values: readonly JsonValue[]): void {
    for (const each of backwards(values)) this.#text(number, String(each));
  }

  #bool(number: number, value: boolean): void {
    this.#writer.varint(value ? 1 : 0);
    this.#writer.varint((number << 3) | VARINT);
  }

  #text(number: number, value: string): void {
    this.#nested(number, () => this.#writer.text(value));
  }

  #nested(number: number, write: () => void): void {
    const before = this.#writer.length;
    write();
    this.#writer.close(before, (number << 3) | LENGTH_DELIMITED);
  }
}

function backwards(values: JsonValue): readonly JsonValue[] {
  return [...(values as readonly JsonValue[])].reverse();
}
