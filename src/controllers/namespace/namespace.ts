/**
 * namespace-controller: empties namespaces that are being deleted, then takes their finalizer away, so that they go. What cannot go yet is told in
 * the namespace's conditions, and looked at again when something in it has gone.
 */

import type { NamespaceStatus } from '../../apis/core/v1/objects.gen.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { ApiError } from '../../machinery/status.ts';
import { timeToMillis } from '../../machinery/time.ts';
import type { Informer } from '../../storage/informer.ts';
import { informerFor, informerOf } from '../framework/informer.ts';
import type { Controller, ControllerContext, RunningController } from '../framework/interface.ts';
import { RequeueAfter, WorkQueue } from '../framework/work-queue.ts';
import { storedResources } from '../stored-resources.ts';
import { conditionsAfter, type DeletionReport } from './conditions.ts';
import { type ContentReport, deleteContent } from './content.ts';

const NAMESPACES = { group: '', version: 'v1', resource: 'namespaces' };
const FINALIZER = 'kubernetes';
const WORKERS = 10;
const LONGEST_PAUSE_MS = 60_000;
/**
 * Between the deletion of a namespace and that of its content: other servers must have heard of it, and objects that were admitted just before must
 * have arrived.
 */
const SHARED_GRACE_MS = 5_000;
const OWN_GRACE_MS = 100;
/** Several objects that go in a row are one reason to look again. */
const SETTLE_MS = 50;
const MAX_CONFLICTS = 10;

export const namespaceController: Controller = {
  name: 'namespace-controller',
  account: 'namespace-controller',
  start: (context) => new NamespaceController(context),
};

class NamespaceController implements RunningController {
  readonly #context: ControllerContext;
  readonly #queue: WorkQueue;
  readonly #namespaces: Informer;
  /** What is waited for, by namespace. */
  readonly #waiting = new Map<string, readonly Informer[]>();

  constructor(context: ControllerContext) {
    const { clock, log } = context;
    this.#context = context;
    this.#queue = new WorkQueue({
      name: namespaceController.name,
      clock,
      log,
      workers: WORKERS,
      backoff: { longest: LONGEST_PAUSE_MS },
      reconcile: (name) => this.#reconcile(name),
      metrics: context.queueMetrics,
    });
    const grace = context.shared ? SHARED_GRACE_MS : OWN_GRACE_MS;
    this.#namespaces = informerFor(context, '', 'namespaces', {
      put: (entry, previous) => {
        // What it says of itself meanwhile, which is our doing, is no reason to begin again.
        if (previous !== undefined && isDeleted(previous.object())) return;
        if (isDeleted(entry.object())) this.#queue.addAfter(entry.name, grace);
      },
      remove: ({ name }) => this.#stopWaiting(name),
    });
  }

  close(): Promise<void> {
    this.#namespaces.close();
    for (const name of [...this.#waiting.keys()]) this.#stopWaiting(name);
    return this.#queue.close();
  }

  async #reconcile(name: string): Promise<void> {
    this.#stopWaiting(name);
    const namespace = await this.#get(name);
    if (namespace === undefined || !isDeleted(namespace) || finalizersOf(namespace).length === 0) return;
    const { client, clock, table } = this.#context;
    const resources = storedResources(table.snapshot(), 'delete').filter((each) => each.namespaced);
    const deletedAt = timeToMillis(namespace.metadata.deletionTimestamp ?? '');
    const report = await deleteContent({ client, namespace: name, deletedAt, now: clock.now() }, resources);
    const uid = namespace.metadata.uid ?? '';
    await this.#tell(name, uid, report);
    if (report.held.length > 0) this.#waitFor(name, report);
    if (report.failures.length > 0) throw new Error(`deletion of namespace ${name} failed: ${report.failures.join(', ')}`);
    if (report.estimate > 0) {
      const reason = `some content remains in the namespace, estimate ${report.estimate} seconds before it is removed`;
      throw new RequeueAfter(reason, (Math.floor(report.estimate / 2) + 1) * 1000);
    }
    await this.#change(name, uid, 'finalize', (object) => {
      const finalizers = finalizersOf(object).filter((each) => each !== FINALIZER);
      return { ...object, spec: { ...(object.spec as object), finalizers: [...new Set(finalizers)].sort() } };
    });
  }

  async #get(name: string): Promise<KubeObject | undefined> {
    const registry = this.#context.registry('', 'namespaces');
    return (await registry?.storage.get(registry.keyOf('', name), ''))?.object();
  }

  async #tell(name: string, uid: string, report: DeletionReport): Promise<void> {
    await this.#change(name, uid, 'status', (object) => {
      const status = object.status as NamespaceStatus | undefined;
      const conditions = conditionsAfter(status?.conditions ?? [], report, this.#context.clock.now());
      return conditions === undefined ? undefined : { ...object, status: { ...status, phase: 'Terminating', conditions } };
    });
  }

  /** @param next undefined: it is as it should be */
  async #change(name: string, uid: string, subresource: string, next: (object: KubeObject) => KubeObject | undefined): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const current = await this.#get(name);
      const wanted = current === undefined || current.metadata.uid !== uid ? undefined : next(current);
      if (wanted === undefined) return;
      try {
        await this.#context.client.update(NAMESPACES, wanted, subresource);
        return;
      } catch (error) {
        if (error instanceof ApiError && error.code === 404) return;
        if (!(error instanceof ApiError && error.code === 409) || attempt === MAX_CONFLICTS) throw error;
      }
    }
  }

  /** Looks again as soon as something has gone, instead of when it was expected to. */
  #waitFor(name: string, { held }: ContentReport): void {
    this.#stopWaiting(name);
    const look = (): void => this.#queue.addAfter(name, SETTLE_MS);
    const informers = held.map(({ store }) => informerOf(this.#context, store, { put() {}, remove: look }, { namespace: name, name: '' }));
    this.#waiting.set(name, informers);
  }

  #stopWaiting(name: string): void {
    for (const each of this.#waiting.get(name) ?? []) each.close();
    this.#waiting.delete(name);
  }
}

function isDeleted(namespace: KubeObject): boolean {
  return namespace.metadata.deletionTimestamp !== undefined;
}

function finalizersOf(namespace: KubeObject): readonly string[] {
  return (namespace.spec as { readonly finalizers?: readonly string[] | null } | undefined)?.finalizers ?? [];
}
