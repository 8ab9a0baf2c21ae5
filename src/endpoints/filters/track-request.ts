/** Makes the request known to the life cycle, which waits for it (or ends it) when the server stops. */
import type { RequestContext } from '../../request/context.ts';
import { isLongRunning } from '../long-running.ts';
import type { Next, StepParts } from './step.ts';

export async function trackRequest(context: RequestContext, parts: StepParts, next: Next): Promise<void> {
  const leave = parts.tracker.enter(context, isLongRunning(context.info));
  try {
    await next();
  } finally {
    leave();
  }
}
