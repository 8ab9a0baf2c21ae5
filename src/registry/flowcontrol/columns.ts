/** How `kubectl get` shows flow schemas and priority levels. */
import type { KubeObject } from '../../machinery/object.ts';
import type { TablePrinter } from '../generic/declaration.ts';
import { age, ageColumn, column, NONE, name, nameColumn, table } from '../printers/columns.ts';

interface SchemaSpec {
  readonly priorityLevelConfiguration?: { readonly name?: string };
  readonly matchingPrecedence?: number;
  readonly distinguisherMethod?: { readonly type?: string };
}

interface SchemaStatus {
  readonly conditions?: readonly { readonly type?: string; readonly status?: string }[] | null;
}

/** In lists, schemas stand in the order in which they are tried. */
export const flowSchemaColumns: TablePrinter = {
  ...table(
    [
      nameColumn,
      column('PriorityLevel', 'Where its requests go.'),
      column('MatchingPrecedence', 'In which order schemas are tried: lower first.'),
      column('DistinguisherMethod', 'What makes a flow: user, namespace, or nothing.'),
      ageColumn,
      column('MissingPL', 'Whether the priority level is missing.'),
    ],
    (object) => {
      const spec = (object.spec ?? {}) as SchemaSpec;
      const dangling = (object.status as SchemaStatus | undefined)?.conditions?.find((each) => each.type === 'Dangling');
      return [
        name(object),
        spec.priorityLevelConfiguration?.name ?? '',
        spec.matchingPrecedence ?? 0,
        spec.distinguisherMethod?.type ?? NONE,
        age(object),
        dangling === undefined ? '?' : (dangling.status ?? ''),
      ];
    },
  ),
  order: (one, other) => precedence(one) - precedence(other) || (name(one) < name(other) ? -1 : 1),
};

function precedence(object: KubeObject): number {
  return ((object.spec ?? {}) as SchemaSpec).matchingPrecedence ?? 0;
}

interface LevelSpec {
  readonly type?: string;
  readonly limited?: {
    readonly nominalConcurrencyShares?: number;
    readonly limitResponse?: { readonly queuing?: { readonly queues?: number; readonly handSize?: number; readonly queueLengthLimit?: number } };
  };
}

export const priorityLevelConfigurationColumns: TablePrinter = table(
  [
    nameColumn,
    column('Type', 'Limited or Exempt.'),
    column('NominalConcurrencyShares', 'Its share of the concurrency.'),
    column('Queues', 'How many queues it has.'),
    column('HandSize', 'How many queues a flow may use.'),
    column('QueueLengthLimit', 'How long a queue may get.'),
    ageColumn,
  ],
  (object) => {
    const spec = (object.spec ?? {}) as LevelSpec;
    const queuing = spec.limited?.limitResponse?.queuing;
    return [
      name(object),
      spec.type ?? '',
      spec.limited === undefined ? NONE : (spec.limited.nominalConcurrencyShares ?? 0),
      queuing === undefined ? NONE : (queuing.queues ?? 0),
      queuing === undefined ? NONE : (queuing.handSize ?? 0),
      queuing === undefined ? NONE : (queuing.queueLengthLimit ?? 0),
      age(object),
    ];
  },
);
