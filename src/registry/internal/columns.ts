/** How `kubectl get` shows storage versions. */
import type { TablePrinter } from '../generic/declaration.ts';
import { age, ageColumn, column, name, nameColumn, table, UNSET } from '../printers/columns.ts';

interface Status {
  readonly commonEncodingVersion?: string;
  readonly storageVersions?: readonly { readonly apiServerID?: string; readonly encodingVersion?: string }[] | null;
}

/** More servers than these are only counted. */
const SHOWN = 3;

export const storageVersionColumns: TablePrinter = table(
  [
    nameColumn,
    column('CommonEncodingVersion', 'The version that all servers write, when they agree.'),
    column('StorageVersions', 'Which server writes which version.'),
    ageColumn,
  ],
  (object) => {
    const { commonEncodingVersion, storageVersions } = (object.status ?? {}) as Status;
    const servers = (storageVersions ?? []).map(({ apiServerID = '', encodingVersion = '' }) => `${apiServerID}=${encodingVersion}`);
    const more = servers.length > SHOWN ? ` + ${servers.length - SHOWN} more...` : '';
    return [name(object), commonEncodingVersion ?? UNSET, servers.slice(0, SHOWN).join(',') + more || UNSET, age(object)];
  },
);
