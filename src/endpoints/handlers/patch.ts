/**
 * PATCH: changes an object by a document that says what to change. The patch is applied to the requested version of the current object inside the
 * storage's retry loop, so that concurrent patches of different fields both succeed; a resourceVersion in the patch makes it conditional.
 */
import type { KubeObject } from '../../machinery/object.ts';
import { notFound } from '../../machinery/status.ts';
import { negotiateRendering } from '../negotiate.ts';
import type { ResourceHandler } from '../resources.ts';
import { readBody } from './write/body.ts';
import type { WriteDeps } from './write/deps.ts';
import { patchFormat, unsupported } from './write/media.ts';
import { type PatchOptions, readPatchOptions } from './write/options.ts';
import { applyPatch } from './write/patching.ts';
import { replaceAndRespond } from './write/replace.ts';
import { hubStep, openWrite, projectionOf, type Write } from './write/steps.ts';

/**
 * Server-side apply: the new object from an applied configuration. `current` is in the storage version, undefined where nothing is there (then
 * apply creates); the result as well.
 * @throws {ApiError} 400, 409, 500
 */
export type ApplyEngine = (write: Write, configuration: Uint8Array, options: PatchOptions, current: KubeObject | undefined) => Promise<KubeObject>;

export interface PatchDeps extends WriteDeps {
  /** Without it, apply patches are refused as a media type that the server does not know. */
  readonly apply?: ApplyEngine;
}

export function makePatch(deps: PatchDeps): ResourceHandler {
  return async (context, target) => {
    const format = patchFormat(context);
    negotiateRendering(context, target, 'object');
    const body = await readBody(context);
    const options = readPatchOptions(context.info.query, format === 'apply');
    const write = openWrite(deps, context, target, options);
    const { apply } = deps;
    if (format === 'apply') {
      if (apply === undefined)
        throw unsupported(['application/json-patch+json', 'application/merge-patch+json', 'application/strategic-merge-patch+json']);
      await replaceAndRespond(write, { make: (current) => apply(write, body, options, current), forceAllowCreate: true });
      return;
    }
    await replaceAndRespond(write, {
      make(current) {
        if (current === undefined) throw notFound(write.store.groupResource, target.name);
        const versioned = projectionOf(write) === undefined ? (target.version.fromHub?.(current) ?? current) : current;
        const object = applyPatch(write, format, body, versioned);
        if (projectionOf(write) === undefined) target.version.setDefaults?.(object);
        return hubStep(write, object);
      },
    });
  };
}
