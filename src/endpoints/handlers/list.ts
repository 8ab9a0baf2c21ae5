/** GET of a collection. */
import { negotiateRendering } from '../responses/negotiate.ts';
import { respondList } from '../responses/respond.ts';
import { type ResourceHandler, storeOf } from '../routing/resources.ts';
import { readListOptions } from './list-options.ts';
import { filterOf } from './selection.ts';

export function makeList(): ResourceHandler {
  return async (context, target) => {
    const rendering = negotiateRendering(context, target, 'list');
    const options = readListOptions(context.info.query);
    const filter = filterOf(context, target, options);
    const { resourceVersion, resourceVersionMatch, limit, continueToken: from } = options;
    const page = await storeOf(target).storage.list({ ...filter, resourceVersion, resourceVersionMatch, limit, continueToken: from });
    const { entries, revision, continueToken, remainingItemCount } = page;
    await respondList(context, rendering, { resourceVersion: String(revision), continueToken, remainingItemCount }, entries);
  };
}
