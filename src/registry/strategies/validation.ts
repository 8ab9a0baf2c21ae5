/**
 * Plugs a kind's validation (apis/<group>/validation), which is written for the kind's own type, into its strategy. An object that reaches validation
 * has been decoded as that type.
 */
import type { FeatureEnabled } from '../../base/feature-gates.ts';
import type { ErrorList } from '../../machinery/field-errors.ts';
import { asKind, type KubeObject } from '../../machinery/object.ts';
import type { Strategy, StrategyContext } from '../generic/declaration.ts';

type ValidateCreate<T> = (object: T, gate: FeatureEnabled, context: StrategyContext) => ErrorList;
type ValidateUpdate<T> = (object: T, old: T, gate: FeatureEnabled, context: StrategyContext) => ErrorList;

/** @param update what an update must satisfy; absent: what a creation must, without regard to the old object */
export function validated<T>(create: ValidateCreate<T>, update?: ValidateUpdate<T>): Required<Pick<Strategy, 'validate' | 'validateUpdate'>> {
  const validate = (context: StrategyContext, object: KubeObject): ErrorList => create(asKind(object), gatesOf(context), context);
  return { validate, validateUpdate: update === undefined ? validate : validatedUpdate(update) };
}

/** For a subresource, where only updates happen. */
export function validatedUpdate<T>(update: ValidateUpdate<T>): NonNullable<Strategy['validateUpdate']> {
  return (context, object, old) => update(asKind(object), asKind(old), gatesOf(context), context);
}

/** For a status subresource that checks nothing but metadata. */
export const notValidated: NonNullable<Strategy['validateUpdate']> = () => undefined;

function gatesOf(context: StrategyContext): FeatureEnabled {
  return (gate) => context.featureEnabled(gate);
}
