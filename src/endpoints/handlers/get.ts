/** GET of one object, or of a subresource that shows it. */
import { negotiateRendering, requireRoute } from '../negotiate.ts';
import type { ResourceHandler } from '../resources.ts';
import { respondObject, respondPieces } from '../respond.ts';
import { storeOf } from './store-of.ts';

export function makeGet(): ResourceHandler {
  return async (context, target) => {
    const resourceVersion = context.info.query.get('resourceVersion') ?? '';
    const store = storeOf(target);
    const { subresource } = target;
    if (subresource?.kind === 'projected') {
      requireRoute(context, 'object');
      const entry = await store.get(target.namespace, target.name, resourceVersion);
      await respondObject(context, target, 200, subresource.project(entry.object()), subresource.type);
      return;
    }
    const rendering = negotiateRendering(context, target, 'object');
    const entry = await store.get(target.namespace, target.name, resourceVersion);
    await respondPieces(context, 200, rendering.contentType, rendering.object(entry));
  };
}
