/** How `kubectl get` shows pod disruption budgets. */
import type { TablePrinter } from '../generic/declaration.ts';
import { age, ageColumn, column, integer, name, nameColumn, table } from '../printers/columns.ts';

interface Spec {
  readonly minAvailable?: number | string;
  readonly maxUnavailable?: number | string;
}

export const podDisruptionBudgetColumns: TablePrinter = table(
  [
    nameColumn,
    column('Min Available', 'How many pods must stay.'),
    column('Max Unavailable', 'How many pods may be away.'),
    integer('Allowed Disruptions', 'How many pods may be evicted now.'),
    ageColumn,
  ],
  (object) => {
    const spec = (object.spec ?? {}) as Spec;
    const status = object.status as { readonly disruptionsAllowed?: number } | undefined;
    return [name(object), String(spec.minAvailable ?? 'N/A'), String(spec.maxUnavailable ?? 'N/A'), status?.disruptionsAllowed ?? 0, age(object)];
  },
);
