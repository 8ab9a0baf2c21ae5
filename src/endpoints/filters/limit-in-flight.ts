/**
 * Refuses what would be too much at once with 429, before authorization. Long-running requests are not counted, and members of system:masters
 * always get through, so that an overloaded server can be mended.
 */
import { requestKindOf } from '../../flowcontrol/in-flight.ts';
import type { RequestContext } from '../../request/context.ts';
import { type Pending, thenAlways } from '../../request/pending.ts';
import { PRIVILEGED_GROUP } from '../../request/user.ts';
import { respondText } from '../responses/respond.ts';
import { isLongRunning } from '../routing/long-running.ts';
import { labelsOf } from '../routing/route-labels.ts';
import type { Next, StepParts } from './step.ts';

const TOO_MANY = 'Too many requests, please try again later.\n';

export function limitInFlight(context: RequestContext, parts: StepParts, next: Next): Pending {
  return isLongRunning(context.info) ? next() : counted(context, parts, next);
}

function counted(context: RequestContext, parts: StepParts, next: Next): Pending {
  const kind = requestKindOf(context.info.verb);
  const { inFlight } = parts;
  if (!inFlight.enter(kind, context.user.groups.includes(PRIVILEGED_GROUP))) {
    parts.metrics.terminated(labelsOf(context), 429);
    return respondText(context, 429, TOO_MANY, undefined, ['retry-after', '1', 'x-content-type-options', 'nosniff']);
  }
  return thenAlways(next, () => inFlight.leave(kind));
}
