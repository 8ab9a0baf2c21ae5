/** How `kubectl get` shows endpoint slices. */
import type { TablePrinter } from '../generic/declaration.ts';
import { age, ageColumn, column, name, nameColumn, table, UNSET } from '../printers/columns.ts';

interface Port {
  readonly name?: string;
  readonly port?: number;
}

const MAX_SHOWN = 3;

export const endpointSliceColumns: TablePrinter = table(
  [
    nameColumn,
    column('AddressType', 'IPv4, IPv6 or FQDN.'),
    column('Ports', 'The first ports; "*" is any port.'),
    column('Endpoints', 'The first addresses.'),
    ageColumn,
  ],
  (object) => {
    const ports = (object.ports ?? []) as readonly Port[];
    const endpoints = (object.endpoints ?? []) as readonly { readonly addresses?: readonly string[] | null }[];
    return [
      name(object),
      String(object.addressType ?? ''),
      firstOf(ports.map((each) => String(each.port ?? each.name ?? '*'))),
      firstOf(endpoints.flatMap((each) => each.addresses ?? [])),
      age(object),
    ];
  },
);

function firstOf(texts: readonly string[]): string {
  const shown = texts.slice(0, MAX_SHOWN).join(',');
  return texts.length > MAX_SHOWN ? `${shown} + ${texts.length - MAX_SHOWN} more...` : shown || UNSET;
}
