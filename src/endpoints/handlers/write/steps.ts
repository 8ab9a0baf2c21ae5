/**
 * The write path, step by step. Every handler that stores an object walks it in this order:
 *
 *   decode -> default -> convert to the storage version -> ownership -> mutate (admission) -> prepare -> validate -> canonicalize -> admit -> store
 *
 * Everything up to `mutate` happens here, the rest in the registry (registry/generic), which calls back for `admit`.
 */
import type { AdmissionAttributes, AdmissionOperation } from '../../../admission/interface.ts';
import { forbiddenError } from '../../../authorization/attributes.ts';
import { inSlices, nextTurn } from '../../../base/event-loop.ts';
import type { KubeObject } from '../../../machinery/object.ts';
import { ApiError } from '../../../machinery/status.ts';
import { matchNamespace } from '../../../registry/generic/metadata.ts';
import type { AuthorizationAttributes } from '../../../request/authorizer.ts';
import { addWarning, annotateAudit } from '../../../request/context.ts';
import type { Pending } from '../../../request/pending.ts';
import { isBig } from './big-body.ts';
import { type DecodeRequest, decodeBody, decodeBodyInSteps } from './body.ts';
import { trackOwnership, trackOwnershipInSteps } from './field-management.ts';
import type { InputFormat } from './media.ts';
import { dedupOwnerReferences } from './owner-references.ts';
import { projectionOf, type Write } from './write.ts';

/**
 * decode, default: an object of the wire version.
 * @throws {ApiError} 400
 */
export function decodeStep(write: Write, body: Uint8Array, format: InputFormat): KubeObject {
  return defaulted(write, decodeBody(write.request, decodeRequest(write, body, format)));
}

/** As decodeStep, for big bodies: others have their turns meanwhile. */
export async function decodeBigStep(write: Write, body: Uint8Array, format: InputFormat): Promise<KubeObject> {
  const object = await inSlices(decodeBodyInSteps(write.request, decodeRequest(write, body, format)));
  await nextTurn();
  return defaulted(write, object);
}

function decodeRequest({ deps, wire, options }: Write, body: Uint8Array, format: InputFormat): DecodeRequest {
  return { body, format, wire, fieldValidation: options.fieldValidation, served: deps.table.snapshot(), empties: 'kept' };
}

function defaulted(write: Write, object: KubeObject): KubeObject {
  const projection = projectionOf(write);
  if (projection === undefined) write.target.version.setDefaults?.(object);
  else projection.setDefaults?.(object);
  return object;
}

/** Converts to the storage version. What is projected has no version of its own. */
export function hubStep(write: Write, object: KubeObject): KubeObject {
  if (projectionOf(write) !== undefined) return object;
  return write.target.version.toHub?.(object) ?? object;
}

/** The object says the request's namespace or none. @throws {ApiError} 400 */
export function namespaceStep(write: Write, object: KubeObject): void {
  matchNamespace(object.metadata, write.namespace);
}

/** Ownership of fields (managedFields), before admission changes anything: what plugins change belongs to nobody. */
export function ownershipStep(write: Write, object: KubeObject, old: KubeObject | undefined): void {
  trackOwnership(write, object, old);
}

/** As ownershipStep, for big writes. */
export function ownershipBigStep(write: Write, object: KubeObject, old: KubeObject | undefined): Promise<void> {
  return inSlices(trackOwnershipInSteps(write, object, old));
}

/** Mutating admission, and what it may have broken. @throws {ApiError} as plugins refuse */
export function mutateStep(write: Write, operation: AdmissionOperation, name: string, object: KubeObject, old: KubeObject | undefined): Pending {
  const mutate = (): Pending => {
    const { admission } = write.deps;
    if (!admission.handles(operation)) return guardStep(write, object, old);
    const asked = admission.mutate(attributesOf(write, operation, name, object, old));
    return asked === undefined ? guardMutated(write, object, old) : asked.then(() => guardMutated(write, object, old));
  };
  return isBig(write) ? nextTurn().then(mutate) : mutate();
}

function guardMutated(write: Write, object: KubeObject, old: KubeObject | undefined): Pending {
  dedupOwnerReferences(write.request, object.metadata, 'admitted');
  return guardStep(write, object, old);
}

function guardStep({ deps, request, target, namespace }: Write, object: KubeObject, old: KubeObject | undefined): Promise<void> | undefined {
  return deps.guard?.({
    user: request.user,
    verb: request.info.verb,
    group: target.group,
    resource: target.installed.declaration.resource,
    subresource: target.subresourceName,
    namespace,
    requestName: request.info.name,
    object,
    old,
  });
}

/** Validating admission. @throws {ApiError} as plugins refuse */
export function admitStep(
  write: Write,
  operation: AdmissionOperation,
  name: string,
  object: KubeObject | undefined,
  old: KubeObject | undefined,
): Pending {
  const { admission } = write.deps;
  const admit = (): Pending => (admission.handles(operation) ? admission.validate(attributesOf(write, operation, name, object, old)) : undefined);
  return isBig(write) ? nextTurn().then(admit) : admit();
}

/** Both phases in a row: a deletion has no object to change in between. */
export async function admitDeletion(write: Write, name: string, old: KubeObject): Promise<void> {
  const { admission } = write.deps;
  if (!admission.handles('DELETE')) return;
  const attributes = attributesOf(write, 'DELETE', name, undefined, old);
  await admission.mutate(attributes);
  await admission.validate(attributes);
}

function attributesOf(
  write: Write,
  operation: AdmissionOperation,
  name: string,
  object: KubeObject | undefined,
  oldObject: KubeObject | undefined,
): AdmissionAttributes {
  const { request, target, namespace, wire, options } = write;
  return {
    operation,
    group: target.group,
    version: target.version.version,
    kind: wire.kind,
    resource: target.installed.declaration.resource,
    subresource: target.subresourceName,
    namespace,
    name,
    object,
    oldObject,
    options: { ...options },
    user: request.user,
    dryRun: options.dryRun,
    warn: (text) => addWarning(request, text),
    annotate: (key, value) => annotateAudit(request, key, value),
  };
}

/** A write that turns out to create needs the permission to create. @throws {ApiError} 403 */
export async function authorizeCreation(write: Write): Promise<void> {
  const { deps, request, target, namespace } = write;
  const { group, subresourceName: subresource, name } = target;
  const { resource } = target.installed.declaration;
  const attributes: AuthorizationAttributes = {
    user: request.user,
    verb: 'create',
    isResourceRequest: true,
    path: request.info.path,
    group,
    version: target.version.version,
    resource,
    subresource,
    namespace,
    name,
  };
  const { decision, reason } = await deps.authorizer.authorize(attributes);
  if (decision !== 'allow') throw forbiddenError(attributes, reason);
}

/** The name in the body is the name in the URL. @throws {ApiError} 400 */
export function checkName({ target }: Write, object: KubeObject): void {
  const name = object.metadata.name ?? '';
  if (name === '')
    throw new ApiError(400, 'BadRequest', `the name of the object (${target.name} based on URL) was undeterminable: name must be provided`);
  if (name !== target.name)
    throw new ApiError(400, 'BadRequest', `the name of the object (${name}) does not match the name on the URL (${target.name})`);
}
