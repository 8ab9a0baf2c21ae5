/** What tables of workloads show of their pod template, and of those that keep a number of pods of it. */
import type { KubeObject } from '../../machinery/object.ts';
import type { Column, TablePrinter } from '../generic/declaration.ts';
import { age, ageColumn, integer, NONE, name, nameColumn, table, wide } from './columns.ts';

interface Template {
  readonly spec?: { readonly containers?: readonly { readonly name?: string; readonly image?: string }[] | null };
}

export const containersColumn: Column = wide('Containers', "The names of the template's containers.");
export const imagesColumn: Column = wide('Images', "The images of the template's containers.");
export const selectorColumn: Column = wide('Selector', 'Which pods belong to it.');

/** Names and images of the containers, joined by commas: two cells. */
export function containerCells(template: unknown): [names: string, images: string] {
  const containers = (template as Template | undefined)?.spec?.containers ?? [];
  return [containers.map((each) => each.name ?? '').join(','), containers.map((each) => each.image ?? '').join(',')];
}

interface ReplicaSpec {
  readonly replicas?: number;
  readonly template?: unknown;
  readonly selector?: unknown;
}

interface ReplicaStatus {
  readonly replicas?: number;
  readonly readyReplicas?: number;
}

/** Replica sets and replication controllers, which differ in what a selector is. */
export function replicaColumns<Selector>(selectorText: (selector: Selector | undefined) => string): TablePrinter {
  return table(
    [
      nameColumn,
      integer('Desired', 'How many pods there should be.'),
      integer('Current', 'How many pods there are.'),
      integer('Ready', 'How many pods are ready.'),
      ageColumn,
      containersColumn,
      imagesColumn,
      selectorColumn,
    ],
    (object: KubeObject) => {
      const spec = (object.spec ?? {}) as ReplicaSpec;
      const status = (object.status ?? {}) as ReplicaStatus;
      return [
        name(object),
        spec.replicas ?? 0,
        status.replicas ?? 0,
        status.readyReplicas ?? 0,
        age(object),
        ...containerCells(spec.template),
        selectorText(spec.selector as Selector | undefined) || NONE,
      ];
    },
  );
}
