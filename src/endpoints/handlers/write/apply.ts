/**
 * Server-side apply (`application/apply-patch+yaml`): the body says what its manager wants, the field manager merges it into what is there. The
 * result is read by Go's unstructured converter upstream, so failures have its words.
 */
import type { Steps } from '../../../base/event-loop.ts';
import { DecodeError } from '../../../codec/interface.ts';
import { decodeJsonText, decodeTextInSteps } from '../../../codec/json/decode.ts';
import { encodeUntyped } from '../../../codec/json/untyped.ts';
import { checkUnstructured, wrapIntegers } from '../../../codec/unstructured/check.ts';
import { apiVersionOf } from '../../../machinery/gvk.ts';
import type { KubeObject } from '../../../machinery/object.ts';
import { conflict, rawError } from '../../../machinery/status.ts';
import { conflictError } from '../../../patch/apply/conflict.ts';
import { objectName } from '../../../patch/apply/field-manager.ts';
import { ApplyConflicts } from '../../../patch/apply/updater.ts';
import type { JsonMap } from '../../../patch/document.ts';
import { readConfiguration } from './apply-configuration.ts';
import { isBig } from './big-body.ts';
import { fieldManagerOf, setManagedFields } from './field-management.ts';
import type { PatchOptions } from './options.ts';
import { projectionOf, type Write } from './write.ts';

/**
 * The new object in the storage version, made in steps. `current` in the storage version; undefined: nothing is there. @throws {ApiError} 400, 409,
 * 500
 */
export function* applyConfiguration(write: Write, body: Uint8Array, options: PatchOptions, current: KubeObject | undefined): Steps<KubeObject> {
  const { version } = write.target;
  const projection = projectionOf(write);
  const { document: configuration, complain } = yield* readConfiguration(write, body);
  yield;
  const live = current === undefined || projection !== undefined ? current : (version.fromHub?.(current) ?? current);
  try {
    const { object, managedFields } = yield* fieldManagerOf(write).applyInSteps(live, configuration, options.fieldManager, options.force);
    yield;
    const result = yield* decodeAgain(write, object ?? (live as JsonMap | undefined) ?? {}, configuration);
    yield;
    (projection ?? version).setDefaults?.(result);
    const hub = projection === undefined ? (version.toHub?.(result) ?? result) : result;
    setManagedFields(hub, managedFields);
    complain();
    if (current === undefined) checkNew(write, hub);
    return hub;
  } catch (error) {
    yield;
    throw error instanceof ApplyConflicts ? conflictError(error.conflicts) : error;
  }
}

/** A configuration that means an object of before cannot create another one; a resourceVersion alone does not mind. */
function checkNew({ store, target }: Write, { metadata }: KubeObject): void {
  if (metadata.uid === undefined || metadata.uid === '') return;
  throw conflict(
    store.groupResource,
    target.name,
    `uid mismatch: the provided object specified uid ${metadata.uid}, and no existing object was found`,
  );
}

function* decodeAgain(write: Write, document: JsonMap, configuration: JsonMap): Steps<KubeObject> {
  const { wire } = write;
  const apiVersion = apiVersionOf(wire);
  const fail = (detail: string): never => {
    const kind = `${wire.group}/${wire.version}, Kind=${wire.kind}`;
    throw rawError(
      `failed to convert new object (${objectName(configuration, apiVersion, wire.kind)}) to proper version: unable to convert unstructured object to ${kind}: ${detail}`,
    );
  };
  const misfit = checkUnstructured(document, wire.type);
  if (misfit !== undefined) fail(misfit);
  wrapIntegers(document, wire.type);
  yield;
  const text = encodeUntyped(document);
  yield;
  try {
    const { object } = isBig(write) ? yield* decodeTextInSteps(text, wire.type, 'ignore', 'kept') : decodeJsonText(text, wire.type, 'ignore', 'kept');
    object.kind = wire.kind;
    object.apiVersion = apiVersion;
    object.metadata ??= {};
    return object;
  } catch (error) {
    if (error instanceof DecodeError) fail(error.message);
    throw error;
  }
}
