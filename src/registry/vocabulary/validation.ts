/** Plugs a kind's validation (apis/<group>/validation) into its strategy. */
import type { ErrorList } from '../../machinery/field-errors.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { Strategy, StrategyContext } from '../generic/declaration.ts';

export type FeatureGates = (gate: string) => boolean;

export interface Validation<T> {
  readonly create: (object: T, gate: FeatureGates) => ErrorList;
  readonly update: (object: T, old: T, gate: FeatureGates) => ErrorList;
}

/** @template T how the storage version looks in memory */
export function validated<T>({ create, update }: Validation<T>): Required<Pick<Strategy, 'validate' | 'validateUpdate'>> {
  return { validate: (context, object) => create(typed(object), gatesOf(context)), validateUpdate: validatedUpdate(update) };
}

export function validatedUpdate<T>(update: Validation<T>['update']): NonNullable<Strategy['validateUpdate']> {
  return (context, object, old) => update(typed(object), typed(old), gatesOf(context));
}

function gatesOf(context: StrategyContext): FeatureGates {
  return (gate) => context.featureEnabled(gate);
}

/** Objects have the shape of their kind's descriptor once they are decoded. */
function typed<T>(object: KubeObject): T {
  return object as unknown as T;
}
