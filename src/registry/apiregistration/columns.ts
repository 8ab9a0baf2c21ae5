/** How `kubectl get` shows API services. */
import type { TablePrinter } from '../generic/declaration.ts';
import { age, ageColumn, column, name, nameColumn, table } from '../printers/columns.ts';

interface Status {
  readonly conditions?: readonly { readonly type: string; readonly status?: string; readonly reason?: string }[] | null;
}

export const apiServiceColumns: TablePrinter = table(
  [nameColumn, column('Service', 'Which service answers.'), column('Available', 'Whether it answers.'), ageColumn],
  (object) => {
    const service = (object.spec as { readonly service?: { readonly namespace?: string; readonly name?: string } } | undefined)?.service;
    const available = (object.status as Status | undefined)?.conditions?.find((each) => each.type === 'Available');
    const text = available === undefined ? 'Unknown' : available.status === 'True' ? 'True' : `${available.status ?? ''} (${available.reason ?? ''})`;
    return [name(object), service === undefined ? 'Local' : `${service.namespace ?? ''}/${service.name ?? ''}`, text, age(object)];
  },
);
