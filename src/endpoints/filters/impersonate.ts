/**
 * Acting as somebody else: the Impersonate-* headers, read from the raw header lines, replace the user when the caller may impersonate. From
 * here on nobody can see the caller's own credentials or these headers any more.
 */
import { type Impersonation, readImpersonation } from '../../authentication/impersonation.ts';
import { forbiddenError } from '../../authorization/attributes.ts';
import { badRequest } from '../../machinery/status.ts';
import type { RequestContext } from '../../request/context.ts';
import type { Pending } from '../../request/pending.ts';
import { respondStatus } from '../responses/respond.ts';
import type { Next, StepParts } from './step.ts';

const NOSNIFF = ['x-content-type-options', 'nosniff'];

export function impersonate(context: RequestContext, parts: StepParts, next: Next): Pending {
  const wanted = readImpersonation(context.request.rawHeaders);
  return wanted.kind === 'none' ? next() : become(context, parts, next, wanted);
}

async function become(
  context: RequestContext,
  parts: StepParts,
  next: Next,
  wanted: Exclude<Impersonation, { readonly kind: 'none' }>,
): Promise<void> {
  if (wanted.kind === 'invalid') return respondStatus(context, badRequest(wanted.message), NOSNIFF);
  const result = await parts.impersonator.check(context.user, context.info, wanted);
  if (result.kind === 'refused') return respondStatus(context, forbiddenError(result.attributes, result.reason), NOSNIFF);
  context.user = result.user;
  return next();
}
