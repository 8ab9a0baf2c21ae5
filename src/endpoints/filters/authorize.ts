/** May this caller do this? Asked before anybody looks whether the object, or even the resource, exists. */
import { attributesOf, forbiddenError } from '../../authorization/attributes.ts';
import type { AuthorizationAnswer, AuthorizationAttributes } from '../../request/authorizer.ts';
import type { RequestContext } from '../../request/context.ts';
import type { Pending } from '../../request/pending.ts';
import { respondStatus } from '../responses/respond.ts';
import type { Next, StepParts } from './step.ts';

export function authorize(context: RequestContext, parts: StepParts, next: Next): Pending {
  const attributes = attributesOf(context.user, context.info);
  const proceed = (answer: AuthorizationAnswer, seconds: number): Pending => {
    parts.decisions?.decided(answer, seconds);
    return answer.decision === 'allow' ? next() : refuse(context, attributes, answer);
  };
  const asked = parts.authorizer.authorize(attributes);
  if (!(asked instanceof Promise)) return proceed(asked, 0);
  const started = parts.clock.now();
  return asked.then((answer) => proceed(answer, (parts.clock.now() - started) / 1000));
}

function refuse(context: RequestContext, attributes: AuthorizationAttributes, { reason }: AuthorizationAnswer): Pending {
  return respondStatus(context, forbiddenError(attributes, reason), ['x-content-type-options', 'nosniff']);
}
