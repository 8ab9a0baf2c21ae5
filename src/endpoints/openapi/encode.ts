/** Documents as bytes, in steps: a step is a path or a definition, so that a caller can let others run in between. */
import type { JsonObject, JsonValue } from './model.ts';

/** Levels of a document that are written member by member: document, components, schemas. */
const STEP_DEPTH = 3;

export function* jsonSteps(document: JsonObject): Generator<Uint8Array> {
  for (const text of texts(document, STEP_DEPTH)) yield Buffer.from(text);
}

function* texts(value: JsonValue, depth: number): Generator<string> {
  if (depth === 0 || value === null || typeof value !== 'object' || Array.isArray(value)) {
    yield JSON.stringify(value);
    return;
  }
  let separator = '{';
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined) continue;
    yield `${separator}${JSON.stringify(name)}:`;
    yield* texts(member, depth - 1);
    separator = ',';
  }
  yield separator === '{' ? '{}' : '}';
}
