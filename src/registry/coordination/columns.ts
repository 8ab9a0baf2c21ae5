/** How `kubectl get` shows leases and their candidates. */
import type { TablePrinter } from '../generic/declaration.ts';
import { age, ageColumn, column, name, nameColumn, table } from '../printers/columns.ts';

export const leaseColumns: TablePrinter = table([nameColumn, column('Holder', 'Who holds it.'), ageColumn], (object) => [
  name(object),
  (object.spec as { readonly holderIdentity?: string } | undefined)?.holderIdentity ?? '',
  age(object),
]);

interface CandidateSpec {
  readonly leaseName?: string;
  readonly binaryVersion?: string;
  readonly emulationVersion?: string;
}

export const leaseCandidateColumns: TablePrinter = table(
  [
    nameColumn,
    column('LeaseName', 'The lease that it may hold.'),
    column('BinaryVersion', 'What it is.'),
    column('EmulationVersion', 'What it behaves as.'),
    ageColumn,
  ],
  (object) => {
    const { leaseName = '', binaryVersion = '', emulationVersion = '' } = (object.spec ?? {}) as CandidateSpec;
    return [name(object), leaseName, binaryVersion, emulationVersion, age(object)];
  },
);
