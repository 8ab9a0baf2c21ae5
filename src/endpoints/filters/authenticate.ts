/** Finds out who calls, or answers 401 (as a Status, without WWW-Authenticate). What exactly was wrong is for the log alone. */
import type { Authentication, Remarks } from '../../authentication/interface.ts';
import { unauthorized } from '../../machinery/status.ts';
import { addWarning, annotateAudit, type RequestContext } from '../../request/context.ts';
import type { Pending } from '../../request/pending.ts';
import { isAnonymous } from '../../request/user.ts';
import { respondStatus } from '../responses/respond.ts';
import type { Next, StepParts } from './step.ts';

export function authenticate(context: RequestContext, parts: StepParts, next: Next): Pending {
  const asked = parts.authenticator.authenticate(context.request, (text) => addWarning(context, text));
  return asked instanceof Promise ? asked.then((result) => proceed(context, parts, next, result)) : proceed(context, parts, next, asked);
}

function proceed(context: RequestContext, parts: StepParts, next: Next, result: Authentication): Pending {
  if (result.kind !== 'unknown' && result.remarks !== undefined) note(context, result.remarks);
  if (parts.shedsStrangers === true && (result.kind !== 'user' || isAnonymous(result.user))) context.request.closeConnection?.();
  if (result.kind === 'user') {
    context.user = result.user;
    return next();
  }
  if (result.kind === 'failed') parts.log.error('Unable to authenticate the request', result.error, { auditID: context.auditId });
  return respondStatus(context, unauthorized());
}

function note(context: RequestContext, { warnings = [], annotations = new Map() }: Remarks): void {
  for (const text of warnings) addWarning(context, text);
  for (const [key, value] of annotations) annotateAudit(context, key, value);
}
