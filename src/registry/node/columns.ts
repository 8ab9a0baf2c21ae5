/** How `kubectl get` shows runtime classes. */
import type { TablePrinter } from '../generic/declaration.ts';
import { age, ageColumn, column, name, nameColumn, table } from '../printers/columns.ts';

export const runtimeClassColumns: TablePrinter = table(
  [nameColumn, column('Handler', 'Which configuration of the container runtime it names.'), ageColumn],
  (object) => [name(object), String(object.handler ?? ''), age(object)],
);
