/** POST: a new object. */
import { wipeSystemFields } from '../../registry/generic/metadata.ts';
import { negotiateRendering } from '../negotiate.ts';
import type { ResourceHandler } from '../resources.ts';
import { respondEntry } from '../respond.ts';
import { readBody } from './write/body.ts';
import type { WriteDeps } from './write/deps.ts';
import { inputFormat } from './write/media.ts';
import { readWriteOptions } from './write/options.ts';
import { dedupOwnerReferences } from './write/owner-references.ts';
import { admitStep, decodeStep, hubStep, mutateStep, namespaceStep, ownershipStep } from './write/steps.ts';
import { openWrite } from './write/write.ts';

export function makeCreate(deps: WriteDeps): ResourceHandler {
  return async (context, target) => {
    negotiateRendering(context, target, 'object');
    const format = inputFormat(context);
    const body = await readBody(context);
    const write = openWrite(deps, context, target, readWriteOptions('CreateOptions', context.info.query));
    const object = hubStep(write, decodeStep(write, body, format));
    const name = object.metadata.name ?? '';
    wipeSystemFields(object.metadata);
    namespaceStep(write, object);
    dedupOwnerReferences(context, object.metadata, false);
    ownershipStep(write, object, undefined);
    await mutateStep(write, 'CREATE', name, object, undefined);
    const entry = await write.store.create({
      context: write.context,
      object,
      admit: (complete) => admitStep(write, 'CREATE', complete.metadata.name ?? '', complete, undefined),
    });
    await respondEntry(context, target, 201, entry);
  };
}
