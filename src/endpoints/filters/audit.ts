/** The place where audit events begin and end: behind authentication, before anybody else can refuse. Nothing is recorded yet. */
import type { RequestContext } from '../../request/context.ts';
import type { Pending } from '../../request/pending.ts';
import type { Next, StepParts } from './step.ts';

export function audit(_context: RequestContext, _parts: StepParts, next: Next): Pending {
  return next();
}
