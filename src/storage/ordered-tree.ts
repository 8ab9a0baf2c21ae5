/**
 * An ordered map from keys to values that can be photographed: a B+ tree whose nodes are copied only when they are shared.
 *
 * Invariants: keys are unique and ordered by their UTF-8 bytes, as in the store; every node but the root holds at least one key;
 * `size` of an inner node is the number of keys below it. A node belongs to the tree whose `#owner` token it carries; a snapshot takes
 * the nodes out of everybody's ownership, so that the next change copies the path it touches (O(log n)) and nothing else.
 *
 * get, insert and delete are O(log n), snapshot is O(1), iteration from a key is O(log n) to start, counting is O(log n).
 */
import { orderKey } from './key-order.ts';

const MAX_WIDTH = 64;

interface Leaf<V> {
  readonly leaf: true;
  owner: object;
  readonly keys: string[];
  readonly values: V[];
}

/** `keys[i]` is at or below the smallest key of `children[i]`, and above everything in `children[i - 1]`. */
interface Inner<V> {
  readonly leaf: false;
  owner: object;
  readonly keys: string[];
  readonly children: Node<V>[];
  size: number;
}

type Node<V> = Leaf<V> | Inner<V>;

/** What can be read, of a tree as of a snapshot. Keys passed in and handed out are plain, never order keys. */
export interface TreeView<V> {
  readonly size: number;
  get(key: string): V | undefined;
  /** Values whose keys are at or above `from` and below `until`, in order. */
  range(from: string, until: string): IterableIterator<V>;
  /** The same in runs of up to a few dozen, which may be the tree's own: for whoever copies many. */
  runs(from: string, until: string): IterableIterator<readonly V[]>;
  /** How many keys are at or above `from` and below `until`. */
  count(from: string, until: string): number;
}

const NOBODY: object = {};

export class OrderedTree<V> implements TreeView<V> {
  #root: Node<V> = { leaf: true, owner: NOBODY, keys: [], values: [] };
  #owner: object = {};

