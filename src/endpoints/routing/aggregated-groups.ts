/**
 * Groups and versions that an extension server answers for, as an APIService says. Requests for them are not passed on yet: they get the answer that
 * an extension server gets us when it is not available.
 */
import type { RequestContext } from '../../request/context.ts';
import { respondText } from '../responses/respond.ts';
import type { ServedResources } from './resources.ts';

const NO_SNIFFING = ['x-content-type-options', 'nosniff'];

/** 503 for a version that an extension server has, else 404; both in plain text, as Go's http.Error writes it. */
export function respondAggregatedGroup(context: RequestContext, served: ServedResources, group: string, version: string): Promise<void> {
  const isThere = served.remote.get(group)?.includes(version) === true;
  return respondText(context, isThere ? 503 : 404, isThere ? 'service unavailable\n' : '404 page not found\n', undefined, NO_SNIFFING);
}
