/**
 * Updates: the new object is made from the current one inside the storage's retry loop, so that every step sees what it will replace. An update
 * that takes the last finalizer from a terminating object removes it; one to a missing name creates it where the kind allows that.
 */
import { atOnce, inSlices, type Steps } from '../../base/event-loop.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { conflict, invalid, notFound } from '../../machinery/status.ts';
import { preconditionProblem, storageErrorText } from '../../storage/preconditions.ts';
import { AlreadyExistsError, type Entry, type UpdateOutcome, type UpdateResult } from '../../storage/resource-storage.ts';
import { AllocationAttempts } from './allocation.ts';
import { alreadyExists, beforeCreate } from './create.ts';
import type { Strategy, StrategyContext } from './declaration.ts';
import { keepGeneration, matchNamespace, parseResourceVersion, raiseGeneration, wipeSystemFields } from './metadata.ts';
import { validateMetadataUpdate } from './object-meta.ts';
import type { Registry, UpdateRequest } from './requests.ts';

const MODIFIED_TEXT = 'the object has been modified; please apply your changes to the latest version and try again';

export async function updateObject(store: Registry, request: UpdateRequest): Promise<UpdateResult> {
  const { context, name } = request;
  const key = store.keyOf(context.namespace, name);
  let created: KubeObject | undefined;
  const attempts = new AllocationAttempts(store.allocation);
  try {
    const result = await store.storage.update(key, {
      dryRun: context.dryRun,
      async transform(current): Promise<UpdateOutcome> {
        checkPreconditions(store, request, key, current);
        if (current !== undefined) return replaceObject(store, request, current, attempts);
        created = await makeObject(store, request, attempts);
        return { action: 'write', object: created, ...ttl(store) };
      },
    });
    const giving = attempts.commit();
    if (giving !== undefined) await giving;
    if (result.action === 'deleted' && !context.dryRun) await store.allocation?.afterDelete(result.entry.object());
    return result;
  } catch (error) {
    await attempts.revert();
    throw error instanceof AlreadyExistsError && created !== undefined ? alreadyExists(created, error) : error;
  }
}

function ttl(store: Registry): { readonly ttlSeconds?: number } {
  const { ttlSeconds } = store.declaration.strategy;
  return ttlSeconds === undefined ? {} : { ttlSeconds };
}

/** @throws {ApiError} 404, or 409 in the words of upstream's storage */
function checkPreconditions(store: Registry, request: UpdateRequest, key: string, current: Entry | undefined): void {
  const { name, preconditions } = request;
  if (current === undefined && !mayCreate(request)) throw notFound(store.groupResource, name);
  if (preconditions === undefined) return;
  const problem = preconditionProblem(preconditions, current?.object().metadata);
  if (problem === undefined) return;
  // What stands before all keys is put there by the store itself, which a dry run does not reach.
  const shown = request.context.dryRun ? key.replace(/^\/registry(?=\/)/, '') : key;
  throw conflict(store.groupResource, name, storageErrorText(shown, problem));
}

/** An apply creates whatever the kind, but never through a subresource. */
function mayCreate({ context, strategy, forceAllowCreate }: UpdateRequest): boolean {
  return strategy.allowCreateOnUpdate === true || (forceAllowCreate === true && context.subresource === '');
}

async function makeObject(store: Registry, request: UpdateRequest, attempts: AllocationAttempts): Promise<KubeObject> {
  const { context, transform, admitCreate } = request;
  const object = await transform(undefined);
  parseResourceVersion(object.metadata.resourceVersion);
  wipeSystemFields(object.metadata);
  await attempts.begin(context, object, undefined);
  await prepared(request, beforeCreate(store, context, object));
  await admitCreate(object);
  // A dry run answers with the object as it was about to be written.
  if (!context.dryRun) delete object.metadata.resourceVersion;
  return object;
}

