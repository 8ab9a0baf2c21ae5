/** From selectors to a filter on entries: fields are called as in the storage version, and what can be found by key or index is. */
import type { FieldSelector, FieldTerm } from '../../machinery/fields.ts';
import type { LabelSelector } from '../../machinery/labels.ts';
import { getKey } from '../../machinery/object.ts';
import { badRequest } from '../../machinery/status.ts';
import type { RequestContext } from '../../request/context.ts';
import type { Entry, EntryFilter } from '../../storage/resource-storage.ts';
import type { ResourceTarget } from '../routing/resources.ts';

export interface Selectors {
  readonly labels: LabelSelector;
  readonly fields: FieldSelector;
}

/**
 * The filter of a list, watch or deletecollection. A name in the path (the old watch paths) counts as a field selector.
 * @throws {ApiError} 400 for fields that the kind is not selected by
 */
export function filterOf(context: RequestContext, target: ResourceTarget, selectors: Selectors): EntryFilter {
  const terms = selectors.fields.terms.map((term) => ({ ...term, field: storedField(target, term.field) }));
  const named = terms.find(({ field, operator }) => field === 'metadata.name' && operator === '=');
  const name = target.name === '' ? context.info.name : target.name;
  if (name !== '' && !selectors.fields.empty && named?.value !== name) throw badRequest("fieldSelector metadata.name doesn't match requested name");
  const indexed = terms.find(
    ({ field, operator }) => operator === '=' && target.installed.declaration.selectableFields.indexed?.includes(field) === true,
  );
  return {
    namespace: target.namespace,
    name: named?.value ?? name,
    matches: matcher(
      selectors.labels,
      named === undefined && name !== '' ? [...terms, { field: 'metadata.name', operator: '=', value: name }] : terms,
    ),
    ...(indexed === undefined ? {} : { indexed: { field: indexed.field, value: indexed.value } }),
  };
}

/** The storage version's name of a field, when the kind may be selected by it. */
function storedField({ installed: { declaration }, version }: ResourceTarget, label: string): string {
  const { selectableFields } = declaration;
  if (label === 'metadata.name') return label;
  if (label === 'metadata.namespace' && selectableFields.namespaceSelectable !== false) return label;
  const field = version.fieldLabels === undefined ? label : getKey(version.fieldLabels, label);
  if (field === undefined || !Object.hasOwn(selectableFields.values, field)) throw badRequest(selectableFields.refusal(label));
  return field;
}

type Test = (entry: Entry) => boolean;

/** Undefined when everything matches. Name and namespace are known without looking into the object, so they are asked first. */
function matcher(labels: LabelSelector, terms: readonly FieldTerm[]): Test | undefined {
  const cheapFirst = [...terms].sort((a, b) => Number(isMetadata(b)) - Number(isMetadata(a)));
  const metadata = cheapFirst.filter(isMetadata).map(fieldTest);
  const others = cheapFirst.filter((term) => !isMetadata(term)).map(fieldTest);
  const tests: Test[] = [...metadata, ...(labels.empty ? [] : [(entry: Entry) => labels.matches(entry.labels)]), ...others];
  if (tests.length === 0) return undefined;
  if (tests.length === 1) return tests[0];
  return (entry) => tests.every((test) => test(entry));
}

function isMetadata(term: FieldTerm): boolean {
  return term.field === 'metadata.name' || term.field === 'metadata.namespace';
}

function fieldTest({ field, operator, value }: FieldTerm): Test {
  const wanted = operator === '=';
  if (field === 'metadata.name') return (entry) => (entry.name === value) === wanted;
  if (field === 'metadata.namespace') return (entry) => (entry.namespace === value) === wanted;
  return (entry) => ((getKey(entry.fields, field) ?? '') === value) === wanted;
}
