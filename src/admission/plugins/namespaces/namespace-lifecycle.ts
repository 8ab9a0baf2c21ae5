/**
 * NamespaceLifecycle: nothing is created in a namespace that is missing or on its way out, and three namespaces live for ever.
 *
 * Runs among the mutating plugins, before anything looks at the object: a missing namespace is a 404 even for an invalid object.
 */
import type { Clock } from '../../../base/clock.ts';
import type { KubeObject } from '../../../machinery/object.ts';
import { ApiError, forbidden, notFound } from '../../../machinery/status.ts';
import type { AdmissionAttributes, AdmissionPlugin, MaybePromise, NamespaceGetter } from '../../interface.ts';
import { refuse } from '../../refusal.ts';

const IMMORTAL: readonly string[] = ['default', 'kube-system', 'kube-public'];

/** How long after a namespace's deletion cached reads of it are not believed, in milliseconds. */
const LIVE_LOOKUP_MS = 30_000;
/** How many deleted namespaces are remembered. */
const MAX_REMEMBERED = 100;

export interface NamespaceLifecycleOptions {
  readonly clock: Clock;
  /** `live`: the most recent state, else what a cache knows. */
  readonly getNamespace: NamespaceGetter;
}

export function makeNamespaceLifecycle({ clock, getNamespace }: NamespaceLifecycleOptions): AdmissionPlugin {
  /** Recently deleted namespaces and until when (milliseconds since the epoch) they are looked up live. */
  const recentlyDeleted = new Map<string, number>();

  const noteDeletion = (name: string): void => {
    recentlyDeleted.delete(name);
    recentlyDeleted.set(name, clock.now() + LIVE_LOOKUP_MS);
    const oldest = recentlyDeleted.keys().next();
    if (recentlyDeleted.size > MAX_REMEMBERED && oldest.done !== true) recentlyDeleted.delete(oldest.value);
  };

  /** What the cache knows is enough, unless the namespace was deleted recently. */
  const inCache = (name: string): MaybePromise<KubeObject | undefined> =>
    recentlyDeleted.size > 0 && (recentlyDeleted.get(name) ?? 0) > clock.now() ? undefined : getNamespace(name, 'cache');

  const checkLater = async (attributes: AdmissionAttributes, cached: Promise<KubeObject | undefined> | undefined): Promise<void> => {
    checkIn(attributes, (await cached) ?? (await getNamespace(attributes.namespace, 'store')));
  };

  return {
    name: 'NamespaceLifecycle',
    operations: ['CREATE', 'UPDATE', 'DELETE'],
    mutate(attributes: AdmissionAttributes): Promise<void> | undefined {
      if (attributes.kind === 'Namespace' && attributes.group === '') {
        if (attributes.operation !== 'DELETE') return undefined;
        if (IMMORTAL.includes(attributes.name)) throw forbidden(attributes, attributes.name, 'this namespace may not be deleted');
        noteDeletion(attributes.name);
        return undefined;
      }
      if (attributes.namespace === '' || attributes.operation === 'DELETE' || isAccessReview(attributes)) return undefined;
      const namespace = inCache(attributes.namespace);
      if (namespace === undefined || namespace instanceof Promise) return checkLater(attributes, namespace);
      checkIn(attributes, namespace);
      return undefined;
    },
  };
}

function checkIn(attributes: AdmissionAttributes, namespace: KubeObject | undefined): void {
  if (namespace === undefined) throw notFound({ group: '', resource: 'namespaces' }, attributes.namespace);
  if (attributes.operation === 'CREATE' && phaseOf(namespace) === 'Terminating') throw terminating(attributes);
}

/** Its answer says nothing about the namespace, and a refusal would. */
function isAccessReview({ group, resource }: AdmissionAttributes): boolean {
  return group === 'authorization.k8s.io' && resource === 'localsubjectaccessreviews';
}

function phaseOf(namespace: KubeObject): unknown {
  return (namespace.status as { readonly phase?: unknown } | undefined)?.phase;
}

function terminating(attributes: AdmissionAttributes): ApiError {
  const { namespace } = attributes;
  const error = refuse(attributes, `unable to create new content in namespace ${namespace} because it is being terminated`);
  const cause = { reason: 'NamespaceTerminating', message: `namespace ${namespace} is being terminated`, field: 'metadata.namespace' };
  return new ApiError(error.code, error.reason, error.message, { ...error.status.details, causes: [cause] });
}
