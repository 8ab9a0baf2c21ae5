/** Reads the target, once. */
import { escapeHtml, goQuote } from '../../machinery/go/text.ts';
import type { RequestContext } from '../../request/context.ts';
import type { Pending } from '../../request/pending.ts';
import { respondText } from '../responses/respond.ts';
import { MalformedTarget, readRequestInfo, UnreadablePath } from '../routing/request-info.ts';
import type { Next, StepParts } from './step.ts';

export function resolveRequestInfo(context: RequestContext, _parts: StepParts, next: Next): Pending {
  try {
    context.info = readRequestInfo(context.request.method, context.request.target);
  } catch (error) {
    if (error instanceof MalformedTarget) return respondText(context, 400, '400 Bad Request');
    if (!(error instanceof UnreadablePath)) throw error;
    const text = `Internal Server Error: ${goQuote(context.request.target)}: failed to create RequestInfo: ${error.message}\n`;
    return respondText(context, 500, escapeHtml(text), undefined, ['x-content-type-options', 'nosniff']);
  }
  return next();
}
