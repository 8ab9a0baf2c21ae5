/** Makes the request known to the life cycle, which waits for it (or ends it) when the server stops. */
import type { RequestContext } from '../../request/context.ts';
import { endLater, type Pending } from '../../request/pending.ts';
import { isLongRunning } from '../routing/long-running.ts';
import type { Next, StepParts } from './step.ts';

export function trackRequest(context: RequestContext, parts: StepParts, next: Next): Pending {
  const pending = next();
  // What was answered at once is never under way when the server stops.
  return pending === undefined ? undefined : endLater(pending, parts.tracker.enter(context, isLongRunning(context.info)));
}
