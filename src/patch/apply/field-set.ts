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
    if (!this.#meets(other)) return FieldSet.empty;
    const members = membersInBoth(this.members, other.members);
    let children: Map<PathElement, FieldSet> | undefined;
    for (const element of childrenInBoth(this.children, other.children)) {
      const both = this.below(element).intersection(other.below(element));
      if (both.isEmpty) continue;
      children ??= new Map();
      children.set(element, both);
    }
    return new FieldSet(members.length === 0 ? NO_MEMBERS : new Set(members), children ?? NO_CHILDREN);
  }

  /** Whether they have anything in common; mostly they have not. */
  #meets(other: FieldSet): boolean {
    if (this.members.size > 0 && other.members.size > 0 && shareMembers(this.members, other.members)) return true;
    const ours = this.children;
    const theirs = other.children;
    if (ours.size > theirs.size) return other.#meetsBelow(ours);
    return this.#meetsBelow(theirs);
  }

  #meetsBelow(children: ReadonlyMap<PathElement, FieldSet>): boolean {
    if (children.size === 0) return false;
    for (const [element, below] of this.children) {
      const same = children.get(element);
      if (same !== undefined && below.#meets(same)) return true;
    }
    return false;
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
    const members = withoutAll(this.members, membersInBoth(this.members, other.members));
    const children = this.#childrenWithout(other, recursive);
    if (members === this.members && children === this.children) return this;
    return members.size === 0 && children.size === 0 ? FieldSet.empty : new FieldSet(members, children);
  }

  #childrenWithout(other: FieldSet, recursive: boolean): ReadonlyMap<PathElement, FieldSet> {
    let children: Map<PathElement, FieldSet> | undefined;
    for (const element of childrenInBoth(this.children, other.children)) {
      const ours = this.below(element);
      const left = ours.#without(other.below(element), recursive);
      if (left === ours) continue;
      children ??= new Map(this.children);
      if (left.isEmpty) children.delete(element);
      else children.set(element, left);
    }
    if (!recursive) return children ?? this.children;
    for (const element of other.members) {
      if (!this.children.has(element)) continue;
      children ??= new Map(this.children);
      children.delete(element);
    }
    return children ?? this.children;
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

function shareMembers(a: ReadonlySet<PathElement>, b: ReadonlySet<PathElement>): boolean {
  if (a.size > b.size) return shareMembers(b, a);
  for (const each of a) if (b.has(each)) return true;
  return false;
}

const NO_ELEMENTS: readonly PathElement[] = [];

/** Walks the smaller one: mostly little is looked for in much, and there may be thousands of managers. */
function membersInBoth(a: ReadonlySet<PathElement>, b: ReadonlySet<PathElement>): readonly PathElement[] {
  if (a.size > b.size) return membersInBoth(b, a);
  let both: PathElement[] | undefined;
  for (const each of a) {
    if (!b.has(each)) continue;
    both ??= [];
    both.push(each);
  }
  return both ?? NO_ELEMENTS;
}

function childrenInBoth(a: ReadonlyMap<PathElement, FieldSet>, b: ReadonlyMap<PathElement, FieldSet>): readonly PathElement[] {
  if (a.size > b.size) return childrenInBoth(b, a);
  let both: PathElement[] | undefined;
  for (const [each] of a) {
    if (!b.has(each)) continue;
    both ??= [];
    both.push(each);
  }
  return both ?? NO_ELEMENTS;
}

/** `elements` itself where nothing is taken. */
function withoutAll(elements: ReadonlySet<PathElement>, taken: readonly PathElement[]): ReadonlySet<PathElement> {
  if (taken.length === 0) return elements;
  const left = new Set(elements);
  for (const each of taken) left.delete(each);
  return left;
}

function isSubset(some: ReadonlySet<PathElement>, all: ReadonlySet<PathElement>): boolean {
  if (some.size > all.size) return false;
  for (const each of some) if (!all.has(each)) return false;
  return true;
}
