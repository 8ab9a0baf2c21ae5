/** How `kubectl get` shows the kinds of resource.k8s.io. */
import type { TablePrinter } from '../generic/declaration.ts';
import { age, ageColumn, column, name, nameColumn, table } from '../printers/columns.ts';

export {
  nameAndAge as deviceClassColumns,
  nameAndAge as deviceTaintRuleColumns,
  nameAndAge as resourceClaimTemplateColumns,
  nameAndAge as resourcePoolStatusRequestColumns,
} from '../printers/columns.ts';

interface ClaimStatus {
  readonly allocation?: object;
  readonly reservedFor?: readonly unknown[] | null;
}

export const resourceClaimColumns: TablePrinter = table([nameColumn, column('State', 'How far the claim has come.'), ageColumn], (object) => {
  const status = (object.status ?? {}) as ClaimStatus;
  const deleted = object.metadata.deletionTimestamp !== undefined;
  const states = deleted ? ['deleted'] : [];
  if (status.allocation !== undefined) states.push('allocated', ...((status.reservedFor?.length ?? 0) > 0 ? ['reserved'] : []));
  else if (!deleted) states.push('pending');
  return [name(object), states.join(','), age(object)];
});

interface SliceSpec {
  readonly nodeName?: string;
  readonly driver?: string;
  readonly pool?: { readonly name?: string };
}

export const resourceSliceColumns: TablePrinter = table(
  [
    nameColumn,
    column('Node', 'The node that has the devices.'),
    column('Driver', 'Who offers them.'),
    column('Pool', 'The pool that the slice is part of.'),
    ageColumn,
  ],
  (object) => {
    const spec = (object.spec ?? {}) as SliceSpec;
    return [name(object), spec.nodeName ?? '', spec.driver ?? '', spec.pool?.name ?? '', age(object)];
  },
);
