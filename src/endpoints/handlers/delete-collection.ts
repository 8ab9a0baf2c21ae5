/** DELETE of a collection: everything that the selectors of the query name; answers with a list of the objects as they were. */
import { negotiateRendering } from '../responses/negotiate.ts';
import { respondList } from '../responses/respond.ts';
import type { ResourceHandler } from '../routing/resources.ts';
import { readListOptions } from './list-options.ts';
import { filterOf } from './selection.ts';
import { deletionOptions } from './write/delete-options.ts';
import type { WriteDeps } from './write/deps.ts';
import { admitDeletion } from './write/steps.ts';
import { openWrite } from './write/write.ts';

export function makeDeleteCollection(deps: WriteDeps): ResourceHandler {
  return async (context, target) => {
    const rendering = negotiateRendering(context, target, 'list');
    const { labels, fields, resourceVersion, resourceVersionMatch, limit, continueToken: token } = readListOptions(context.info.query);
    const filter = filterOf(context, target, { labels, fields });
    const options = await deletionOptions(context);
    const write = openWrite(deps, context, target, { dryRun: options.dryRun, fieldManager: '', fieldValidation: 'Ignore' });
    const { entries, revision, continueToken, remainingItemCount } = await write.store.deleteCollection({
      context: write.context,
      options,
      filter,
      resourceVersion,
      resourceVersionMatch,
      limit,
      continueToken: token,
      admit: (old) => admitDeletion(write, '', old),
    });
    await respondList(context, rendering, { resourceVersion: String(revision), continueToken, remainingItemCount }, entries);
  };
}
