/**
 * The selectors that an access review asks about (k8s.io/kubernetes: pkg/registry/authorization/util): as text, or taken apart. What cannot be
 * understood is left out, which asks for more rather than less, and told beside the decision.
 */
import type { FieldSelectorAttributes, LabelSelectorAttributes, ResourceAttributes } from '../../apis/authorization/v1/objects.gen.ts';
import { checkFieldRequirement, checkLabelRequirement, type SelectorRequirement } from '../../apis/meta/validation/labels.ts';
import type { ErrorList, FieldPath } from '../../machinery/field-errors.ts';
import { type FieldTerm, parseFieldSelector } from '../../machinery/fields.ts';
import { type LabelRequirement, parseLabelSelector, SelectorError } from '../../machinery/labels.ts';
import type { AuthorizationAttributes } from '../../request/authorizer.ts';

export interface ReviewedSelectors {
  readonly selectors: Pick<AuthorizationAttributes, 'fieldSelector' | 'labelSelector'>;
  /** What was passed over, for status.evaluationError. */
  readonly faults: readonly string[];
}

/** A selector comes as text or taken apart, not both. @param path of the resource attributes */
export function checkSelectors(errors: ErrorList, path: FieldPath, { fieldSelector, labelSelector }: ResourceAttributes): void {
  if (fieldSelector !== undefined) checkSelector(errors, path.child('fieldSelector'), fieldSelector, checkFieldRequirement);
  if (labelSelector !== undefined) checkSelector(errors, path.child('labelSelector'), labelSelector, checkLabelRequirement);
}

function checkSelector(
  errors: ErrorList,
  path: FieldPath,
  { rawSelector = '', requirements }: FieldSelectorAttributes | LabelSelectorAttributes,
  check: typeof checkFieldRequirement,
): void {
  const count = requirements?.length ?? 0;
  if (rawSelector !== '' && count > 0) errors.invalid(path.child('rawSelector'), rawSelector, 'may not specified at the same time as requirements');
  if (rawSelector === '' && count === 0)
    errors.required(path.child('requirements'), `when ${path.toString()} is specified, requirements or rawSelector is required`);
  requirements?.forEach((each, i) => {
    check(errors, path.child('requirements').index(i), each, { allowUnknownOperators: true });
  });
}

export function reviewedSelectors({ fieldSelector, labelSelector }: ResourceAttributes): ReviewedSelectors {
  const faults: string[] = [];
  const fields = read(fieldSelector, (text) => parseFieldSelector(text).terms, fieldTerm);
  const labels = read(labelSelector, (text) => parseLabelSelector(text).requirements, labelTerm);
  if (fields.failed) faults.push(fault('fieldSelector', fields.terms.length));
  if (labels.failed) faults.push(fault('labelSelector', labels.terms.length));
  const selectors = {
    ...(fields.terms.length === 0 ? {} : { fieldSelector: fields.terms }),
    ...(labels.terms.length === 0 ? {} : { labelSelector: labels.terms }),
  };
  return { selectors, faults };
}

function fault(name: string, understood: number): string {
  return `spec.resourceAttributes.${name} ${understood > 0 ? 'partially ' : ''}ignored due to parse error`;
}

interface Read<Term> {
  readonly terms: readonly Term[];
  readonly failed: boolean;
}

function read<Term>(
  selector: FieldSelectorAttributes | LabelSelectorAttributes | undefined,
  parse: (text: string) => readonly Term[],
  termOf: (requirement: SelectorRequirement) => Term | undefined,
): Read<Term> {
  const { rawSelector = '', requirements } = selector ?? {};
  if (rawSelector !== '') {
    try {
      return { terms: parse(rawSelector), failed: false };
    } catch (error) {
      if (error instanceof SelectorError) return { terms: [], failed: true };
      throw error;
    }
  }
  const given = requirements ?? [];
  const terms = given.map(termOf).filter((each) => each !== undefined);
  return { terms, failed: terms.length < given.length };
}

function fieldTerm({ key, operator, values }: SelectorRequirement): FieldTerm | undefined {
  const [value] = values ?? [];
  if (value === undefined || values?.length !== 1 || (operator !== 'In' && operator !== 'NotIn')) return undefined;
  return { field: key, operator: operator === 'In' ? '=' : '!=', value };
}

function labelTerm({ key, operator, values }: SelectorRequirement): LabelRequirement | undefined {
  const known = LABEL_OPERATORS.get(operator);
  return known === undefined ? undefined : { key, operator: known, values: [...new Set(values ?? [])].sort() };
}

const LABEL_OPERATORS: ReadonlyMap<string, LabelRequirement['operator']> = new Map([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
]);
