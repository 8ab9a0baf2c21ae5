/** POST: a new object. */
import { nextTurn } from '../../base/slice.ts';
import { wipeSystemFields } from '../../registry/generic/metadata.ts';
import type { Entry } from '../../storage/resource-storage.ts';
import { negotiateRendering } from '../negotiate.ts';
import type { ResourceHandler } from '../resources.ts';
import { respondEntry } from '../respond.ts';
import { inTurn, isBig } from './write/big-body.ts';
import { readBody } from './write/body.ts';
import type { WriteDeps } from './write/deps.ts';
import { type InputFormat, inputFormat } from './write/media.ts';
import { readWriteOptions } from './write/options.ts';
import { dedupOwnerReferences } from './write/owner-references.ts';
import { admitStep, decodeStep, hubStep, mutateStep, namespaceStep, ownershipStep } from './write/steps.ts';
import { openWrite, type Write } from './write/write.ts';

export function makeCreate(deps: WriteDeps): ResourceHandler {
  return async (context, target) => {
    negotiateRendering(context, target, 'object');
    const format = inputFormat(context);
    const body = await readBody(context);
    const write = openWrite(deps, context, target, readWriteOptions('CreateOptions', context.info.query), body.length);
    const entry = await inTurn(write, () => create(write, body, format));
    await respondEntry(context, target, 201, entry);
  };
}

async function create(write: Write, body: Uint8Array, format: InputFormat): Promise<Entry> {
  const object = hubStep(write, decodeStep(write, body, format));
  if (isBig(write)) await nextTurn();
  const name = object.metadata.name ?? '';
  wipeSystemFields(object.metadata);
  namespaceStep(write, object);
  dedupOwnerReferences(write.request, object.metadata, false);
  ownershipStep(write, object, undefined);
  await mutateStep(write, 'CREATE', name, object, undefined);
  return write.store.create({
    context: write.context,
    object,
    admit: (complete) => admitStep(write, 'CREATE', complete.metadata.name ?? '', complete, undefined),
  });
}
