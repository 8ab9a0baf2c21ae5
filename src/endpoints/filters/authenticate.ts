/** Finds out who calls, or answers 401 (as a Status, without WWW-Authenticate). Callers without credentials are anonymous. */

import type { Authentication } from '../../authentication/interface.ts';
import { unauthorized } from '../../machinery/status.ts';
import { addWarning, type RequestContext } from '../../request/context.ts';
import { respondStatus } from '../respond.ts';
import type { Next, StepParts } from './step.ts';

export function authenticate(context: RequestContext, parts: StepParts, next: Next): Promise<void> {
  const asked = parts.authenticator.authenticate(context.request, (text) => addWarning(context, text));
  return asked instanceof Promise ? asked.then((result) => proceed(context, parts, next, result)) : proceed(context, parts, next, asked);
}

function proceed(context: RequestContext, parts: StepParts, next: Next, result: Authentication): Promise<void> {
  if (result.kind === 'user') {
    context.user = result.user;
    return next();
  }
  if (result.kind === 'failed') parts.log.error('Unable to authenticate the request', result.error, { auditID: context.auditId });
  return respondStatus(context, unauthorized());
}
