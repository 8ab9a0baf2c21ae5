/** PodNodeSelector: a namespace's annotation, or the server's configuration, says on which nodes its pods run. */
import { printValue } from '../../../machinery/field-errors.ts';
import { labelKeyErrors, labelValueErrors } from '../../../machinery/grammar/label-names.ts';
import { getKey, type StringMap, setKey } from '../../../machinery/object.ts';
import { type ApiError, forbidden, notFound, rawError } from '../../../machinery/status.ts';
import type { AdmissionAttributes, AdmissionPlugin, Getter } from '../../interface.ts';
import { asPod } from '../../pods.ts';

const ANNOTATION = 'scheduler.alpha.kubernetes.io/node-selector';

export interface PodNodeSelectorOptions {
  readonly namespace: Getter;
  /** `clusterDefaultNodeSelector`, and what each namespace's pods may select at most. */
  readonly selectors?: { readonly [namespace: string]: string };
}

export function makePodNodeSelector({ namespace, selectors }: PodNodeSelectorOptions): AdmissionPlugin {
  const selectorOf = async ({ namespace: name }: AdmissionAttributes): Promise<StringMap> => {
    const found = await namespace('', name);
    if (found === undefined) throw notFound({ group: '', resource: 'namespaces' }, name);
    return parseSelector(getKey(found.metadata.annotations, ANNOTATION) ?? getKey(selectors, 'clusterDefaultNodeSelector') ?? '');
  };
  return {
    name: 'PodNodeSelector',
    operations: ['CREATE'],
    resources: ['pods'],
    async mutate(attributes) {
      const wanted = await selectorOf(attributes);
      const { spec } = asPod(attributes.object);
      checkConflict(attributes, wanted, spec.nodeSelector);
      const merged: StringMap = { ...wanted };
      for (const [key, value] of Object.entries(spec.nodeSelector ?? {})) setKey(merged, key, value);
      if (Object.keys(merged).length > 0) spec.nodeSelector = merged;
      checkAllowed(attributes, merged, selectors);
    },
    async validate(attributes) {
      const { nodeSelector } = asPod(attributes.object).spec;
      checkConflict(attributes, await selectorOf(attributes), nodeSelector);
      checkAllowed(attributes, nodeSelector ?? {}, selectors);
    },
  };
}

/** By its name only: a pod whose name is yet to be generated has none. */
function refusePod(attributes: AdmissionAttributes, text: string): ApiError {
  return forbidden(attributes, attributes.object?.metadata.name ?? '', text);
}

function checkConflict(attributes: AdmissionAttributes, wanted: StringMap, given: StringMap | undefined): void {
  const conflicts = Object.entries(wanted).some(([key, value]) => (getKey(given, key) ?? value) !== value);
  if (conflicts) throw refusePod(attributes, 'pod node label selector conflicts with its namespace node label selector');
}

function checkAllowed(attributes: AdmissionAttributes, given: StringMap, selectors: PodNodeSelectorOptions['selectors']): void {
  const allowed = parseSelector(getKey(selectors, attributes.namespace) ?? '');
  if (Object.keys(allowed).length === 0) return;
  if (Object.entries(given).every(([key, value]) => getKey(allowed, key) === value)) return;
  throw refusePod(attributes, 'pod node label selector labels conflict with its namespace whitelist');
}

/** "a=b,c=d". @throws {ApiError} 500 as upstream passes these errors on untyped */
function parseSelector(text: string): StringMap {
  const labels: StringMap = {};
  for (const part of text === '' ? [] : text.split(',')) {
    const sides = part.split('=');
    if (sides.length !== 2) throw rawError(`invalid selector: [${sides.join(' ')}]`);
    const [key, value] = sides.map((each) => each.trim()) as [string, string];
    for (const [path, side, errors] of [
      ['<nil>', key, labelKeyErrors(key)],
      [`[${key}]`, value, labelValueErrors(value)],
    ] as const) {
      if (errors.length > 0) throw rawError(`${path}: Invalid value: ${printValue(side)}: ${errors.join('; ')}`);
    }
    setKey(labels, key, value);
  }
  return labels;
}
