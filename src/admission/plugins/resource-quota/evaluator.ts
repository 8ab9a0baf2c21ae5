/** How much of what an object uses: one evaluator per resource; what has none of its own is counted. */
import type { ScopedResourceSelectorRequirement } from '../../../apis/core/v1/objects.gen.ts';
import { groupResourceName } from '../../../machinery/gvk.ts';
import { type LabelRequirement, labelSelectorOf } from '../../../machinery/labels.ts';
import type { KubeObject } from '../../../machinery/object.ts';
import type { AdmissionAttributes } from '../../interface.ts';
import { ONE, type ReadonlyUsage, type Usage } from './usage.ts';

export interface QuotaEvaluator {
  /** Whether the request can change what is used. */
  handles(attributes: AdmissionAttributes): boolean;
  /** Looks up what `measures` and `usage` of these objects depend on beyond them; without it they answer by what was looked up before. */
  prepare?(objects: readonly KubeObject[]): Promise<void>;
  /** Whether an amount of this name is used by objects of the resource. */
  measures(name: string): boolean;
  /** Whether the object is within a quota's scope. */
  inScope(scope: ScopedResourceSelectorRequirement, object: KubeObject): boolean;
  /** What the object must say for itself to be measured by these names; undefined: enough. */
  missing?(names: readonly string[], object: KubeObject): string | undefined;
  usage(object: KubeObject): Usage;
  /** What every object uses, where that is the same for all of them: then nobody needs to look into one. */
  readonly each?: ReadonlyUsage;
}

/** What most kinds are measured at: the object itself is created or changed, not one of its subresources. */
export function onWrites({ operation, subresource }: AdmissionAttributes): boolean {
  return subresource === '' && (operation === 'CREATE' || operation === 'UPDATE');
}

/** Names that were there before `count/`. */
const ALIASES: ReadonlySet<string> = new Set(['configmaps', 'resourcequotas', 'replicationcontrollers', 'secrets']);

/** Counts objects as they are created. */
export function objectCounter(group: string, resource: string): QuotaEvaluator {
  const name = groupResourceName({ group, resource });
  const names = [`count/${name}`, ...(group === '' && ALIASES.has(resource) ? [resource] : [])];
  return {
    handles: ({ operation, subresource }) => operation === 'CREATE' && subresource === '',
    measures: (each) => names.includes(each),
    inScope: () => false,
    usage: () => new Map(names.map((each) => [each, ONE])),
    each: new Map(names.map((each) => [each, ONE])),
  };
}

const OPERATORS: ReadonlyMap<string, LabelRequirement['operator']> = new Map([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
]);

/** Whether a value (undefined: none) is what a scope selects. */
export function scopeSelects({ scopeName, operator, values }: ScopedResourceSelectorRequirement, value: string | undefined): boolean {
  const known = OPERATORS.get(operator);
  if (known === undefined) return false;
  const selector = labelSelectorOf([{ key: scopeName, operator: known, values: values ?? [] }]);
  return selector.matches(value === undefined || value === '' ? {} : { [scopeName]: value });
}
