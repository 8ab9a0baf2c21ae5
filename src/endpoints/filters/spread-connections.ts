/**
 * --goaway-chance: now and then a client is told to connect anew, so that the connections of many clients spread over several servers behind a load
 * balancer. HTTP/2 only; what is under way on the connection is answered (k8s.io/apiserver: pkg/server/filters, WithProbabilisticGoaway).
 */
import type { RequestContext } from '../../request/context.ts';
import type { Pending } from '../../request/pending.ts';
import type { Next, StepParts } from './step.ts';

export function spreadConnections(context: RequestContext, { goaway }: StepParts, next: Next): Pending {
  if (goaway !== undefined && context.request.protocol === 'HTTP/2.0' && goaway.random() <= goaway.chance) context.request.closeConnection?.();
  return next();
}
