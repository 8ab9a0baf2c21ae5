/** Finds out who calls, or answers 401 (as a Status, without WWW-Authenticate). Callers without credentials are anonymous. */

import { unauthorized } from '../../machinery/status.ts';
import { addWarning, type RequestContext } from '../../request/context.ts';
import { respondStatus } from '../respond.ts';
import type { Next, PipelineParts } from './step.ts';

export async function authenticate(context: RequestContext, parts: PipelineParts, next: Next): Promise<void> {
  const asked = parts.authenticator.authenticate(context.request, (text) => addWarning(context, text));
  const result = asked instanceof Promise ? await asked : asked;
  if (result.kind === 'user') {
    context.user = result.user;
    return next();
  }
  if (result.kind === 'failed') parts.log.error('Unable to authenticate the request', result.error, { auditID: context.auditId });
  return respondStatus(context, unauthorized());
}
