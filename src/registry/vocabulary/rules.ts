/** Joins a kind's validation, written for its own type, to the strategy that calls it. */
import type { ErrorList } from '../../machinery/field-errors.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { Strategy, StrategyContext } from '../generic/declaration.ts';

type Rules = Required<Pick<Strategy, 'validate' | 'validateUpdate'>>;

/** Objects that reach validation have been decoded as the type. */
const typed = <T>(object: KubeObject): T => object as unknown as T;

/** @param update what an update must satisfy; absent: what creation asks for, without regard to the old object */
export function rules<T>(
  create: (object: T, context: StrategyContext) => ErrorList,
  update?: (object: T, old: T, context: StrategyContext) => ErrorList,
): Rules {
  return {
    validate: (context, object) => create(typed<T>(object), context),
    validateUpdate: (context, object, old) =>
      update === undefined ? create(typed<T>(object), context) : update(typed<T>(object), typed<T>(old), context),
  };
}

/** For a status subresource: only updates happen there. */
export function statusRules<T>(update: (object: T, old: T, context: StrategyContext) => ErrorList): Pick<Rules, 'validateUpdate'> {
  return { validateUpdate: (context, object, old) => update(typed<T>(object), typed<T>(old), context) };
}

/** For a status subresource that checks nothing but metadata. */
export const NO_RULES: Pick<Strategy, 'validateUpdate'> = { validateUpdate: () => undefined };
