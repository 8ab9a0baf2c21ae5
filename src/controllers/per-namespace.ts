/** What controllers share that put something into every namespace. */
import type { KubeObject } from '../machinery/object.ts';
import { ApiError } from '../machinery/status.ts';
import { informerFor } from './framework/informer.ts';
import type { Controller, ControllerContext } from './framework/interface.ts';
import { WorkQueue } from './framework/work-queue.ts';

export interface PerNamespaceOptions {
  readonly name: string;
  readonly account: string;
  readonly workers: number;
  /** Of the core group. */
  readonly resource: string;
  /** The name of the object that every namespace has. */
  readonly object: string;
  /** Whether the object is looked at when it changes, and not only when it goes. */
  readonly changes: boolean;
  /** Called for each namespace, and again for that of an object that changed or went. */
  readonly reconcile: (context: ControllerContext, namespace: string) => Promise<void>;
}

/** A controller that keeps one object of a certain name in every namespace. */
export function perNamespaceController({ name, account, workers, resource, object, changes, reconcile }: PerNamespaceOptions): Controller {
  return {
    name,
    account,
    start(context) {
      const { clock, log, queueMetrics: metrics } = context;
      const queue = new WorkQueue({ name, clock, log, workers, metrics, reconcile: (namespace) => reconcile(context, namespace) });
      const look = ({ namespace }: { readonly namespace: string }): void => queue.add(namespace);
      const informers = [
        informerFor(context, '', 'namespaces', { put: (entry) => queue.add(entry.name), remove() {} }),
        informerFor(context, '', resource, { put: changes ? look : () => {}, remove: look }, { namespace: '', name: object }),
      ];
      return {
        close() {
          for (const each of informers) each.close();
          return queue.close();
        },
      };
    },
  };
}

/** An object of the core group as the cache knows it. */
export async function cachedObject(context: ControllerContext, resource: string, namespace: string, name: string): Promise<KubeObject | undefined> {
  const registry = context.registry('', resource);
  return (await registry?.storage.get(registry.keyOf(namespace, name), '0'))?.object();
}

/** Whether a namespace is gone or going. */
export async function isTerminating(context: ControllerContext, namespace: string): Promise<boolean> {
  const object = await cachedObject(context, 'namespaces', '', namespace);
  return object === undefined || object.metadata.deletionTimestamp !== undefined;
}

/** A creation that came too late, or that somebody else was faster with, is nothing to complain about. */
export async function unlessTerminating(creation: Promise<unknown>): Promise<void> {
  try {
    await creation;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { reason, status } = error;
    const terminating = status.details?.causes?.some((cause) => cause.reason === 'NamespaceTerminating') === true;
    if (reason !== 'AlreadyExists' && !terminating) throw error;
  }
}
