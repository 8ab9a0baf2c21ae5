/**
 * A posted object that is an order rather than something to store (Binding, Eviction): the first half of the write path. The object has been
 * decoded, defaulted and seen by mutating admission; what it orders is the handler's business, which calls `admit` before it obeys.
 */
import type { GroupVersion } from '../../machinery/gvk.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { Status } from '../../machinery/status.ts';
import { wipeSystemFields } from '../../registry/generic/metadata.ts';
import type { RegistryStore } from '../../registry/generic/store.ts';
import { addWarning, type RequestContext } from '../../request/context.ts';
import type { Pending } from '../../request/pending.ts';
import { isBig } from '../handlers/write/big-body.ts';
import { readBody, type WireKind } from '../handlers/write/body.ts';
import { inputFormat } from '../handlers/write/media.ts';
import { readWriteOptions } from '../handlers/write/options.ts';
import { dedupOwnerReferences } from '../handlers/write/owner-references.ts';
import { admitStep, decodeBigStep, decodeStep, mutateStep, namespaceStep, ownershipBigStep, ownershipStep } from '../handlers/write/steps.ts';
import type { Write } from '../handlers/write/write.ts';
import { negotiateRendering } from '../responses/negotiate.ts';
import { respondStatus } from '../responses/respond.ts';
import type { ResourceTarget } from '../routing/resources.ts';
import type { VirtualDeps } from './interface.ts';

export interface Posted {
  readonly write: Write;
  readonly object: KubeObject;
  /** Validating admission. @throws {ApiError} as plugins refuse */
  admit(): Pending;
}

export interface PostedOptions {
  /** The registry of what the order is about. */
  readonly store: RegistryStore;
  /** Further versions in which the kind may come. */
  readonly accepts?: readonly GroupVersion[];
  /** The uid in the body is a precondition, not something that only the server may say. */
  readonly keepSystemFields?: boolean;
  /** What the client left out; changes the object in place. */
  readonly setDefaults?: (object: KubeObject) => void;
  /** The answer shows the object, and with it who set which field. */
  readonly showsOwners?: boolean;
}

/** @throws {ApiError} 400, 403, 406, 413, 415, 422 */
export async function readPosted(deps: VirtualDeps, context: RequestContext, target: ResourceTarget, options: PostedOptions): Promise<Posted> {
  negotiateRendering(context, target, 'object');
  const format = inputFormat(context);
  const body = await readBody(context);
  const write = { ...openOrder(deps, context, target, options), bodyBytes: body.length };
  const object = isBig(write) ? await decodeBigStep(write, body, format) : decodeStep(write, body, format);
  options.setDefaults?.(object);
  if (options.keepSystemFields !== true) wipeSystemFields(object.metadata);
  namespaceStep(write, object);
  dedupOwnerReferences(context, object.metadata, 'sent');
  if (options.showsOwners === true) {
    if (isBig(write)) await ownershipBigStep(write, object, undefined);
    else ownershipStep(write, object, undefined);
  }
  const name = target.name === '' ? (object.metadata.name ?? '') : target.name;
  await mutateStep(write, 'CREATE', name, object, undefined);
  return { write, object, admit: () => admitStep(write, 'CREATE', name, object, undefined) };
}

function openOrder(deps: VirtualDeps, request: RequestContext, target: ResourceTarget, { store, accepts }: PostedOptions): Omit<Write, 'bodyBytes'> {
  const options = readWriteOptions('CreateOptions', request.info.query);
  const { namespace, subresourceName: subresource } = target;
  return {
    deps,
    request,
    target,
    store,
    options,
    namespace,
    wire: wireOf(target, accepts ?? []),
    strategy: {},
    context: {
      clock: deps.clock,
      user: request.user,
      namespace,
      dryRun: options.dryRun,
      subresource,
      featureEnabled: deps.featureEnabled,
      warn: (text) => addWarning(request, text),
    },
  };
}

function wireOf({ installed: { declaration }, group, version, subresource }: ResourceTarget, accepts: readonly GroupVersion[]): WireKind {
  if (subresource?.kind !== 'virtual') return { group, version: version.version, kind: declaration.kind, type: version.type, siblings: [] };
  return { group: subresource.group, version: subresource.version, kind: subresource.objectKind, type: subresource.type, siblings: [], accepts };
}

/** The answer to an order that was carried out. */
export function respondDone(context: RequestContext, code: number): Promise<void> {
  const status: Status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code };
  return respondStatus(context, status);
}
