/** What controllers share that put something into every namespace. */
import type { KubeObject } from '../machinery/object.ts';
import { ApiError } from '../machinery/status.ts';
import type { ControllerContext } from './framework/interface.ts';

/** An object of the core group as the cache knows it. */
export async function cached(context: ControllerContext, resource: string, namespace: string, name: string): Promise<KubeObject | undefined> {
  const registry = context.registry('', resource);
  return (await registry?.storage.get(registry.keyOf(namespace, name), '0'))?.object();
}

/** Whether a namespace is gone or going. */
export async function isTerminating(context: ControllerContext, namespace: string): Promise<boolean> {
  const object = await cached(context, 'namespaces', '', namespace);
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
