/** GET of one object, or of a subresource that shows it. */
import type { Pending } from '../../request/pending.ts';
import type { Entry } from '../../storage/resource-storage.ts';
import { negotiateRendering, requireRoute } from '../responses/negotiate.ts';
import { respondObject, respondPieces } from '../responses/respond.ts';
import { type ResourceHandler, storeOf } from '../routing/resources.ts';

export function makeGet(): ResourceHandler {
  return (context, target) => {
    const resourceVersion = context.info.query.get('resourceVersion') ?? '';
    const store = storeOf(target);
    const { subresource } = target;
    if (subresource?.kind === 'projected') {
      requireRoute(context, 'object');
      return withEntry(store.get(target.namespace, target.name, resourceVersion), (entry) =>
        respondObject(context, target, 200, subresource.project(entry.object()), subresource.type),
      );
    }
    const rendering = negotiateRendering(context, target, 'object');
    return withEntry(store.get(target.namespace, target.name, resourceVersion), (entry) =>
      respondPieces(context, 200, rendering.contentType, rendering.object(entry)),
    );
  };
}

/** The cache has most entries at hand. */
function withEntry(found: Entry | Promise<Entry>, respond: (entry: Entry) => Pending): Pending {
  return found instanceof Promise ? found.then(respond) : respond(found);
}
