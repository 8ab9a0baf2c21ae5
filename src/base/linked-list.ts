/**
 * A doubly linked list whose members take themselves out, in the order in which they came: for what comes and goes with every request.
 *
 * Why not a Set: V8 gives a Set a new table every few dozen deletions, and the old table points to the new one. Once one of these tables lies in the
 * old generation, all later ones, with whatever stood in them, survive every scavenge until the next full collection. A member that has left points
 * to nothing.
 */
export class LinkedList<T> {
  #first: Link<T> | undefined;
  #last: Link<T> | undefined;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get first(): Link<T> | undefined {
    return this.#first;
  }

  add(value: T): Link<T> {
    const link = new Link(this, value, this.#last);
    if (this.#last === undefined) this.#first = link;
    else this.#last.next = link;
    this.#last = link;
    this.#size++;
    return link;
  }

  /** Once is enough; again does nothing. */
  remove(link: Link<T>): void {
    if (link.value === undefined) return;
    const { previous, next } = link;
    if (previous === undefined) this.#first = next;
    else previous.next = next;
    if (next === undefined) this.#last = previous;
    else next.previous = previous;
    link.previous = undefined;
    link.next = undefined;
    link.value = undefined;
    this.#size--;
  }

  values(): T[] {
    const values: T[] = [];
    for (let link = this.#first; link !== undefined; link = link.next) if (link.value !== undefined) values.push(link.value);
    return values;
  }
}

/** A member's place. */
export class Link<T> {
  readonly #list: LinkedList<T>;
  /** Undefined once it has left. */
  value: T | undefined;
  previous: Link<T> | undefined;
  next: Link<T> | undefined = undefined;

  constructor(list: LinkedList<T>, value: T, previous: Link<T> | undefined) {
    this.#list = list;
    this.value = value;
    this.previous = previous;
  }

  leave(): void {
    this.#list.remove(this);
  }
}
