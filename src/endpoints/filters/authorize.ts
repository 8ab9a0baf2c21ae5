/** May this caller do this? Asked before anybody looks whether the object, or even the resource, exists. */
import { attributesOf, forbiddenError } from '../../authorization/attributes.ts';
import type { RequestContext } from '../../request/context.ts';
import { respondStatus } from '../respond.ts';
import type { Next, PipelineParts } from './step.ts';

export async function authorize(context: RequestContext, parts: PipelineParts, next: Next): Promise<void> {
  const attributes = attributesOf(context.user, context.info);
  const asked = parts.authorizer.authorize(attributes);
  const { decision, reason } = asked instanceof Promise ? await asked : asked;
  if (decision === 'allow') return next();
  return respondStatus(context, forbiddenError(attributes, reason), ['x-content-type-options', 'nosniff']);
}
