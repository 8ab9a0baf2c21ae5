/**
 * Sets of fields: what one manager owns. A set is a tree of path elements; an element may be a member itself, have members below it,
 * or both. Sets are immutable and share structure: an operation returns one of its operands where nothing changes.
 */
import { type PathElement, printElement, sortElements } from './path-element.ts';

const NO_MEMBERS: ReadonlySet<PathElement> = new Set();
const NO_CHILDREN: ReadonlyMap<PathElement, FieldSet> = new Map();

export type FieldPathElements = readonly PathElement[];

export class FieldSet {
  readonly members: ReadonlySet<PathElement>;
  /** Never holds an empty set. */
  readonly children: ReadonlyMap<PathElement, FieldSet>;

  constructor(members: ReadonlySet<PathElement>, children: ReadonlyMap<PathElement, FieldSet>) {
    this.members = members;
    this.children = children;
  }

  static readonly empty: FieldSet = new FieldSet(NO_MEMBERS, NO_CHILDREN);

  static of(...paths: readonly FieldPathElements[]): FieldSet {
    const builder = new FieldSetBuilder();
    for (const path of paths) builder.at(path.slice(0, -1)).insert(path[path.length - 1] as PathElement);
    return builder.build();
  }

  get isEmpty(): boolean {
    return this.members.size === 0 && this.children.size === 0;
  }

  /** What lies below an element, the element itself aside. */
  below(element: PathElement): FieldSet {
    return this.children.get(element) ?? FieldSet.empty;
  }

  union(other: FieldSet): FieldSet {
    if (this === other || other.isEmpty) return this;
    if (this.isEmpty) return other;
    const members = isSubset(other.members, this.members) ? this.members : new Set([...this.members, ...other.members]);
    let children: Map<PathElement, FieldSet> | undefined;
    for (const [element, theirs] of other.children) {
      const ours = this.children.get(element);
      const joined = ours === undefined ? theirs : ours.union(theirs);
      if (joined === ours) continue;
      children ??= new Map(this.children);
      children.set(element, joined);
    }
    return members === this.members && children === undefined ? this : new FieldSet(members, children ?? this.children);
  }

  /** The union of many, by halves: adding one after the other to what grows would cost their number squared. */
  static unionOf(sets: readonly FieldSet[]): FieldSet {
    const [first, second] = sets;
    if (first === undefined) return FieldSet.empty;
    if (second === undefined) return first;
    const middle = sets.length >> 1;
    return FieldSet.unionOf(sets.slice(0, middle)).union(FieldSet.unionOf(sets.slice(middle)));
  }

  intersection(other: FieldSet): FieldSet {
    if (this === other) return this;
    if (other.isEmpty || this.isEmpty) return FieldSet.empty;
    const members = shared(this.members, other.members);
    const children = new Map<PathElement, FieldSet>();
    for (const [element, ours] of this.children) {
      const theirs = other.children.get(element);
      if (theirs === undefined) continue;
      const both = ours.intersection(theirs);
      if (!both.isEmpty) children.set(element, both);
    }
    return members.size === 0 && children.size === 0 ? FieldSet.empty : new FieldSet(members, children);
  }

  /** Without the members of `other`; what lies below a member of `other` stays. */
  difference(other: FieldSet): FieldSet {
    return this.#without(other, false);
  }

  /** Without the members of `other` and everything below them. */
  recursiveDifference(other: FieldSet): FieldSet {
    return this.#without(other, true);
  }

  #without(other: FieldSet, recursive: boolean): FieldSet {
    if (other.isEmpty || this.isEmpty) return this;
    let changed = false;
    const members = new Set<PathElement>();
    for (const element of this.members) {
      if (other.members.has(element)) changed = true;
      else members.add(element);
    }
    const children = new Map<PathElement, FieldSet>();
    for (const [element, ours] of this.children) {
      if (recursive && other.members.has(element)) {
        changed = true;
        continue;
      }
      const theirs = other.children.get(element);
      const left = theirs === undefined ? ours : ours.#without(theirs, recursive);
      if (left !== ours) changed = true;
      if (!left.isEmpty) children.set(element, left);
    }
    return changed ? new FieldSet(members, children) : this;
  }

  equals(other: FieldSet): boolean {
    if (this === other) return true;
    if (this.members.size !== other.members.size || this.children.size !== other.children.size) return false;
    if (!isSubset(this.members, other.members)) return false;
    for (const [element, ours] of this.children) {
      const theirs = other.children.get(element);
      if (theirs === undefined || !ours.equals(theirs)) return false;
    }
    return true;
  }

  /** Every path in order: members of a level first, then what lies below. */
  *paths(prefix: FieldPathElements = []): Generator<FieldPathElements> {
    for (const element of sortElements([...this.members])) yield [...prefix, element];
    for (const element of sortElements([...this.children.keys()])) yield* this.below(element).paths([...prefix, element]);
  }
}

/** `.spec.template.spec.containers[name="one"].image` */
export function printPath(path: FieldPathElements): string {
  return path.map(printElement).join('');
}

/** Collects a set; hands out builders for the levels below, which become children when something is inserted there. */
export class FieldSetBuilder {
  #members: Set<PathElement> | undefined;
  #children: Map<PathElement, FieldSetBuilder> | undefined;

  insert(element: PathElement): void {
    this.#members ??= new Set();
    this.#members.add(element);
  }

  child(element: PathElement): FieldSetBuilder {
    this.#children ??= new Map();
    let child = this.#children.get(element);
    if (child === undefined) {
      child = new FieldSetBuilder();
      this.#children.set(element, child);
    }
    return child;
  }

  at(path: FieldPathElements): FieldSetBuilder {
    let builder: FieldSetBuilder = this;
    for (const element of path) builder = builder.child(element);
    return builder;
  }

  build(): FieldSet {
    const children = new Map<PathElement, FieldSet>();
    for (const [element, child] of this.#children ?? []) {
      const built = child.build();
      if (!built.isEmpty) children.set(element, built);
    }
    if (this.#members === undefined && children.size === 0) return FieldSet.empty;
    return new FieldSet(this.#members ?? NO_MEMBERS, children.size === 0 ? NO_CHILDREN : children);
  }
}

/** What both hold; walks the smaller one. */
function shared(a: ReadonlySet<PathElement>, b: ReadonlySet<PathElement>): ReadonlySet<PathElement> {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  let both: Set<PathElement> | undefined;
  for (const each of small) {
    if (!large.has(each)) continue;
    both ??= new Set();
    both.add(each);
  }
  return both ?? NO_MEMBERS;
}

function isSubset(some: ReadonlySet<PathElement>, all: ReadonlySet<PathElement>): boolean {
  if (some.size > all.size) return false;
  for (const each of some) if (!all.has(each)) return false;
  return true;
}
