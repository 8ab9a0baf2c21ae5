/** How `kubectl get` shows leases. */
import type { TablePrinter } from '../generic/declaration.ts';
import { age, ageColumn, column, name, nameColumn, table } from '../vocabulary/columns.ts';

export const leaseColumns: TablePrinter = table([nameColumn, column('Holder', 'Who holds it.'), ageColumn], (object) => [
  name(object),
  (object.spec as { readonly holderIdentity?: string } | undefined)?.holderIdentity ?? '',
  age(object),
]);
