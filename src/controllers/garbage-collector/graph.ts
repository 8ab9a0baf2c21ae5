/**
 * Who owns whom: a node for every object that owns or is owned, or that is being deleted with its dependents in mind, and nothing but coordinates in
 * it. Everything else has no node and costs no memory.
 *
 * The rules are upstream's (garbage collector, graph_builder.go). A node is virtual as long as nobody has told of its object: somebody names it as an
 * owner, and whether it is there must be asked. Dependents may disagree about what a uid belongs to (another name, kind or namespace); what was seen
 * of the object itself decides, and those that are wrong have an owner that does not exist.
 *
 * Pure: changes come in as calls, work to be done goes out through `Work`. Nothing is deleted here.
 */
import type { OwnerLink } from '../../machinery/object.ts';

/** What an object is called. `kind` is one name for all versions of a kind. */
export interface Identity {
  readonly apiVersion: string;
  readonly kind: string;
  /** '' for what has none, and for an owner of which that is not known. */
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/** An object as the graph needs to know it. */
export interface Linked {
  readonly identity: Identity;
  readonly owners: readonly OwnerLink[];
  readonly deleting: boolean;
  /** It has the finalizer that leaves its dependents alone. */
  readonly orphans: boolean;
  /** It has the finalizer that makes it wait for its dependents. */
  readonly foreground: boolean;
}

export interface Work {
  /** Look whether this object must go. */
  attempt(uid: string): void;
  /** The same, but not at once. */
  attemptLater(uid: string): void;
  /** Take this object out of its dependents' owners. */
  orphan(uid: string): void;
  /** Tell that this object names an owner that lives in another namespace. */
  misplaced(dependent: Identity, owner: OwnerLink): void;
}

export interface Surroundings {
  readonly work: Work;
  /** What a reference means to an object of this namespace: the kind's one name, and no namespace for kinds without. */
  readonly resolve: (owner: OwnerLink, namespace: string) => Identity;
  /** The owner itself when it is known to be there. */
  readonly find: (identity: Identity) => Linked | undefined;
}

export interface GraphNode {
  identity: Identity;
  owners: readonly OwnerLink[];
  /** Those that name this one as an owner. Absent: none. */
  dependents: Set<GraphNode> | undefined;
  virtual: boolean;
  deleting: boolean;
  /** Deleted in the foreground: waits until no dependent blocks it. */
  deletingDependents: boolean;
  orphaning: boolean;
}

export class Graph {
  readonly #nodes = new Map<string, GraphNode>();
  readonly #surroundings: Surroundings;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  get size(): number {
    return this.#nodes.size;
  }

  get(uid: string): GraphNode | undefined {
    return this.#nodes.get(uid);
  }

  /** An object is there, or has changed. */
  put(object: Linked): void {
    const { identity, owners } = object;
    const known = this.#nodes.get(identity.uid);
    if (known === undefined) {
      if (owners.length === 0 && !mattersToDependents(object)) return;
      const node = this.#insert(object);
      this.#link(node, owners);
      this.#startDeletion(node, object);
      return;
    }
    this.#observe(known, identity);
    this.#changeOwners(known, owners);
    if (object.deleting) known.deleting = true;
    this.#startDeletion(known, object);
    this.#dropIfAlone(known);
  }

  /** An object has gone: this was seen, not concluded. */
  remove(uid: string): void {
    const node = this.#nodes.get(uid);
    if (node !== undefined) this.#remove(node);
  }

