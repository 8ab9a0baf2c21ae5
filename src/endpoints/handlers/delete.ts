/** DELETE of one object: the answer is the object while it stays (or where its kind says so), else a Status that names what went. */
import { Status as StatusType } from '../../apis/meta/v1/types.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { negotiateRendering } from '../responses/negotiate.ts';
import { respondEntry, respondObject } from '../responses/respond.ts';
import type { ResourceHandler, ResourceTarget } from '../routing/resources.ts';
import { deletionOptions } from './write/delete-options.ts';
import type { WriteDeps } from './write/deps.ts';
import { admitDeletion } from './write/steps.ts';
import { openWrite } from './write/write.ts';

export function makeDelete(deps: WriteDeps): ResourceHandler {
  return async (context, target) => {
    negotiateRendering(context, target, 'object');
    const options = await deletionOptions(context);
    const write = openWrite(deps, context, target, { dryRun: options.dryRun, fieldManager: '', fieldValidation: 'Ignore' });
    const { entry, deleted, showObject, uid } = await write.store.delete({
      context: write.context,
      name: target.name,
      options,
      admit: (old) => admitDeletion(write, target.name, old),
    });
    const code = !deleted && options.orphanDependents === false ? 202 : 200;
    if (showObject) await respondEntry(context, target, code, entry);
    else await respondObject(context, target, code, success(target, uid), StatusType);
  };
}

/** Says which object went, so that a client can tell it from a namesake. Unlike failures it carries no code. */
function success({ installed: { declaration }, group, name }: ResourceTarget, uid: string): KubeObject {
  const details = { name, ...(group === '' ? {} : { group }), kind: declaration.resource, uid };
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
}
