/** The verbs of one server: the generic handlers with what they need. */
import { makeCreate } from '../endpoints/handlers/create.ts';
import { makeDelete } from '../endpoints/handlers/delete.ts';
import { makeDeleteCollection } from '../endpoints/handlers/delete-collection.ts';
import { makeGet } from '../endpoints/handlers/get.ts';
import { makeList } from '../endpoints/handlers/list.ts';
import { makePatch } from '../endpoints/handlers/patch.ts';
import { makeUpdate } from '../endpoints/handlers/update.ts';
import { makeWatch } from '../endpoints/handlers/watch.ts';
import type { WriteDeps } from '../endpoints/handlers/write/deps.ts';
import type { RequestMetrics } from '../endpoints/routing/request-metrics.ts';
import type { VerbHandlers } from '../endpoints/routing/resources.ts';

export interface VerbDependencies extends WriteDeps {
  readonly minRequestTimeoutSeconds: number;
  readonly metrics: RequestMetrics;
}

export function makeVerbs(deps: VerbDependencies): VerbHandlers {
  return {
    get: makeGet(),
    list: makeList(),
    watch: makeWatch({ clock: deps.clock, minRequestTimeoutSeconds: deps.minRequestTimeoutSeconds, metrics: deps.metrics }),
    create: makeCreate(deps),
    update: makeUpdate(deps),
    patch: makePatch(deps),
    delete: makeDelete(deps),
    deletecollection: makeDeleteCollection(deps),
  };
}
