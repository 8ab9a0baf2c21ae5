/**
 * Deletion. An object goes at once, unless finalizers, the way its dependents are to be treated, or a grace period keep it: then it is marked with
 * a deletionTimestamp and stays until an update takes the last reason away. A second delete of a marked object writes nothing new.
 */
import { type Int64, millisecondsOf, successor } from '../../machinery/int64.ts';
import type { KubeObject, ObjectMeta } from '../../machinery/object.ts';
import { ApiError, conflict, notFound } from '../../machinery/status.ts';
import { timeText, timeToMillis } from '../../machinery/time.ts';
import { preconditionProblem } from '../../storage/preconditions.ts';
import type { Entry, UpdateOutcome } from '../../storage/resource-storage.ts';
import type { Strategy } from './declaration.ts';
import { FINALIZER_FOREGROUND, FINALIZER_ORPHAN } from './object-meta.ts';
import type { DeleteRequest, DeletionOptions, Registry } from './requests.ts';

export interface DeleteResult {
  /** The object as it is (or last was). */
  readonly entry: Entry;
  /** Gone at once; else it stays until finalizers or its grace period are over. */
  readonly deleted: boolean;
  /** Whether the answer is the object instead of a Status. */
  readonly showObject: boolean;
  readonly uid: string;
}

/** What a delete request does to an object. */
type Plan =
  | { readonly action: 'none' }
  | { readonly action: 'delete' }
  /** `object` is a copy; `removes`: a delete follows at once. */
  | { readonly action: 'mark'; readonly object: KubeObject; readonly removes: boolean };

export async function deleteObject(store: Registry, request: DeleteRequest): Promise<DeleteResult> {
  const result = await carryOut(store, request);
  if (result.deleted && !request.context.dryRun) await store.allocation?.afterDelete(result.entry.object());
  return result;
}

async function carryOut(store: Registry, request: DeleteRequest): Promise<DeleteResult> {
  const { context, name } = request;
  const { strategy } = store.declaration;
  const key = store.keyOf(context.namespace, name);
  if (
    strategy.propagationWarning !== undefined &&
    request.options.propagationPolicy === undefined &&
    request.options.orphanDependents === undefined
  ) {
    context.warn(strategy.propagationWarning);
  }
  const carriedOut: { plan: Plan; uid: string } = { plan: { action: 'none' }, uid: '' };
  const { entry, action } = await store.storage.update(key, {
    dryRun: context.dryRun,
    async transform(current): Promise<UpdateOutcome> {
      if (current === undefined) throw notFound(store.groupResource, name);
      const old = current.object();
      checkPreconditions(store, old.metadata, request);
      const now = context.clock.now();
      const plan = strategy.markDeleted === undefined ? planDeletion(store, old, request.options, now) : planTwoSteps(strategy, old, now);
      carriedOut.plan = plan;
      carriedOut.uid = old.metadata.uid ?? '';
      if (plan.action === 'none') return { action: 'none' };
      await request.admit(old);
      return plan.action === 'delete' ? { action: 'delete', object: old } : { action: 'write', object: plan.object };
    },
  });
  const { plan, uid } = carriedOut;
  const showObject = strategy.returnDeletedObject === true;
  if (action === 'deleted') return { entry, deleted: true, showObject, uid };
  if (plan.action !== 'mark') return { entry, deleted: false, showObject: showObject || strategy.markDeleted !== undefined, uid };
  if (!plan.removes) return { entry, deleted: false, showObject: true, uid };
  return removeMarked(store, request, key, entry, uid);
}

/** Watchers saw the object with its grace period gone; now it goes. Whoever is faster, it ends the same. */
async function removeMarked(store: Registry, { context, name }: DeleteRequest, key: string, marked: Entry, uid: string): Promise<DeleteResult> {
  const showObject = store.declaration.strategy.returnDeletedObject === true;
  if (context.dryRun) return { entry: marked, deleted: true, showObject, uid };
  try {
    const { entry } = await store.storage.update(key, {
      dryRun: false,
      async transform(current): Promise<UpdateOutcome> {
        const old = current?.object();
        if (old === undefined || old.metadata.uid !== uid) throw notFound(store.groupResource, name);
        return { action: 'delete', object: old };
      },
    });
    return { entry, deleted: true, showObject, uid };
  } catch (error) {
    if (error instanceof ApiError && error.reason === 'NotFound') return { entry: marked, deleted: true, showObject, uid };
    throw error;
  }
}

