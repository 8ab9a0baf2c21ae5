/**
 * JSON that is carried, not understood: RawExtension, FieldsV1, schema defaults. The text is kept exactly as it arrived (compacted), because
 * some kinds are compared byte for byte.
 */
export class RawJson {
  readonly text: string;

  /** @param text one valid JSON value */
  constructor(text: string) {
    this.text = text;
  }

  /** Parsed on each call; for readers that need to look inside. */
  parse(): unknown {
    return JSON.parse(this.text);
  }

  /** For JSON.stringify: the same JSON, its numbers as they were written. */
  toJSON(): unknown {
    return JSON.parse(this.text, keepLiteral);
  }
}

/** What ECMAScript adds to JSON (proposal-json-parse-with-source) and the compiler's library does not know yet. */
declare global {
  interface JSON {
    rawJSON(text: string): object;
    parse(text: string, reviver: (this: unknown, key: string, value: unknown, context: { readonly source?: string }) => unknown): unknown;
  }
}

function keepLiteral(_key: string, value: unknown, context: { readonly source?: string }): unknown {
  return typeof value === 'number' && context.source !== undefined && context.source !== String(value) ? JSON.rawJSON(context.source) : value;
}
