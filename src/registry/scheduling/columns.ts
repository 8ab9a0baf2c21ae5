/** How `kubectl get` shows the kinds of scheduling.k8s.io. */
import type { TablePrinter } from '../generic/declaration.ts';
import { age, ageColumn, boolean, column, integer, name, nameColumn, table } from '../printers/columns.ts';

export { nameAndAge as podGroupColumns, nameAndAge as workloadColumns } from '../printers/columns.ts';

export const priorityClassColumns: TablePrinter = table(
  [
    nameColumn,
    integer('Value', 'The priority: higher comes first.'),
    boolean('Global-Default', 'Whether pods without a class get this one.'),
    ageColumn,
    column('PreemptionPolicy', 'Whether pods of lower priority may be displaced.'),
  ],
  (object) => [name(object), Number(object.value ?? 0), object.globalDefault === true, age(object), String(object.preemptionPolicy ?? '')],
);
