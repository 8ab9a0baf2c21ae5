/**
 * --send-retry-after-while-not-ready-once: what comes before the start is over is not answered from a half-made cluster, but told to come back.
 * Probes, scrapes and the server itself are served.
 */
import { addWarning, type RequestContext } from '../../request/context.ts';
import type { Pending } from '../../request/pending.ts';
import { respondText } from '../responses/respond.ts';
import { isServedAtAnyTime } from './always-served.ts';
import type { Next, StepParts } from './step.ts';

const HEADERS = ['retry-after', '5', 'x-content-type-options', 'nosniff'];

export function awaitStart(context: RequestContext, { hasStarted }: StepParts, next: Next): Pending {
  if (hasStarted === undefined || hasStarted()) return next();
  if (!isServedAtAnyTime(context))
    return respondText(context, 503, "The apiserver hasn't been fully initialized yet, please try again later.\n", undefined, HEADERS);
  addWarning(context, 'The apiserver was still initializing, while this request was being served');
  return next();
}