  /** All of a kind have been looked through: whoever was seen before and is not there has gone. */
  retain(kind: Pick<Identity, 'apiVersion' | 'kind'>, isThere: (identity: Identity) => boolean): void {
    for (const node of [...this.#nodes.values()]) {
      const { identity } = node;
      if (!node.virtual && identity.kind === kind.kind && identity.apiVersion === kind.apiVersion && !isThere(identity)) this.#remove(node);
    }
  }

  /** An owner was looked for at these coordinates, and is not there. */
  missing(absent: Identity): void {
    const node = this.#nodes.get(absent.uid);
    if (node === undefined) return;
    const agreeing = this.#dependentsOf(node, (each) => same(each, absent));
    if (!node.virtual) {
      // What was seen of the object counts; those who look for it elsewhere have no owner.
      if (same(node.identity, absent)) this.#remove(node);
      else this.#attemptAll(agreeing);
      return;
    }
    const others = this.#dependentsOf(node, (each) => !same(each, absent));
    if (others.length === 0) {
      this.#remove(node);
      return;
    }
    this.#attemptAll(agreeing);
    if (!same(node.identity, absent)) return;
    // Perhaps it is what the others say it is.
    const next = this.#alternative(node, absent);
    if (next === undefined) return;
    node.identity = next;
    this.#surroundings.work.attemptLater(absent.uid);
  }

  /** Whether `dependent` keeps an owner that is deleted in the foreground. */
  blockersOf(node: GraphNode): readonly GraphNode[] {
    return [...(node.dependents ?? [])].filter((each) => each.owners.some((owner) => owner.uid === node.identity.uid && owner.blocks));
  }

  #insert({ identity, owners, deleting }: Linked): GraphNode {
    const node = newNode(identity, false);
    node.owners = owners;
    node.deleting = deleting;
    this.#nodes.set(identity.uid, node);
    return node;
  }

