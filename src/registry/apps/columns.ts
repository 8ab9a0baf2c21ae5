/** How `kubectl get` shows the workloads of apps. */
import type { Int64 } from '../../machinery/int64.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { TablePrinter } from '../generic/declaration.ts';
import { age, ageColumn, column, integer, NONE, name, nameColumn, table } from '../printers/columns.ts';
import { containerCells, containersColumn, imagesColumn, replicaColumns, selectorColumn } from '../printers/pod-templates.ts';
import { type LabelSelectorFields, labelSelectorText, labelsText } from '../printers/selectors.ts';

interface Spec {
  readonly replicas?: number;
  readonly selector?: LabelSelectorFields;
  readonly template?: { readonly spec?: { readonly nodeSelector?: { readonly [key: string]: string } | null } };
}

interface Status {
  readonly replicas?: number;
  readonly readyReplicas?: number;
  readonly updatedReplicas?: number;
  readonly availableReplicas?: number;
  readonly desiredNumberScheduled?: number;
  readonly currentNumberScheduled?: number;
  readonly numberReady?: number;
  readonly updatedNumberScheduled?: number;
  readonly numberAvailable?: number;
}

const specOf = (object: KubeObject): Spec => (object.spec ?? {}) as Spec;
const statusOf = (object: KubeObject): Status => (object.status ?? {}) as Status;

const upToDateColumn = column('Up-to-date', 'How many pods run the latest template.');
const availableColumn = column('Available', 'How many pods have been ready for long enough.');

export const deploymentColumns: TablePrinter = table(
  [
    nameColumn,
    column('Ready', 'How many pods are ready, of how many.'),
    upToDateColumn,
    availableColumn,
    ageColumn,
    containersColumn,
    imagesColumn,
    selectorColumn,
  ],
  (object) => {
    const spec = specOf(object);
    const status = statusOf(object);
    return [
      name(object),
      `${status.readyReplicas ?? 0}/${spec.replicas ?? 0}`,
      status.updatedReplicas ?? 0,
      status.availableReplicas ?? 0,
      age(object),
      ...containerCells(spec.template),
      labelSelectorText(spec.selector),
    ];
  },
);

export const replicaSetColumns: TablePrinter = replicaColumns(labelSelectorText);

export const statefulSetColumns: TablePrinter = table(
  [nameColumn, column('Ready', 'How many pods are ready, of how many.'), ageColumn, containersColumn, imagesColumn],
  (object) => {
    const spec = specOf(object);
    return [name(object), `${statusOf(object).readyReplicas ?? 0}/${spec.replicas ?? 0}`, age(object), ...containerCells(spec.template)];
  },
);

export const daemonSetColumns: TablePrinter = table(
  [
    nameColumn,
    integer('Desired', 'How many nodes should run the pod.'),
    integer('Current', 'How many of them do.'),
    integer('Ready', 'How many of the pods are ready.'),
    integer('Up-to-date', 'How many pods run the latest template.'),
    integer('Available', 'How many pods have been ready for long enough.'),
    column('Node Selector', 'Which nodes it runs on.'),
    ageColumn,
    containersColumn,
    imagesColumn,
    selectorColumn,
  ],
  (object) => {
    const { template, selector } = specOf(object);
    const status = statusOf(object);
    return [
      name(object),
      status.desiredNumberScheduled ?? 0,
      status.currentNumberScheduled ?? 0,
      status.numberReady ?? 0,
      status.updatedNumberScheduled ?? 0,
      status.numberAvailable ?? 0,
      labelsText(template?.spec?.nodeSelector) || NONE,
      age(object),
      ...containerCells(template),
      labelSelectorText(selector) || NONE,
    ];
  },
);

export const controllerRevisionColumns: TablePrinter = table(
  [nameColumn, column('Controller', 'Whose history it is.'), column('Revision', 'Its number in that history.'), ageColumn],
  (object) => [name(object), controller(object), (object.revision ?? 0) as Int64, age(object)],
);

/** "daemonset.apps/d": the controlling owner, without its version. */
function controller(object: KubeObject): string {
  const owner = object.metadata.ownerReferences?.find((each) => each.controller === true);
  if (owner === undefined) return NONE;
  const slash = owner.apiVersion.indexOf('/');
  const group = slash < 0 ? '' : `.${owner.apiVersion.slice(0, slash)}`;
  return `${`${owner.kind}${group}`.toLowerCase()}/${owner.name}`;
}
