/**
 * garbage-collector-controller: deletes what has lost its owners, and sees to the dependents of what is deleted: they go first (foreground),
 * afterwards (background), or stay and forget their owner (orphan). The rules are upstream's (garbagecollector.go; the public page "Garbage
 * Collection").
 *
 * The graph says where to look; what is done is decided on objects as they are in the store at that moment, and writes fail when these have changed.
 */
import { errorText } from '../../base/errors.ts';
import type { KubeObject, ObjectLinks, OwnerLink } from '../../machinery/object.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Propagation } from '../../registry/generic/declaration.ts';
import { FINALIZER_FOREGROUND, FINALIZER_ORPHAN } from '../../registry/generic/object-meta.ts';
import type { Entry } from '../../storage/resource-storage.ts';
import type { Controller, ControllerContext, RunningController } from '../framework/interface.ts';
import { RequeueAfter, WorkQueue } from '../framework/work-queue.ts';
import type { StoredResource } from '../stored-resources.ts';
import { EVENTS, misplacedOwnerEvent } from './events.ts';
import { Graph, type GraphNode, type Identity } from './graph.ts';
import { type GraphFeed, Monitors } from './monitors.ts';
import { deleteObject, linksIn, liveObject, removeFinalizer, removeOwners, unblockOwners } from './objects.ts';

const WORKERS = 20;
/** Somebody else wrote: what to do is decided anew on what they left. */
const CONFLICT_MS = 5;

export const garbageCollector: Controller = {
  name: 'garbage-collector-controller',
  account: 'generic-garbage-collector',
  start: (context) => new GarbageCollector(context),
};

/** The owners of an object by what has become of them. */
interface Owners {
  readonly solid: readonly OwnerLink[];
  readonly absent: readonly OwnerLink[];
  /** Deleted in the foreground: they wait for their dependents to go. */
  readonly waiting: readonly OwnerLink[];
}

/** A cluster-scoped object names an owner that lives in a namespace: that is wrong, and does not get better by itself. */
class ImpossibleOwner extends Error {
  override readonly name = 'ImpossibleOwner';
}

class GarbageCollector implements RunningController {
  readonly #context: ControllerContext;
  readonly #graph: Graph;
  readonly #monitors: Monitors;
  readonly #deletions: WorkQueue;
  readonly #orphans: WorkQueue;
  /** Objects that wait for a kind that nobody serves. */
  readonly #stuck = new Set<string>();
  readonly #closing = Promise.withResolvers<'closed'>();
  #synced: Promise<void> = Promise.resolve();
  #isSynced = false;

