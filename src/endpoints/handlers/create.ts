/** POST: a new object. */
import { nextTurn } from '../../base/event-loop.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { wipeSystemFields } from '../../registry/generic/metadata.ts';
import type { Entry } from '../../storage/resource-storage.ts';
import { negotiateRendering } from '../responses/negotiate.ts';
import { respondPieces } from '../responses/respond.ts';
import type { ResourceHandler } from '../routing/resources.ts';
import { inTurn, isBig } from './write/big-body.ts';
import { withBody } from './write/body.ts';
import type { WriteDeps } from './write/deps.ts';
import { type InputFormat, inputFormat } from './write/media.ts';
import { readWriteOptions } from './write/options.ts';
import { dedupOwnerReferences } from './write/owner-references.ts';
import { admitStep, decodeBigStep, decodeStep, hubStep, mutateStep, namespaceStep, ownershipBigStep, ownershipStep } from './write/steps.ts';
import { openWrite, type Write } from './write/write.ts';

export function makeCreate(deps: WriteDeps): ResourceHandler {
  return (context, target) => {
    const rendering = negotiateRendering(context, target, 'object');
    const format = inputFormat(context);
    return withBody(context, (body) => {
      const write = openWrite(deps, context, target, readWriteOptions('CreateOptions', context.info.query), body.length);
      return inTurn(write, () => create(write, body, format)).then((entry) =>
        respondPieces(context, 201, rendering.contentType, rendering.object(entry)),
      );
    });
  };
}

function create(write: Write, body: Uint8Array, format: InputFormat): Promise<Entry> {
  if (isBig(write)) return createBig(write, body, format);
  return createDecoded(write, hubStep(write, decodeStep(write, body, format)));
}

async function createBig(write: Write, body: Uint8Array, format: InputFormat): Promise<Entry> {
  const object = hubStep(write, await decodeBigStep(write, body, format));
  await nextTurn();
  return createDecoded(write, object);
}

function createDecoded(write: Write, object: KubeObject): Promise<Entry> {
  const name = object.metadata.name ?? '';
  wipeSystemFields(object.metadata);
  namespaceStep(write, object);
  dedupOwnerReferences(write.request, object.metadata, 'sent');
  if (isBig(write)) return ownershipBigStep(write, object, undefined).then(() => createOwned(write, name, object));
  ownershipStep(write, object, undefined);
  return createOwned(write, name, object);
}

function createOwned(write: Write, name: string, object: KubeObject): Promise<Entry> {
  const asked = mutateStep(write, 'CREATE', name, object, undefined);
  return asked === undefined ? store(write, object) : asked.then(() => store(write, object));
}

function store(write: Write, object: KubeObject): Promise<Entry> {
  return write.store.create({
    context: write.context,
    object,
    ...(isBig(write) ? { isLong: true } : {}),
    admit: (complete) => admitStep(write, 'CREATE', complete.metadata.name ?? '', complete, undefined),
  });
}
