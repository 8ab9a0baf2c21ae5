/** Reads the target, once. */

import type { RequestContext } from '../../request/context.ts';
import type { Pending } from '../../request/pending.ts';
import { MalformedTarget, readRequestInfo, UnreadablePath } from '../request-info.ts';
import { respondFilterFailure, respondText } from '../respond.ts';
import type { Next, StepParts } from './step.ts';

export function resolveRequestInfo(context: RequestContext, _parts: StepParts, next: Next): Pending {
  try {
    context.info = readRequestInfo(context.request.method, context.request.target);
  } catch (error) {
    if (error instanceof MalformedTarget) return respondText(context, 400, '400 Bad Request');
    if (!(error instanceof UnreadablePath)) throw error;
    return respondFilterFailure(context, `failed to create RequestInfo: ${error.message}`);
  }
  return next();
}