  constructor(context: ControllerContext) {
    const { clock, log, queueMetrics: metrics } = context;
    this.#context = context;
    const queue = (name: string, reconcile: (uid: string) => Promise<void>): WorkQueue =>
      new WorkQueue({ name, clock, log, workers: WORKERS, reconcile, metrics });
    this.#deletions = queue(garbageCollector.name, (uid) => this.#attempt(uid));
    this.#orphans = queue(`${garbageCollector.name} (orphans)`, (uid) => this.#orphan(uid));
    this.#graph = new Graph({
      work: {
        attempt: (uid) => this.#deletions.add(uid),
        attemptLater: (uid) => this.#deletions.addLimited(uid),
        orphan: (uid) => this.#orphans.add(uid),
        misplaced: (dependent, owner) => void this.#tell(misplacedOwnerEvent(dependent, owner, clock.now())),
      },
      resolve: (owner, namespace) => this.#monitors.resolve(owner, namespace),
      find: (identity) => this.#monitors.find(identity),
    });
    const feed: GraphFeed = {
      put: (object) => this.#graph.put(object),
      remove: (uid) => {
        this.#stuck.delete(uid);
        this.#graph.remove(uid);
      },
      retain: (kind, isThere) => this.#graph.retain(kind, isThere),
    };
    this.#monitors = new Monitors(context, feed, () => this.#servedChanged());
    this.#lookForAll();
  }

  async close(): Promise<void> {
    this.#closing.resolve('closed');
    this.#monitors.close();
    await Promise.all([this.#deletions.close(), this.#orphans.close()]);
  }

  /** An event is a courtesy: nothing depends on it. */
  async #tell(event: KubeObject): Promise<void> {
    try {
      await this.#context.client.create(EVENTS, event.metadata.namespace ?? '', event);
    } catch (error) {
      this.#context.log.warn('Unable to write an event', {
        reason: String(event.reason),
        error: errorText(error),
      });
    }
  }

  #servedChanged(): void {
    this.#lookForAll();
    for (const uid of this.#stuck) this.#deletions.add(uid);
    this.#stuck.clear();
  }

  #lookForAll(): void {
    const synced = this.#monitors.synced();
    this.#synced = synced;
    this.#isSynced = false;
    void synced.then(() => {
      if (this.#synced === synced) this.#isSynced = true;
    });
  }

  /** Before everything has been seen, dependents may be missing. False: it will never be, as this is the end. */
  async #complete(): Promise<boolean> {
    return this.#isSynced || (await Promise.race([this.#synced, this.#closing.promise])) !== 'closed';
  }

  async #attempt(uid: string): Promise<void> {
    if (!(await this.#complete())) return;
    const node = this.#graph.get(uid);
    if (node === undefined || hasNoWork(node)) return;
    try {
      await this.#decide(node);
    } catch (error) {
      if (error instanceof ApiError && error.code === 409) throw new RequeueAfter(error.message, CONFLICT_MS);
      if (!(error instanceof ImpossibleOwner)) throw error;
      this.#context.log.warn('Object has an impossible owner', { ...node.identity, reason: error.message });
    }
    // It is there, but has not been heard of yet: until then nobody would tell that it has gone.
    if (this.#graph.get(uid)?.virtual === true && !this.#stuck.has(uid)) throw new RequeueAfter('the owner has not been observed yet');
  }

  async #decide(node: GraphNode): Promise<void> {
    const { identity } = node;
    const resource = this.#served(identity.uid, identity);
    if (resource === undefined) return;
    const entry = await liveObject(resource, identity);
    if (entry === undefined) {
      this.#graph.missing(identity);
      return;
    }
    if (node.deletingDependents) {
      await this.#awaitDependents(node, resource);
      return;
    }
    const links = linksIn(entry);
    if (links.owners.length === 0) return;
    const owners = await this.#classify(identity, links.owners);
    if (owners !== undefined) await this.#settle(node, resource, entry, links, owners);
  }

  async #settle(node: GraphNode, resource: StoredResource, entry: Entry, links: ObjectLinks, { solid, absent, waiting }: Owners): Promise<void> {
    const { client, log } = this.#context;
    if (solid.length > 0) {
      // An owner that waits would wait for ever, as this one stays.
      const uids = [...absent, ...waiting].map((each) => each.uid);
      if (uids.length > 0) await removeOwners(client, resource, entry, uids);
      return;
    }
    let policy = propagationOf(links);
    if (waiting.length > 0 && (node.dependents?.size ?? 0) > 0) {
      // A circle of objects that wait for each other is broken here.
      const inCircle = [...(node.dependents ?? [])].some((each) => each.deletingDependents);
      if (inCircle && links.owners.some((each) => each.blocks)) {
        await unblockOwners(client, resource, entry);
        throw new RequeueAfter('owners are not blocked any more', CONFLICT_MS);
      }
      policy = 'Foreground';
    }
    log.info('Deleting object', { ...node.identity, propagationPolicy: policy }, 2);
    await deleteObject(client, resource, entry, policy);
  }

  /** An owner that is deleted in the foreground goes when nobody blocks it any more. */
  async #awaitDependents(node: GraphNode, resource: StoredResource): Promise<void> {
    const blockers = this.#graph.blockersOf(node);
    for (const each of blockers) if (!each.deletingDependents) this.#deletions.add(each.identity.uid);
    if (blockers.length === 0) await removeFinalizer(this.#context.client, resource, node.identity, FINALIZER_FOREGROUND);
  }

  /** @returns undefined when an owner is of a kind that nobody serves: it may come back with its kind */
  async #classify(dependent: Identity, owners: readonly OwnerLink[]): Promise<Owners | undefined> {
    const solid: OwnerLink[] = [];
    const absent: OwnerLink[] = [];
    const waiting: OwnerLink[] = [];
    for (const owner of owners) {
      const resource = this.#served(dependent.uid, owner);
      if (resource === undefined) return undefined;
      if (resource.namespaced && dependent.namespace === '')
        throw new ImpossibleOwner(`cluster-scoped objects cannot refer to namespaced owners (${owner.kind} ${owner.name})`);
      const entry = await liveObject(resource, this.#monitors.resolve(owner, dependent.namespace));
      const links = entry === undefined ? undefined : linksIn(entry);
      if (links === undefined) absent.push(owner);
      else if (links.deleting && links.finalizers.includes(FINALIZER_FOREGROUND)) waiting.push(owner);
      else solid.push(owner);
    }
    return { solid, absent, waiting };
  }

  /** What serves a kind; without anything the object is looked at again when that has changed. */
  #served(uid: string, kind: { readonly apiVersion: string; readonly kind: string }): StoredResource | undefined {
    const resource = this.#monitors.resourceOf(kind);
    if (resource !== undefined) return resource;
    this.#stuck.add(uid);
    this.#context.log.info('Nothing serves this kind', { apiVersion: kind.apiVersion, kind: kind.kind }, 5);
    return undefined;
  }

  async #orphan(uid: string): Promise<void> {
    if (!(await this.#complete())) return;
    const node = this.#graph.get(uid);
    if (node === undefined) return;
    const resource = this.#monitors.resourceOf(node.identity);
    if (resource === undefined) return;
    for (const dependent of [...(node.dependents ?? [])]) await this.#forgetOwner(dependent.identity, uid);
    await removeFinalizer(this.#context.client, resource, node.identity, FINALIZER_ORPHAN);
  }

  async #forgetOwner(dependent: Identity, owner: string): Promise<void> {
    const resource = this.#monitors.resourceOf(dependent);
    const entry = resource === undefined ? undefined : await liveObject(resource, dependent);
    if (resource === undefined || entry === undefined) return;
    try {
      await removeOwners(this.#context.client, resource, entry, [owner]);
    } catch (error) {
      throw error instanceof ApiError && error.code === 409 ? new RequeueAfter(error.message, CONFLICT_MS) : error;
    }
  }
}

/** What is on its way out is waited for; what was seen and has no owners stays. */
function hasNoWork({ deleting, deletingDependents, virtual, owners }: GraphNode): boolean {
  return !deletingDependents && (deleting || (!virtual && owners.length === 0));
}

/** A collected object treats its own dependents as its finalizers say. */
function propagationOf({ finalizers }: ObjectLinks): Propagation {
  if (finalizers.includes(FINALIZER_ORPHAN)) return 'Orphan';
  return finalizers.includes(FINALIZER_FOREGROUND) ? 'Foreground' : 'Background';
}