  /** A node that was only talked about turns out to be this. */
  #observe(node: GraphNode, identity: Identity): void {
    if (!node.virtual) return;
    node.virtual = false;
    if (same(node.identity, identity)) return;
    node.identity = identity;
    const mistaken = this.#dependentsOf(node, (each) => !same(each, identity));
    for (const each of mistaken) for (const owner of each.owners) if (owner.uid === identity.uid) this.#reportMisplaced(each, owner, node);
    this.#attemptAll(mistaken);
  }

  /** Owners without a namespace may be named from everywhere. */
  #reportMisplaced(dependent: GraphNode, owner: OwnerLink, { virtual, identity }: GraphNode): void {
    if (virtual || identity.namespace === '' || identity.namespace === dependent.identity.namespace) return;
    this.#surroundings.work.misplaced(dependent.identity, owner);
  }

  #changeOwners(node: GraphNode, owners: readonly OwnerLink[]): void {
    const before = node.owners;
    if (sameOwners(before, owners)) return;
    const now = Map.groupBy(owners, ({ uid }) => uid);
    const then = Map.groupBy(before, ({ uid }) => uid);
    const removed = before.filter(({ uid }) => !now.has(uid));
    // One that is called something else now is looked at as if it were new.
    const added = owners.filter((each) => then.get(each.uid)?.some((other) => sameReference(each, other)) !== true);
    const unblocked = before.filter(({ uid, blocks }) => blocks && now.get(uid)?.[0]?.blocks !== true);
    node.owners = owners;
    for (const { uid } of unblocked) if (this.#nodes.get(uid)?.deletingDependents === true) this.#surroundings.work.attempt(uid);
    for (const { uid } of removed) this.#unlink(node, uid);
    this.#link(node, added);
  }

  /** Notes the node with its owners; those that nobody has seen are asked for. */
  #link(node: GraphNode, owners: readonly OwnerLink[]): void {
    const { work, resolve } = this.#surroundings;
    let doubtful = false;
    for (const owner of owners) {
      const wanted = resolve(owner, node.identity.namespace);
      let known = this.#nodes.get(owner.uid);
      if (known === undefined) {
        known = this.#meet(wanted);
        if (known.virtual) work.attempt(owner.uid);
      }
      if (!same(known.identity, wanted)) doubtful = true;
      this.#reportMisplaced(node, owner, known);
      known.dependents ??= new Set();
      known.dependents.add(node);
    }
    if (doubtful) work.attempt(node.identity.uid);
  }

  #meet(wanted: Identity): GraphNode {
    const found = this.#surroundings.find(wanted);
    const node = found === undefined ? newNode(wanted, true) : newNode(found.identity, false);
    if (found !== undefined) node.deleting = found.deleting;
    this.#nodes.set(wanted.uid, node);
    return node;
  }

  #unlink(node: GraphNode, ownerUid: string): void {
    const owner = this.#nodes.get(ownerUid);
    if (owner === undefined) return;
    owner.dependents?.delete(node);
    this.#dropIfAlone(owner);
  }

  /** The beginning of a deletion that looks after dependents, either way. */
  #startDeletion(node: GraphNode, { deleting, orphans, foreground }: Linked): void {
    const { work } = this.#surroundings;
    const orphaning = deleting && orphans;
    const begins = orphaning && !node.orphaning;
    node.orphaning = orphaning;
    if (begins) {
      work.orphan(node.identity.uid);
      return;
    }
    if (!deleting || !foreground || node.deletingDependents) return;
    node.deletingDependents = true;
    this.#attemptAll([...(node.dependents ?? [])]);
    work.attempt(node.identity.uid);
  }

  #remove(node: GraphNode): void {
    const { work } = this.#surroundings;
    this.#nodes.delete(node.identity.uid);
    this.#attemptAll([...(node.dependents ?? [])]);
    for (const { uid } of node.owners) {
      // An owner may have waited for just this one.
      if (this.#nodes.get(uid)?.deletingDependents === true) work.attempt(uid);
      this.#unlink(node, uid);
    }
  }

  /** What neither owns nor is owned any more needs no node. */
  #dropIfAlone(node: GraphNode): void {
    if (node.owners.length > 0 || (node.dependents?.size ?? 0) > 0 || node.orphaning || node.deletingDependents) return;
    this.#nodes.delete(node.identity.uid);
  }

  #attemptAll(nodes: readonly GraphNode[]): void {
    for (const { identity } of nodes) this.#surroundings.work.attempt(identity.uid);
  }

  /** Dependents by what they take the node for. */
  #dependentsOf(node: GraphNode, accepts: (identity: Identity) => boolean): readonly GraphNode[] {
    return [...(node.dependents ?? [])].filter((each) => this.#namesOf(each, node.identity.uid).some(accepts));
  }

  #namesOf(dependent: GraphNode, uid: string): readonly Identity[] {
    return dependent.owners.filter((each) => each.uid === uid).map((each) => this.#surroundings.resolve(each, dependent.identity.namespace));
  }

  /** The next of all names that dependents use, in a fixed order, so that every one of them gets its turn. */
  #alternative(node: GraphNode, tried: Identity): Identity | undefined {
    const names = new Map<string, Identity>();
    for (const dependent of node.dependents ?? []) for (const each of this.#namesOf(dependent, tried.uid)) names.set(textOf(each), each);
    names.delete(textOf(tried));
    const sorted = [...names.keys()].sort();
    const next = sorted.find((each) => each > textOf(tried)) ?? sorted[0];
    return next === undefined ? undefined : names.get(next);
  }
}

function newNode(identity: Identity, virtual: boolean): GraphNode {
  return { identity, owners: [], dependents: undefined, virtual, deleting: false, deletingDependents: false, orphaning: false };
}

function mattersToDependents({ deleting, orphans, foreground }: Linked): boolean {
  return deleting && (orphans || foreground);
}

function same(a: Identity, b: Identity): boolean {
  return a.uid === b.uid && a.name === b.name && a.namespace === b.namespace && a.kind === b.kind && a.apiVersion === b.apiVersion;
}

function sameOwners(a: readonly OwnerLink[], b: readonly OwnerLink[]): boolean {
  if (a.length !== b.length) return false;
  return a.every((each, i) => {
    const other = b[i] as OwnerLink;
    return each.blocks === other.blocks && sameReference(each, other);
  });
}

function sameReference(a: OwnerLink, b: OwnerLink): boolean {
  return a.uid === b.uid && a.name === b.name && a.kind === b.kind && a.apiVersion === b.apiVersion;
}

function textOf({ apiVersion, kind, namespace, name }: Identity): string {
  return `${apiVersion}/${kind}/${namespace}/${name}`;
}
