/** How `kubectl get` shows webhooks and admission policies. */
import type { TablePrinter } from '../generic/declaration.ts';
import { age, ageColumn, column, integer, name, nameColumn, table, UNSET } from '../printers/columns.ts';
import { type LabelSelectorFields, labelSelectorGoText } from '../printers/selectors.ts';

const webhookColumns: TablePrinter = table([nameColumn, integer('Webhooks', 'How many webhooks it holds.'), ageColumn], (object) => [
  name(object),
  (object.webhooks as readonly unknown[] | null | undefined)?.length ?? 0,
  age(object),
]);

export { webhookColumns as mutatingWebhookConfigurationColumns, webhookColumns as validatingWebhookConfigurationColumns };

interface PolicySpec {
  readonly validations?: readonly unknown[] | null;
  readonly mutations?: readonly unknown[] | null;
  readonly paramKind?: { readonly apiVersion?: string; readonly kind?: string };
}

function paramKind({ paramKind: kind }: PolicySpec): string {
  return kind === undefined ? UNSET : `${kind.apiVersion ?? ''}/${kind.kind ?? ''}`;
}

const paramKindColumn = column('ParamKind', 'What kind its parameters are.');

export const validatingAdmissionPolicyColumns: TablePrinter = table(
  [nameColumn, integer('Validations', 'How many rules it holds.'), paramKindColumn, ageColumn],
  (object) => {
    const spec = (object.spec ?? {}) as PolicySpec;
    return [name(object), spec.validations?.length ?? 0, paramKind(spec), age(object)];
  },
);

export const mutatingAdmissionPolicyColumns: TablePrinter = table(
  [nameColumn, integer('Mutations', 'How many changes it makes.'), paramKindColumn, ageColumn],
  (object) => {
    const spec = (object.spec ?? {}) as PolicySpec;
    return [name(object), spec.mutations?.length ?? 0, paramKind(spec), age(object)];
  },
);

interface BindingSpec {
  readonly policyName?: string;
  readonly paramRef?: { readonly name?: string; readonly namespace?: string; readonly selector?: LabelSelectorFields };
}

const policyBindingColumns: TablePrinter = table(
  [nameColumn, column('PolicyName', 'Which policy is bound.'), column('ParamRef', 'Where its parameters are.'), ageColumn],
  (object) => {
    const spec = (object.spec ?? {}) as BindingSpec;
    return [name(object), spec.policyName ?? '', paramRef(spec), age(object)];
  },
);

export { policyBindingColumns as mutatingAdmissionPolicyBindingColumns, policyBindingColumns as validatingAdmissionPolicyBindingColumns };

function paramRef({ paramRef: reference }: BindingSpec): string {
  if (reference?.name) return `${reference.namespace || '*'}/${reference.name}`;
  return reference?.selector === undefined ? UNSET : labelSelectorGoText(reference.selector);
}
