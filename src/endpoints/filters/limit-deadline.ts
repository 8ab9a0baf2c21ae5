/**
 * A request that is not long-running is over at its deadline: `?timeout=` when it is shorter than --request-timeout. Whoever works on it sees the
 * context's signal; the caller gets a 504 at once, and what the handler still writes is dropped.
 *
 * Rules: k8s.io/apiserver/pkg/endpoints/filters (WithRequestDeadline), pkg/server/filters (timeout).
 */
import { parseDuration } from '../../base/duration.ts';
import { badRequest, timeoutError } from '../../machinery/status.ts';
import type { RequestContext } from '../../request/context.ts';
import type { Pending } from '../../request/pending.ts';
import { respondStatus } from '../responses/respond.ts';
import { isLongRunning } from '../routing/long-running.ts';
import { labelsOf } from '../routing/route-labels.ts';
import type { Next, StepParts } from './step.ts';

export function limitDeadline(context: RequestContext, parts: StepParts, next: Next): Pending {
  if (isLongRunning(context.info)) return next();
  let timeout = parts.requestTimeout;
  const { query } = context.info;
  const asked = query.size === 0 ? '' : (query.get('timeout') ?? '');
  if (asked !== '') {
    const parsed = tryParse(asked);
    if (typeof parsed === 'string') return respondStatus(context, badRequest(`invalid timeout specified in the request URL - ${parsed}`));
    if (parsed > 0 && parsed < timeout) timeout = parsed;
  }
  context.deadline = context.receivedAt + timeout;
  const pending = next();
  return pending === undefined ? undefined : raceDeadline(context, parts, timeout, pending);
}

function tryParse(text: string): number | string {
  try {
    return parseDuration(text);
  } catch (error) {
    return (error as Error).message;
  }
}

/** Resolves with the handler, or at the deadline; a handler that goes on after it is left alone, its failure is of no interest any more. */
function raceDeadline(context: RequestContext, parts: StepParts, timeout: number, pending: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    let late = false;
    const onTime = (): void => {
      late = true;
      expire(context, parts).then(resolve, reject);
    };
    const place = timeout === parts.requestTimeout ? parts.deadlines.add(context.receivedAt, onTime) : undefined;
    const cancel = place === undefined ? parts.clock.after(timeout, onTime) : () => place.leave();
    pending.then(
      () => {
        cancel();
        resolve();
        if (late) parts.metrics.endedLate('ok');
      },
      (error: unknown) => {
        cancel();
        reject(error as Error);
        if (late) parts.metrics.endedLate('error');
      },
    );
  });
}

async function expire(context: RequestContext, parts: StepParts): Promise<void> {
  const { sink } = context;
  parts.metrics.terminated(labelsOf(context), 504);
  const before = sink.headSent;
  if (before) {
    parts.metrics.aborted(labelsOf(context));
    sink.abort();
  } else await respondStatus(context, timeoutError('request did not complete within the allotted timeout', 0));
  context.expire?.();
}
