/** How `kubectl get` shows the core kinds; pods, nodes, services, volumes and events have files of their own. */
import type { KubeObject } from '../../machinery/object.ts';
import type { TablePrinter } from '../generic/declaration.ts';
import { age, ageColumn, column, NONE, name, nameColumn, table } from '../printers/columns.ts';
import { containerCells, replicaColumns } from '../printers/pod-templates.ts';
import { labelsText } from '../printers/selectors.ts';

export { nameAndCreation as limitRangeColumns } from '../printers/columns.ts';
export { eventColumns } from './events-columns.ts';
export { persistentVolumeClaimColumns, persistentVolumeColumns } from './volumes-columns.ts';

function size(map: unknown): number {
  return Object.keys((map ?? {}) as object).length;
}

export const componentStatusColumns: TablePrinter = table(
  [
    nameColumn,
    column('Status', 'Whether the component is healthy.'),
    column('Message', 'What the component says.'),
    column('Error', 'What went wrong.'),
  ],
  (object) => {
    const conditions = object.conditions as
      | readonly { readonly type: string; readonly status?: string; readonly message?: string; readonly error?: string }[]
      | null;
    const healthy = conditions?.find((each) => each.type === 'Healthy');
    const status = healthy === undefined ? 'Unknown' : healthy.status === 'True' ? 'Healthy' : 'Unhealthy';
    return [name(object), status, healthy?.message ?? '', healthy?.error ?? ''];
  },
);

export const configMapColumns: TablePrinter = table([nameColumn, column('Data', 'How many entries it holds.'), ageColumn], (object) => [
  name(object),
  size(object.data) + size(object.binaryData),
  age(object),
]);

export const secretColumns: TablePrinter = table(
  [nameColumn, column('Type', 'What the secret is for.'), column('Data', 'How many entries it holds.'), ageColumn],
  (object) => [name(object), String(object.type ?? ''), size(object.data), age(object)],
);

export const namespaceColumns: TablePrinter = table(
  [nameColumn, column('Status', 'Active, or Terminating once it is being deleted.'), ageColumn],
  (object) => [name(object), (object.status as { readonly phase?: string } | undefined)?.phase ?? '', age(object)],
);

interface Subset {
  readonly addresses?: readonly { readonly ip: string }[] | null;
  readonly ports?: readonly { readonly port: number }[] | null;
}

const MAX_ENDPOINTS = 3;

export const endpointsColumns: TablePrinter = table(
  [nameColumn, column('Endpoints', 'The first addresses with their ports.'), ageColumn],
  (object) => [name(object), endpointsText(object), age(object)],
);

function endpointsText(object: KubeObject): string {
  const subsets = object.subsets as readonly Subset[] | null | undefined;
  if (subsets === undefined || subsets === null || subsets.length === 0) return NONE;
  const all = subsets.flatMap(({ addresses, ports }) => {
    const hosts = (addresses ?? []).map((each) => each.ip);
    if (ports === undefined || ports === null || ports.length === 0) return hosts;
    return ports.flatMap(({ port }) => hosts.map((host) => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`)));
  });
  const shown = all.slice(0, MAX_ENDPOINTS).join(',');
  return all.length > MAX_ENDPOINTS ? `${shown} + ${all.length - MAX_ENDPOINTS} more...` : shown;
}

export const podTemplateColumns: TablePrinter = table(
  [
    nameColumn,
    column('Containers', "The names of the template's containers."),
    column('Images', 'Their images.'),
    column('Pod Labels', 'The labels of its pods.'),
  ],
  (object) => {
    const template = object.template as { readonly metadata?: { readonly labels?: { readonly [key: string]: string } | null } } | undefined;
    return [name(object), ...containerCells(template), labelsText(template?.metadata?.labels) || NONE];
  },
);

export const replicationControllerColumns: TablePrinter = replicaColumns(labelsText);

export const resourceQuotaColumns: TablePrinter = table(
  [nameColumn, column('Request', 'Requests and counts: used of allowed.'), column('Limit', 'Limits: used of allowed.'), ageColumn],
  (object) => {
    const { hard, used } = (object.status ?? {}) as {
      readonly hard?: { readonly [name: string]: string };
      readonly used?: { readonly [name: string]: string };
    };
    const lines = (limits: boolean): string =>
      Object.keys(hard ?? {})
        .sort()
        .filter((each) => each.startsWith('limits.') === limits)
        .map((each) => `${each}: ${used !== undefined && Object.hasOwn(used, each) ? used[each] : '0'}/${hard?.[each]}`)
        .join(', ');
    return [name(object), lines(false), lines(true), age(object)];
  },
);
