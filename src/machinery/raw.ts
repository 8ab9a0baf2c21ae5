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
}
