/**
 * Creation: identity, preparation, validation, admission, storage. Names that collide after having been generated are tried again with another
 * suffix (KEP-4420).
 */
import { atOnce, inSlices, type Steps } from '../../base/event-loop.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { ApiError, rawError } from '../../machinery/status.ts';
import { AlreadyExistsError, type Entry } from '../../storage/resource-storage.ts';
import { AllocationAttempts } from './allocation.ts';
import type { StrategyContext } from './declaration.ts';
import { generateName, MAX_NAME_ATTEMPTS } from './generate-name.ts';
import { fillSystemFields, initialGeneration, matchNamespace, parseResourceVersion } from './metadata.ts';
import { validateMetadata } from './object-meta.ts';
import type { CreateRequest, Registry } from './requests.ts';

/**
 * Preparing an object twice is the same as preparing it once, so that a retry goes on with the object at hand. What is found wrong before anything
 * has to be waited for is thrown at once.
 */
export function createObject(store: Registry, request: CreateRequest): Promise<Entry> {
  const { metadata } = request.object;
  if (metadata.generateName === undefined || metadata.generateName === '' || (metadata.name !== undefined && metadata.name !== ''))
    return attempt(store, request);
  return createNamed(store, request, metadata.generateName);
}

async function createNamed(store: Registry, request: CreateRequest, prefix: string): Promise<Entry> {
  for (let tried = 1; ; tried++) {
    request.object.metadata.name = generateName(prefix);
    try {
      return await attempt(store, request);
    } catch (error) {
      if (tried === MAX_NAME_ATTEMPTS || !(error instanceof ApiError) || error.reason !== 'AlreadyExists') throw error;
    }
  }
}

function attempt(store: Registry, request: CreateRequest): Promise<Entry> {
  return store.allocation === undefined ? createAllocated(store, request) : attemptAllocated(store, request);
}

async function attemptAllocated(store: Registry, request: CreateRequest): Promise<Entry> {
  const attempts = new AllocationAttempts(store.allocation);
  await attempts.begin(request.context, request.object, undefined);
  try {
    const entry = await createAllocated(store, request);
    await attempts.commit();
    return entry;
  } catch (error) {
    await attempts.revert();
    throw error;
  }
}

function createAllocated(store: Registry, request: CreateRequest): Promise<Entry> {
  const steps = beforeCreate(store, request.context, request.object);
  if (request.isLong === true) return inSlices(steps).then(() => createPrepared(store, request));
  atOnce(steps);
  return createPrepared(store, request);
}

function createPrepared(store: Registry, request: CreateRequest): Promise<Entry> {
  const asked = request.admit(request.object);
  return asked === undefined ? storeNew(store, request) : asked.then(() => storeNew(store, request));
}

function storeNew(store: Registry, { context, object }: CreateRequest): Promise<Entry> {
  const { dryRun } = context;
  refuseGivenVersion(object, dryRun);
  const key = store.keyOf(context.namespace, object.metadata.name as string);
  const { ttlSeconds } = store.declaration.strategy;
  return store.storage.create(key, object, ttlSeconds === undefined ? { dryRun } : { dryRun, ttlSeconds }).catch((error: unknown) => {
    throw error instanceof AlreadyExistsError ? alreadyExists(object, error) : error;
  });
}

/** The steps between mutating and validating admission. @throws {ApiError} 422 */
export function* beforeCreate(store: Registry, context: StrategyContext, object: KubeObject): Steps<void> {
  const { declaration } = store;
  const { strategy } = declaration;
  fillSystemFields(object.metadata, context.clock.now());
  matchNamespace(object.metadata, declaration.namespaced ? context.namespace : '');
  initialGeneration(object.metadata, strategy);
  strategy.prepareForCreate?.(context, object);
  yield;
  const errors = validateMetadata(object.metadata, declaration.namespaced, strategy);
  yield;
  const found = strategy.validate?.(context, object);
  yield;
  if (found !== undefined) errors.append(found);
  if (errors.length > 0) throw errors.toApiError(declaration, object.metadata.name ?? '');
  for (const text of strategy.warningsOnCreate?.(context, object) ?? []) context.warn(text);
  yield;
  strategy.canonicalize?.(object);
}

/** Only a positive number counts as given; what is no number is ignored. It is the store that refuses it, which a dry run does not reach. */
function refuseGivenVersion(object: KubeObject, dryRun: boolean): void {
  const given = object.metadata.resourceVersion;
  const counts = given !== undefined && given !== '' && /^[0-9]+$/.test(given) && parseResourceVersion(given) > 0;
  if (counts && !dryRun) throw rawError('resourceVersion should not be set on objects to be created');
  if (!counts && given !== undefined) delete object.metadata.resourceVersion;
}

/** Tells apart names that the server made, and names whose object is on its way out. */
export function alreadyExists(object: KubeObject, error: AlreadyExistsError): ApiError {
  const generated = object.metadata.generateName !== undefined && object.metadata.generateName !== '';
  const terminating = error.current?.object().metadata.deletionTimestamp !== undefined;
  if (!generated && !terminating) return error;
  const text = generated ? `${error.message}, the server was not able to generate a unique name for the object` : error.message;
  const details = { ...error.status.details, ...(generated ? { retryAfterSeconds: 1 } : {}) };
  return new ApiError(error.code, error.reason, terminating ? `object is being deleted: ${text}` : text, details);
}
