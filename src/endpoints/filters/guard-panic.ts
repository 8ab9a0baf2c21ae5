/**
 * A crash while answering is a 500 for the caller and a line in the log; the process lives on. When a part of the answer is already out, the
 * answer is broken off: a client must never take half an answer for a whole one. Errors that carry a Status become that Status here.
 */
import { ApiError, requestTooLarge } from '../../machinery/status.ts';
import type { RequestContext } from '../../request/context.ts';
import { BodyTooLarge } from '../../request/http.ts';
import type { Pending } from '../../request/pending.ts';
import { respondStatus, respondText } from '../responses/respond.ts';
import { labelsOf } from '../routing/route-labels.ts';
import type { Next, StepParts } from './step.ts';

const PANIC_TEXT = 'This request caused apiserver to panic. Look in the logs for details.\n';

export function guardPanic(context: RequestContext, parts: StepParts, next: Next): Pending {
  try {
    return next()?.catch((error: unknown) => answerFailure(context, parts, error));
  } catch (error) {
    return answerFailure(context, parts, error);
  }
}

async function answerFailure(context: RequestContext, parts: StepParts, error: unknown): Promise<void> {
  const { request, sink } = context;
  const expected = error instanceof ApiError || error instanceof BodyTooLarge;
  if (!expected && !sink.closed && !request.signal.aborted) {
    parts.log.error('Observed a panic', error, { verb: request.method, URI: request.target, auditID: context.auditId });
  }
  if (sink.closed) return;
  if (sink.headSent) {
    parts.metrics.aborted(labelsOf(context));
    sink.abort();
    return;
  }
  try {
    if (error instanceof ApiError) await respondStatus(context, error);
    else if (error instanceof BodyTooLarge) await respondStatus(context, requestTooLarge(error.message));
    else await respondText(context, 500, PANIC_TEXT, undefined, ['x-content-type-options', 'nosniff']);
  } catch (second) {
    parts.log.error('An error could not be answered', second, { auditID: context.auditId });
    sink.abort();
  }
}