async function replaceObject(store: Registry, request: UpdateRequest, current: Entry, attempts: AllocationAttempts): Promise<UpdateOutcome> {
  const { context, strategy } = request;
  const old = current.object();
  const object = await request.transform(current);
  checkVersion(store, request, object, current);
  const taking = attempts.begin(context, object, old);
  if (taking !== undefined) await taking;
  await prepared(request, beforeUpdate(store, context, strategy, object, old));
  const asked = request.admitUpdate(object, old);
  if (asked !== undefined) await asked;
  const goes = finishesDeletion(store, object, old);
  return goes ? { action: 'delete', object } : { action: 'write', object, ...ttl(store) };
}

/** Optimistic concurrency. An object without a version gets the current one where the kind allows unconditional updates. */
function checkVersion(store: Registry, { strategy, name }: UpdateRequest, object: KubeObject, current: Entry): void {
  const unconditional = strategy.allowUnconditionalUpdate ?? store.declaration.strategy.allowUnconditionalUpdate ?? true;
  const version = parseResourceVersion(object.metadata.resourceVersion);
  if (version === 0) {
    if (!unconditional) {
      const message = 'Invalid value: 0: must be specified for an update';
      const causes = [{ reason: 'FieldValueInvalid', message, field: 'metadata.resourceVersion' }];
      throw invalid({ group: store.groupResource.group, kind: store.groupResource.resource }, name, causes, `metadata.resourceVersion: ${message}`);
    }
    object.metadata.resourceVersion = String(current.revision);
  } else if (version !== current.revision) throw conflict(store.groupResource, name, MODIFIED_TEXT);
}

/** Goes through the steps; nobody waits for short ones. */
function prepared({ isLong }: UpdateRequest, steps: Steps<void>): Promise<void> | undefined {
  if (isLong?.() === true) return inSlices(steps);
  atOnce(steps);
  return undefined;
}

/** The steps between mutating and validating admission. @throws {ApiError} 400, 422 */
function* beforeUpdate(store: Registry, context: StrategyContext, strategy: Strategy, object: KubeObject, old: KubeObject): Steps<void> {
  const { declaration } = store;
  const meta = object.metadata;
  matchNamespace(meta, declaration.namespaced ? context.namespace : '');
  keepGeneration(meta, old.metadata);
  strategy.prepareForUpdate?.(context, object, old);
  keepIdentity(object, old);
  raiseGeneration(object, old, strategy.generation ?? declaration.strategy.generation ?? 'managed');
  yield;
  const errors = validateMetadataUpdate(meta, old.metadata, declaration.namespaced, strategy);
  yield;
  const found = strategy.validateUpdate?.(context, object, old);
  yield;
  if (found !== undefined) errors.append(found);
  if (errors.length > 0) throw errors.toApiError(declaration, meta.name ?? '');
  for (const text of strategy.warningsOnUpdate?.(context, object, old) ?? []) context.warn(text);
  yield;
  strategy.canonicalize?.(object);
}

/** What no update can change, put back before validation looks at it. */
function keepIdentity({ metadata }: KubeObject, { metadata: old }: KubeObject): void {
  delete metadata.selfLink;
  if (metadata.uid === undefined || metadata.uid === '') metadata.uid = old.uid as string;
  if (old.creationTimestamp !== undefined) metadata.creationTimestamp = old.creationTimestamp;
  if (old.deletionTimestamp !== undefined) metadata.deletionTimestamp = old.deletionTimestamp;
  if (old.deletionGracePeriodSeconds !== undefined && metadata.deletionGracePeriodSeconds === undefined)
    metadata.deletionGracePeriodSeconds = old.deletionGracePeriodSeconds;
}

function finishesDeletion(store: Registry, object: KubeObject, old: KubeObject): boolean {
  if ((object.metadata.finalizers?.length ?? 0) > 0 || old.metadata.deletionTimestamp === undefined) return false;
  if ((old.metadata.deletionGracePeriodSeconds ?? 0) !== 0) return false;
  return store.declaration.strategy.mayDelete?.(object) ?? true;
}
