/**
 * Which fields a write may own at all, where that is told by what is included (pods/resize owns resources of containers, nothing else). A path
 * includes itself, everything below, and the elements on the way to it.
 */
import { FieldSet } from './field-set.ts';
import type { PathElement } from './path-element.ts';

/** Stands for any one element of a path. */
const ANY_ELEMENT = '*';

export class FieldMatcher {
  readonly #branches = new Map<PathElement, FieldMatcher>();

  /** @param paths field names, or ANY_ELEMENT for elements of lists; no path is the start of another */
  static of(paths: readonly (readonly string[])[]): FieldMatcher {
    const root = new FieldMatcher();
    for (const path of paths) {
      let matcher = root;
      for (const name of path) matcher = matcher.#branch(name === ANY_ELEMENT ? name : `f:${name}`);
    }
    return root;
  }

  #branch(element: PathElement): FieldMatcher {
    let branch = this.#branches.get(element);
    if (branch === undefined) {
      branch = new FieldMatcher();
      this.#branches.set(element, branch);
    }
    return branch;
  }

  filter(set: FieldSet): FieldSet {
    const branchOf = (element: PathElement): FieldMatcher | undefined => this.#branches.get(element) ?? this.#branches.get(ANY_ELEMENT);
    const members = new Set([...set.members].filter((element) => branchOf(element) !== undefined));
    const children = new Map<PathElement, FieldSet>();
    for (const [element, below] of set.children) {
      const branch = branchOf(element);
      if (branch === undefined) continue;
      // The end of a path: all that lies below.
      const kept = branch.#branches.size === 0 ? below : branch.filter(below);
      if (!kept.isEmpty) children.set(element, kept);
    }
    return members.size === 0 && children.size === 0 ? FieldSet.empty : new FieldSet(members, children);
  }
}
