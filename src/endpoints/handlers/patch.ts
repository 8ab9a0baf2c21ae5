/**
 * PATCH: changes an object by a document that says what to change. The patch is applied to the requested version of the current object inside the
 * storage's retry loop, so that concurrent patches of different fields both succeed; a resourceVersion in the patch makes it conditional.
 */
import { atOnce, inSlices, type Steps } from '../../base/event-loop.ts';
import { cborToJson } from '../../codec/cbor/decode.ts';
import { DecodeError } from '../../codec/interface.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { badRequest, notFound } from '../../machinery/status.ts';
import { negotiateRendering } from '../responses/negotiate.ts';
import type { ResourceHandler } from '../routing/resources.ts';
import { applyConfiguration } from './write/apply.ts';
import { isBig } from './write/big-body.ts';
import { readBody } from './write/body.ts';
import type { WriteDeps } from './write/deps.ts';
import { checkValues } from './write/formats.ts';
import { patchFormat } from './write/media.ts';
import { readPatchOptions } from './write/options.ts';
import { applyPatch } from './write/patching.ts';
import { replaceAndRespond } from './write/replace.ts';
import { hubStep } from './write/steps.ts';
import { unshare } from './write/touched.ts';
import { openWrite, projectionOf } from './write/write.ts';

export function makePatch(deps: WriteDeps): ResourceHandler {
  return async (context, target) => {
    const format = patchFormat(context);
    negotiateRendering(context, target, 'object');
    const body = await readBody(context);
    checkValues(format === 'apply' ? 'yaml' : format === 'apply in CBOR' ? 'cbor' : 'json', body);
    const options = readPatchOptions(context.info.query, format.startsWith('apply'));
    const write = openWrite(deps, context, target, options, body.length);
    const inTime = (steps: Steps<KubeObject>): KubeObject | Promise<KubeObject> => (isBig(write) ? inSlices(steps) : atOnce(steps));
    if (format === 'apply' || format === 'apply in CBOR') {
      // JSON is YAML: a configuration that came as CBOR takes the same way from here.
      const text = format === 'apply' ? body : configurationFromCbor(body);
      const make = (current: KubeObject | undefined): KubeObject | Promise<KubeObject> => inTime(applyConfiguration(write, text, options, current));
      await replaceAndRespond(write, { make, forceAllowCreate: target.subresourceName === '', ownsItself: true });
      return;
    }
    const isProjected = projectionOf(write) !== undefined;
    // A conversion may share more with the current object than can be told apart again.
    const shares = !isProjected && target.version.fromHub === undefined;
    const patched = function* (current: KubeObject): Steps<KubeObject> {
      const versioned = isProjected ? current : (target.version.fromHub?.(current) ?? current);
      const object = yield* applyPatch(write, format, body, versioned);
      if (!shares) unshare(object, versioned);
      yield;
      if (!isProjected) target.version.setDefaults?.(object);
      return hubStep(write, object);
    };
    await replaceAndRespond(write, {
      make(current) {
        if (current === undefined) throw notFound(write.store.groupResource, target.name);
        return inTime(patched(current));
      },
      shares,
    });
  };
}

/** @throws {ApiError} 400 */
function configurationFromCbor(body: Uint8Array): Uint8Array {
  try {
    return cborToJson(body);
  } catch (error) {
    throw error instanceof DecodeError ? badRequest(`error decoding CBOR: ${error.message}`) : error;
  }
}
