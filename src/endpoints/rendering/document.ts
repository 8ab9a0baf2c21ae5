/** Documents that the server writes about itself (Status, discovery): plain objects with members in Go's order, in any encoding. */
import type { Encoding } from '../accept.ts';
import type { Pieces } from './interface.ts';
import { goJson } from './json-text.ts';
import { yamlOf } from './yaml.ts';

/** The encodings that `encodeDocument` knows. */
export const DOCUMENT_ENCODINGS: readonly Encoding[] = ['json', 'yaml'];

export function encodeDocument(document: object, encoding: Encoding): Pieces {
  const json = [Buffer.from(`${goJson(document)}\n`)];
  if (encoding === 'json') return json;
  if (encoding === 'yaml') return yamlOf(json);
  throw new Error(`documents are not written as ${encoding}`);
}