/** @throws {ApiError} 409 in the words of upstream's registry, which name the kind; those of two-step deletions name the resource. */
function checkPreconditions(store: Registry, meta: ObjectMeta, { name, options }: DeleteRequest): void {
  const { declaration } = store;
  const preconditions = options.preconditions ?? {};
  if (declaration.strategy.markDeleted !== undefined) {
    const problem = preconditionProblem(preconditions, meta);
    if (problem !== undefined) throw conflict(store.groupResource, name, problem);
    return;
  }
  const { uid, resourceVersion } = preconditions;
  const kind = { group: declaration.group, resource: declaration.kind };
  if (uid !== undefined && uid !== meta.uid) {
    throw conflict(
      kind,
      name,
      `the UID in the precondition (${uid}) does not match the UID in record (${meta.uid ?? ''}). The object might have been deleted and then recreated`,
    );
  }
  if (resourceVersion !== undefined && resourceVersion !== meta.resourceVersion) {
    const text = `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${meta.resourceVersion ?? ''}).`;
    throw conflict(kind, name, `${text} The object might have been modified`);
  }
}

/** The first request marks, a later one removes what nothing holds any more. */
function planTwoSteps(strategy: Strategy, old: KubeObject, now: number): Plan {
  if (old.metadata.deletionTimestamp === undefined) {
    const object = copyForMarking(old);
    object.metadata.deletionTimestamp = timeText(now);
    strategy.markDeleted?.(object);
    return { action: 'mark', object, removes: false };
  }
  if (strategy.mayDelete?.(old) === false) return { action: 'none' };
  if ((old.metadata.finalizers?.length ?? 0) === 0) return { action: 'delete' };
  return { action: 'none' };
}

function planDeletion(store: Registry, old: KubeObject, options: DeletionOptions, now: number): Plan {
  const { strategy } = store.declaration;
  const requested = options.gracePeriodSeconds !== undefined && options.gracePeriodSeconds < 0 ? 1 : options.gracePeriodSeconds;
  const grace = planGrace(strategy, old, requested);
  if (grace === 'pending') return { action: 'none' };
  const finalizers = store.garbageCollection ? finalizersFor(strategy, old.metadata, options) : [...(old.metadata.finalizers ?? [])];
  if (grace === undefined && finalizers.length === 0) return { action: 'delete' };
  const object = copyForMarking(old);
  const meta = object.metadata;
  if (finalizers.length === 0) delete meta.finalizers;
  else meta.finalizers = finalizers;
  const first = meta.deletionTimestamp === undefined;
  if (first && meta.generation !== undefined && meta.generation > 0) meta.generation = successor(meta.generation);
  if (grace === undefined) {
    if (first || timeToMillis(meta.deletionTimestamp as string) > now) meta.deletionTimestamp = timeText(now);
    meta.deletionGracePeriodSeconds = 0;
    return { action: 'mark', object, removes: false };
  }
  const start = first ? now : timeToMillis(meta.deletionTimestamp as string) - millisecondsOf(meta.deletionGracePeriodSeconds ?? 0);
  meta.deletionTimestamp = timeText(start + millisecondsOf(grace));
  meta.deletionGracePeriodSeconds = grace;
  return { action: 'mark', object, removes: grace === 0 && finalizers.length === 0 };
}

/**
 * The grace period to set in seconds; 'pending': it runs already, and the request would not shorten it; undefined: the object is not deleted
 * gracefully (any more).
 */
function planGrace(strategy: Strategy, old: KubeObject, requested: Int64 | undefined): Int64 | 'pending' | undefined {
  if (strategy.gracefulDeletion === undefined) return undefined;
  const { deletionTimestamp, deletionGracePeriodSeconds: running } = old.metadata;
  if (deletionTimestamp === undefined) return strategy.gracefulDeletion(old, requested);
  if (running === undefined || running === 0) return undefined;
  return requested === undefined || requested >= running ? 'pending' : requested;
}

/** The object's finalizers with those that tell the garbage collector what to do with dependents added or removed. */
function finalizersFor(strategy: Strategy, meta: ObjectMeta, options: DeletionOptions): string[] {
  const given = meta.finalizers ?? [];
  const wanted = dependentsFinalizer(strategy, given, options);
  const kept = given.filter((each) => each !== FINALIZER_ORPHAN && each !== FINALIZER_FOREGROUND);
  if (wanted !== undefined && given.includes(wanted) && kept.length === given.length - 1) return [...given];
  return wanted === undefined ? kept : [...kept, wanted];
}

/** The request decides, else what the object carries, else the kind. */
function dependentsFinalizer(
  strategy: Strategy,
  given: readonly string[],
  { orphanDependents, propagationPolicy }: DeletionOptions,
): string | undefined {
  if (orphanDependents !== undefined) return orphanDependents ? FINALIZER_ORPHAN : undefined;
  switch (propagationPolicy) {
    case 'Orphan':
      return FINALIZER_ORPHAN;
    case 'Foreground':
      return FINALIZER_FOREGROUND;
    case 'Background':
      return undefined;
    default:
      return (
        given.find((each) => each === FINALIZER_ORPHAN || each === FINALIZER_FOREGROUND) ??
        (strategy.defaultPropagation === 'Orphan' ? FINALIZER_ORPHAN : undefined)
      );
  }
}

/** Marking touches metadata (and what `markDeleted` replaces): the rest is shared with the entry. */
function copyForMarking(old: KubeObject): KubeObject {
  return { ...old, metadata: { ...old.metadata } };
}
