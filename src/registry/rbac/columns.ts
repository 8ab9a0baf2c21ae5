/** How `kubectl get` shows roles and bindings. */
import type { KubeObject } from '../../machinery/object.ts';
import type { TablePrinter } from '../generic/declaration.ts';
import { age, ageColumn, column, name, nameColumn, table, wide } from '../printers/columns.ts';

export { nameAndCreation as clusterRoleColumns, nameAndCreation as roleColumns } from '../printers/columns.ts';

interface Subject {
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
}

const bindingColumns: TablePrinter = table(
  [
    nameColumn,
    column('Role', 'What is granted.'),
    ageColumn,
    wide('Users', 'Users that have it.'),
    wide('Groups', 'Groups that have it.'),
    wide('ServiceAccounts', 'Service accounts that have it.'),
  ],
  (object) => {
    const role = object.roleRef as Subject | undefined;
    const subjects = (kind: string, text: (subject: Subject) => string): string => subjectsOf(object, kind).map(text).join(', ');
    return [
      name(object),
      `${role?.kind ?? ''}/${role?.name ?? ''}`,
      age(object),
      subjects('User', (each) => each.name ?? ''),
      subjects('Group', (each) => each.name ?? ''),
      subjects('ServiceAccount', (each) => (each.namespace ? `${each.namespace}/${each.name ?? ''}` : (each.name ?? ''))),
    ];
  },
);

export { bindingColumns as clusterRoleBindingColumns, bindingColumns as roleBindingColumns };

function subjectsOf(object: KubeObject, kind: string): readonly Subject[] {
  return ((object.subjects as readonly Subject[] | null | undefined) ?? []).filter((each) => each.kind === kind);
}
