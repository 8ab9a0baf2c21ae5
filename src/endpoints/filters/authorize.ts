/** May this caller do this? Asked before anybody looks whether the object, or even the resource, exists. */
import { attributesOf, forbiddenError } from '../../authorization/attributes.ts';
import type { AuthorizationAttributes, Decision } from '../../request/authorizer.ts';
import type { RequestContext } from '../../request/context.ts';
import type { Pending } from '../../request/pending.ts';
import { respondStatus } from '../respond.ts';
import type { Next, StepParts } from './step.ts';

export function authorize(context: RequestContext, parts: StepParts, next: Next): Pending {
  const attributes = attributesOf(context.user, context.info);
  const asked = parts.authorizer.authorize(attributes);
  return asked instanceof Promise ? asked.then((answer) => proceed(context, attributes, answer, next)) : proceed(context, attributes, asked, next);
}

function proceed(
  context: RequestContext,
  attributes: AuthorizationAttributes,
  answer: { readonly decision: Decision; readonly reason: string },
  next: Next,
): Pending {
  if (answer.decision === 'allow') return next();
  return respondStatus(context, forbiddenError(attributes, answer.reason), ['x-content-type-options', 'nosniff']);
}
