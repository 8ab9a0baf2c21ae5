/** Which maps a patch has looked into. Asked for by refusals only (they write such maps with sorted keys); engines work without it otherwise. */
import { isMap, type JsonMap } from './document.ts';

export class Touched {
  readonly #maps = new WeakSet<object>();
  readonly #copy: ((value: unknown) => unknown) | undefined;

  /** @param copy how `copy` of JSON Patch copies: what it writes is carried text from then on */
  constructor(copy?: (value: unknown) => unknown) {
    this.#copy = copy;
  }

  has(map: JsonMap): boolean {
    return this.#maps.has(map);
  }

  add(value: unknown): void {
    if (isMap(value)) this.#maps.add(value);
  }

  /** A value and everything in it. */
  addAll(value: unknown): void {
    if (Array.isArray(value)) for (const each of value) this.addAll(each);
    else if (isMap(value)) {
      this.#maps.add(value);
      for (const key of Object.keys(value)) this.addAll(value[key]);
    }
  }

  copy(value: unknown): unknown {
    return this.#copy === undefined ? value : this.#copy(value);
  }
}
