/** The last step: hands the request to the router. */
import type { RequestContext } from '../../request/context.ts';
import type { Pending } from '../../request/pending.ts';
import type { Next, StepParts } from './step.ts';

export function dispatch(context: RequestContext, parts: StepParts, _next: Next): Pending {
  return parts.dispatch(context);
}
