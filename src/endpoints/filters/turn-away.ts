/**
 * A server that stops takes no more requests on connections that are still open: clients hear when to come back, and find another server or the
 * next one. Rules: k8s.io/apiserver/pkg/server/filters (WithRetryAfter, WithWaitGroup).
 */
import { JSON_TYPE } from '../../machinery/media.ts';
import { serviceUnavailable } from '../../machinery/status.ts';
import type { RequestContext } from '../../request/context.ts';
import type { Pending } from '../../request/pending.ts';
import { encodeDocument } from '../rendering/document.ts';
import { wireStatus } from '../rendering/status.ts';
import { respondText, respondVerbatim } from '../responses/respond.ts';
import { isServedToTheEnd } from './always-served.ts';
import type { Next, StepParts } from './step.ts';

const NOSNIFF = ['x-content-type-options', 'nosniff'];

export function turnAway(context: RequestContext, { tracker }: StepParts, next: Next): Pending {
  const { turnsAway } = tracker;
  if (turnsAway === undefined || isServedToTheEnd(context)) return next();
  return turnsAway === 'comeback' ? comeBack(context) : stopping(context);
}

/** --shutdown-send-retry-after: the listener is still open, but this connection ends. */
function comeBack(context: RequestContext): Pending {
  const { request } = context;
  const headers = ['retry-after', '5', ...NOSNIFF];
  // HTTP/2 has a frame for what is a header in HTTP/1.1.
  if (request.protocol === 'HTTP/2.0') request.closeConnection?.();
  else headers.push('connection', 'close');
  return respondText(context, 429, 'The apiserver is shutting down, please try again later.\n', undefined, headers);
}

/** In JSON, whatever the client prefers. Chances are good that the next attempt meets another server: it need not wait long. */
function stopping(context: RequestContext): Pending {
  const { status } = serviceUnavailable('apiserver is shutting down');
  return respondVerbatim(context, status.code, JSON_TYPE, encodeDocument(wireStatus(status), 'json'), ['retry-after', '1', ...NOSNIFF]);
}
