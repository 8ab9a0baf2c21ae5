/**
 * The joined items of lists that are asked for again and again while nothing changes: the second time a list is asked for its items are joined for
 * good, and from then on an answer is a head and these bytes.
 *
 * Storage hands out the same array as long as a collection is unchanged, so bodies are remembered by the array and go when it goes. What is kept is
 * bounded in bytes; the body that was made first goes first.
 */
import type { Entry } from '../../storage/resource-storage.ts';
import type { Rendering } from '../rendering/interface.ts';
import { SliceBuffer } from '../rendering/slice-buffer.ts';

/** Longer lists are sent in slices: joining them would hold the loop, and nobody asks for them often. */
const MAX_BODY_BYTES = 2 * 1024 * 1024;
const MAX_KEPT_BYTES = 32 * 1024 * 1024;

/** By the rendering's share key. */
type Bodies = Map<string, Uint8Array | 'asked for once' | 'too long'>;

interface Kept {
  /** Weak: the array's end is the body's end. */
  readonly bodies: WeakRef<Bodies>;
  readonly key: string;
  readonly bytes: number;
}

export class ListBodyCache {
  readonly #bodies = new WeakMap<readonly Entry[], Bodies>();
  readonly #maxBytes: number;
  #kept: Kept[] = [];

  constructor(maxBytes: number = MAX_KEPT_BYTES) {
    this.#maxBytes = maxBytes;
  }

  /** Everything of a list behind its head; undefined when it is to be written item by item. */
  of(entries: readonly Entry[], rendering: Rendering): Uint8Array | undefined {
    // A head that says the length belongs to one list only.
    if (entries.length === 0 || rendering.writeListItem === undefined || rendering.measureListItem !== undefined) return undefined;
    const key = rendering.shareKey;
    const bodies: Bodies = this.#bodies.get(entries) ?? new Map();
    const known = bodies.get(key);
    if (known === undefined) {
      bodies.set(key, 'asked for once');
      this.#bodies.set(entries, bodies);
      return undefined;
    }
    if (known !== 'asked for once') return known === 'too long' ? undefined : known;
    const body = joined(entries, rendering);
    if (body === undefined) bodies.set(key, 'too long');
    else this.#keep(bodies, key, body);
    return body;
  }

  #keep(bodies: Bodies, key: string, body: Uint8Array): void {
    bodies.set(key, body);
    this.#kept = this.#kept.filter((each) => each.bodies.deref() !== undefined);
    this.#kept.push({ bodies: new WeakRef(bodies), key, bytes: body.length });
    let total = 0;
    for (const each of this.#kept) total += each.bytes;
    while (total > this.#maxBytes) {
      const oldest = this.#kept.shift();
      if (oldest === undefined) return;
      total -= oldest.bytes;
      oldest.bodies.deref()?.delete(oldest.key);
    }
  }
}

/** Undefined for what is too long. */
function joined(entries: readonly Entry[], rendering: Rendering): Uint8Array | undefined {
  const first = entries[0] as Entry;
  if (first.json.length * entries.length > 4 * MAX_BODY_BYTES) return undefined;
  const buffer = new SliceBuffer(first.json.length * entries.length + 1024);
  for (let i = 0; i < entries.length; i++) {
    rendering.writeListItem?.(buffer, entries[i] as Entry, i);
    if (buffer.byteLength > MAX_BODY_BYTES) return undefined;
  }
  for (const piece of rendering.listTail(entries.length)) buffer.bytes(piece, 0, piece.length);
  return buffer.copy();
}
