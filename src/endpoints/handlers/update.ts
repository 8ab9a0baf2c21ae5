/** PUT: replaces an object, or creates it where the kind allows that. */
import type { KubeObject } from '../../machinery/object.ts';
import { negotiateRendering } from '../responses/negotiate.ts';
import type { ResourceHandler } from '../routing/resources.ts';
import { inTurn, isBig } from './write/big-body.ts';
import { readBody } from './write/body.ts';
import type { WriteDeps } from './write/deps.ts';
import { inputFormat } from './write/media.ts';
import { readWriteOptions } from './write/options.ts';
import { dedupOwnerReferences } from './write/owner-references.ts';
import { replace, respondReplaced } from './write/replace.ts';
import { checkName, decodeBigStep, decodeStep, hubStep, namespaceStep } from './write/steps.ts';
import { openWrite } from './write/write.ts';

export function makeUpdate(deps: WriteDeps): ResourceHandler {
  return async (context, target) => {
    negotiateRendering(context, target, 'object');
    const body = await readBody(context);
    const write = openWrite(deps, context, target, readWriteOptions('UpdateOptions', context.info.query), body.length);
    const format = inputFormat(context);
    const accepted = (decoded: KubeObject): KubeObject => {
      const object = hubStep(write, decoded);
      namespaceStep(write, object);
      checkName(write, object);
      dedupOwnerReferences(context, object.metadata, 'sent');
      return object;
    };
    const read = (): KubeObject | Promise<KubeObject> =>
      isBig(write) ? decodeBigStep(write, body, format).then(accepted) : accepted(decodeStep(write, body, format));
    const result = await inTurn(write, async () => {
      const decoded = read();
      let first: KubeObject | undefined = decoded instanceof Promise ? await decoded : decoded;
      const { uid } = first.metadata;
      return replace(write, {
        // Each try consumes its object; another try, which is rare, reads the body again.
        make: () => {
          const object = first ?? read();
          first = undefined;
          return object;
        },
        ...(uid === undefined || uid === '' ? {} : { preconditions: { uid } }),
      });
    });
    await respondReplaced(write, result);
  };
}