  get size(): number {
    return sizeOf(this.#root);
  }

  get(key: string): V | undefined {
    return find(this.#root, orderKey(key));
  }

  range(from: string, until: string): IterableIterator<V> {
    return flatten(iterate(this.#root, orderKey(from), orderKey(until)));
  }

  runs(from: string, until: string): IterableIterator<readonly V[]> {
    return iterate(this.#root, orderKey(from), orderKey(until));
  }

  count(from: string, until: string): number {
    return Math.max(0, rank(this.#root, orderKey(until)) - rank(this.#root, orderKey(from)));
  }

  /** Adds or replaces; answers what was there. */
  set(key: string, value: V): V | undefined {
    const root = this.#own(this.#root);
    const result = this.#insert(root, orderKey(key), value);
    this.#root = root;
    if (result.split !== undefined) {
      const keys = [smallest(root), smallest(result.split)];
      this.#root = { leaf: false, owner: this.#owner, keys, children: [root, result.split], size: sizeOf(root) + sizeOf(result.split) };
    }
    return result.previous;
  }

  /** Removes; answers what was there. */
  delete(key: string): V | undefined {
    const collated = orderKey(key);
    if (find(this.#root, collated) === undefined) return undefined;
    const root = this.#own(this.#root);
    const previous = this.#remove(root, collated);
    this.#root = root;
    while (!this.#root.leaf && this.#root.children.length === 1) this.#root = this.#root.children[0] as Node<V>;
    if (!this.#root.leaf && this.#root.children.length === 0) this.#root = { leaf: true, owner: this.#owner, keys: [], values: [] };
    return previous;
  }

  /** The tree as it is now, for ever. */
  snapshot(): OrderedTree<V> {
    const copy = new OrderedTree<V>();
    copy.#root = this.#root;
    this.#owner = {};
    return copy;
  }

  #own(node: Node<V>): Node<V> {
    if (node.owner === this.#owner) return node;
    if (node.leaf) return { leaf: true, owner: this.#owner, keys: node.keys.slice(), values: node.values.slice() };
    return { leaf: false, owner: this.#owner, keys: node.keys.slice(), children: node.children.slice(), size: node.size };
  }

  #insert(node: Node<V>, key: string, value: V): { readonly previous: V | undefined; readonly split: Node<V> | undefined } {
    if (node.leaf) {
      const at = lowerBound(node.keys, key);
      if (stands(node.keys, at, key)) {
        const previous = node.values[at];
        node.values[at] = value;
        return { previous, split: undefined };
      }
      node.keys.splice(at, 0, key);
      node.values.splice(at, 0, value);
      return { previous: undefined, split: node.keys.length > MAX_WIDTH ? this.#splitLeaf(node) : undefined };
    }
    const at = childIndex(node.keys, key);
    const child = this.#own(node.children[at] as Node<V>);
    node.children[at] = child;
    const { previous, split } = this.#insert(child, key, value);
    if (key < (node.keys[at] as string)) node.keys[at] = key;
    if (previous === undefined) node.size++;
    if (split !== undefined) {
      node.keys.splice(at + 1, 0, smallest(split));
      node.children.splice(at + 1, 0, split);
    }
    return { previous, split: node.children.length > MAX_WIDTH ? this.#splitInner(node) : undefined };
  }

  /** Appending in key order is the common case (a start from a sorted list): the left half stays full then. */
  #splitLeaf(node: Leaf<V>): Leaf<V> {
    const at = node.keys.length >> 1;
    return { leaf: true, owner: this.#owner, keys: node.keys.splice(at), values: node.values.splice(at) };
  }

  #splitInner(node: Inner<V>): Inner<V> {
    const at = node.children.length >> 1;
    const children = node.children.splice(at);
    const size = children.reduce((sum, child) => sum + sizeOf(child), 0);
    node.size -= size;
    return { leaf: false, owner: this.#owner, keys: node.keys.splice(at), children, size };
  }

  /** Nodes are not merged before they are empty: a cache shrinks rarely, and an underfull node costs little. */
  #remove(node: Node<V>, key: string): V | undefined {
    if (node.leaf) {
      const at = lowerBound(node.keys, key);
      node.keys.splice(at, 1);
      return node.values.splice(at, 1)[0];
    }
    const at = childIndex(node.keys, key);
    const child = this.#own(node.children[at] as Node<V>);
    node.children[at] = child;
    const previous = this.#remove(child, key);
    node.size--;
    if (sizeOf(child) === 0) {
      node.keys.splice(at, 1);
      node.children.splice(at, 1);
    }
    return previous;
  }
}

function sizeOf<V>(node: Node<V>): number {
  return node.leaf ? node.keys.length : node.size;
}

function smallest<V>(node: Node<V>): string {
  return node.keys[0] as string;
}

/** The first index whose key is at or above `key`. */
function lowerBound(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] as string) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Whether `key` stands at `at`, its lower bound. Asked by order, not by `===`: where V8 has seen that the keys at hand are internalized it would internalize
 * each key that is looked for, which takes ten times as long as comparing it.
 */
function stands(keys: readonly string[], at: number, key: string): boolean {
  return at < keys.length && (keys[at] as string) <= key;
}

/** The child that holds `key` or would hold it. */
function childIndex(keys: readonly string[], key: string): number {
  const at = lowerBound(keys, key);
  return stands(keys, at, key) ? at : Math.max(0, at - 1);
}

function find<V>(root: Node<V>, key: string): V | undefined {
  let node = root;
  while (!node.leaf) {
    if (node.children.length === 0) return undefined;
    node = node.children[childIndex(node.keys, key)] as Node<V>;
  }
  const at = lowerBound(node.keys, key);
  return stands(node.keys, at, key) ? node.values[at] : undefined;
}

/** How many keys are below `key`. */
function rank<V>(root: Node<V>, key: string): number {
  let node = root;
  let below = 0;
  while (!node.leaf) {
    const at = childIndex(node.keys, key);
    for (let i = 0; i < at; i++) below += sizeOf(node.children[i] as Node<V>);
    if (node.children.length === 0) return below;
    node = node.children[at] as Node<V>;
  }
  return below + lowerBound(node.keys, key);
}

function* iterate<V>(root: Node<V>, from: string, until: string): IterableIterator<readonly V[]> {
  const path: { readonly node: Inner<V>; at: number }[] = [];
  let node = root;
  for (;;) {
    while (!node.leaf) {
      if (node.children.length === 0) return;
      const at = childIndex(node.keys, from);
      path.push({ node, at });
      node = node.children[at] as Node<V>;
    }
    const start = (node.keys[0] ?? from) < from ? lowerBound(node.keys, from) : 0;
    const last = node.keys.at(-1) ?? until;
    const stop = last < until ? node.keys.length : lowerBound(node.keys, until);
    if (start < stop) yield start === 0 && stop === node.keys.length ? node.values : node.values.slice(start, stop);
    if (stop < node.keys.length) return;
    let step = path.at(-1);
    while (step !== undefined && step.at + 1 >= step.node.children.length) {
      path.pop();
      step = path.at(-1);
    }
    if (step === undefined) return;
    step.at++;
    // What lies to the right is above `from` throughout, so the descent takes every first child.
    node = step.node.children[step.at] as Node<V>;
  }
}

function* flatten<V>(runs: Iterable<readonly V[]>): IterableIterator<V> {
  for (const run of runs) yield* run;
}
