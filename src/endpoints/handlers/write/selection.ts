/** What a deletion of many selects: the options of a list, as far as they say which objects. */
import { parseFieldSelector } from '../../../machinery/fields.ts';
import { goQuote } from '../../../machinery/go-text.ts';
import { parseLabelSelector, SelectorError } from '../../../machinery/labels.ts';
import { getKey } from '../../../machinery/object.ts';
import { badRequest } from '../../../machinery/status.ts';
import type { RequestContext } from '../../../request/context.ts';
import type { Entry, EntryFilter } from '../../../storage/resource-storage.ts';
import type { ResourceTarget } from '../../resources.ts';

export interface Selection {
  readonly filter: EntryFilter;
  readonly resourceVersion: string;
  readonly limit: number;
  readonly continueToken: string;
}

/** @throws {ApiError} 400 */
export function readSelection(context: RequestContext, target: ResourceTarget): Selection {
  const { query } = context.info;
  const { declaration } = target.installed;
  try {
    const labels = parseLabelSelector(query.get('labelSelector') ?? '');
    const fields = parseFieldSelector(query.get('fieldSelector') ?? '');
    const terms = fields.terms.map((term) => ({ ...term, field: fieldOf(target, term.field) }));
    const matches = (entry: Entry): boolean =>
      labels.matches(entry.labels) && terms.every((term) => (getKey(entry.fields, term.field) === term.value) === (term.operator === '='));
    const named = terms.find((term) => term.operator === '=' && term.field === 'metadata.name');
    return {
      filter: {
        namespace: declaration.namespaced ? target.namespace : '',
        name: named?.value ?? '',
        matches: labels.requirements.length === 0 && terms.length === 0 ? undefined : matches,
      },
      resourceVersion: query.get('resourceVersion') ?? '',
      limit: readLimit(query.get('limit')),
      continueToken: query.get('continue') ?? '',
    };
  } catch (error) {
    throw error instanceof SelectorError ? badRequest(error.message) : error;
  }
}

/** The storage version's name of a field, when the kind may be selected by it. */
function fieldOf({ installed: { declaration }, version }: ResourceTarget, label: string): string {
  const { selectableFields } = declaration;
  if (label === 'metadata.name') return label;
  if (label === 'metadata.namespace' && selectableFields.namespaceSelectable !== false) return label;
  const field = getKey(version.fieldLabels, label) ?? (version.fieldLabels === undefined ? label : undefined);
  if (field === undefined || !Object.hasOwn(selectableFields.values, field)) throw badRequest(selectableFields.refusal(label));
  return field;
}

function readLimit(value: string | null): number {
  if (value === null || value === '') return 0;
  if (!/^[+-]?[0-9]+$/.test(value)) throw badRequest(`strconv.ParseInt: parsing ${goQuote(value)}: invalid syntax`);
  return Math.max(0, Number(value));
}
