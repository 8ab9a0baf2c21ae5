/**
 * What a codec takes and gives, whatever its format. Codecs are driven by type descriptors that callers pass in; they know no kind by name.
 *
 * Messages are Go's, because clients and tests match on them.
 */
import type { KubeObject } from '../machinery/object.ts';

/** Unknown and duplicate fields: thrown away, or collected in upstream's words and order for the caller to warn about or refuse. */
export type Strictness = 'ignore' | 'collect';

export interface Decoded {
  readonly object: KubeObject;
  /** `unknown field "spec.foo"`, `duplicate field "metadata.name"`; empty unless 'collect'. */
  readonly strictErrors: readonly string[];
}

/** The bytes cannot become an object of the type; the message is what upstream's decoder says. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
}

/** Canonical JSON of an object as a cache entry holds it (see storage/resource-storage.ts). */
export interface ServedJson {
  readonly json: Uint8Array;
  readonly revisionAt: number;
  readonly prefixLength: number;
}

export interface ServedEncoding extends ServedJson {
  /** Whether decoding the bytes would give back the object that they were made of, member for member. */
  readonly exact: boolean;
}

/**
 * What becomes of an explicitly empty list or map (`labels: {}`) where Go's omitempty would leave it out: 'dropped' is what the stored form makes of
 * it; 'kept' is what upstream's memory holds until then, so that messages show it as it was written. Comparisons with what is stored know that such a
 * list or map is none (machinery/clone.ts); an empty map is told from an empty struct by its prototype (emptyMap).
 */
export type Empties = 'dropped' | 'kept';
