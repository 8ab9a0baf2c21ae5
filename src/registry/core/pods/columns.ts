/**
 * `kubectl get pods`: one word for what a pod is doing, from its phase, its conditions and the states of its containers. Init containers are looked
 * at first, in order, up to the first that holds the others up; a sidecar (an init container that always restarts) counts like a container.
 */
import type { KubeObject } from '../../../machinery/object.ts';
import type { RowCondition, TablePrinter, TimedCell } from '../../generic/declaration.ts';
import { age, ageColumn, column, NONE, name, nameColumn, since, wide } from '../../printers/columns.ts';

interface Terminated {
  readonly exitCode?: number;
  readonly signal?: number;
  readonly reason?: string;
  readonly finishedAt?: string | null;
}

interface ContainerStatus {
  readonly name?: string;
  readonly restartCount?: number;
  readonly ready?: boolean;
  readonly started?: boolean;
  readonly state?: { readonly waiting?: { readonly reason?: string }; readonly running?: object; readonly terminated?: Terminated };
  readonly lastState?: { readonly terminated?: Terminated };
}

interface Condition {
  readonly type: string;
  readonly status?: string;
  readonly reason?: string;
}

interface Status {
  readonly phase?: string;
  readonly reason?: string;
  readonly conditions?: readonly Condition[] | null;
  readonly initContainerStatuses?: readonly ContainerStatus[] | null;
  readonly containerStatuses?: readonly ContainerStatus[] | null;
  readonly podIPs?: readonly { readonly ip: string }[] | null;
  readonly nominatedNodeName?: string;
}

interface Spec {
  readonly containers?: readonly unknown[] | null;
  readonly initContainers?: readonly { readonly name?: string; readonly restartPolicy?: string }[] | null;
  readonly nodeName?: string;
  readonly readinessGates?: readonly { readonly conditionType: string }[] | null;
}

/** What the containers add up to. */
interface Summary {
  reason: string;
  ready: number;
  restarts: number;
  /** '' when no container has terminated before. */
  lastRestart: string;
}

export const podColumns: TablePrinter = {
  columns: [
    nameColumn,
    column('Ready', 'How many containers are ready, of how many.'),
    column('Status', 'What the pod is doing, in a word.'),
    column('Restarts', 'How often containers were restarted, and how long ago the last time was.'),
    ageColumn,
    wide('IP', 'The first address of the pod.'),
    wide('Node', 'The node that runs the pod.'),
    wide('Nominated Node', 'The node where room is being made for the pod.'),
    wide('Readiness Gates', 'How many additional conditions for readiness hold, of how many.'),
  ],
  row: (object) => {
    const conditions = COMPLETED.get((object.status as Status | undefined)?.phase ?? '');
    return conditions === undefined ? { cells: cells(object) } : { cells: cells(object), conditions };
  },
};

const completed = (reason: string, message: string): readonly RowCondition[] => [{ type: 'Completed', status: 'True', reason, message }];

const COMPLETED: ReadonlyMap<string, readonly RowCondition[]> = new Map([
  ['Succeeded', completed('Succeeded', 'The pod has completed successfully.')],
  ['Failed', completed('Failed', 'The pod failed.')],
]);

function cells(object: KubeObject): (string | TimedCell)[] {
  const spec = (object.spec ?? {}) as Spec;
  const status = (object.status ?? {}) as Status;
  const sidecars = new Set((spec.initContainers ?? []).filter((each) => each.restartPolicy === 'Always').map((each) => each.name));
  const summary = summarize(spec, status, sidecars);
  const total = (spec.containers?.length ?? 0) + sidecars.size;
  return [
    name(object),
    `${summary.ready}/${total}`,
    deletedReason(object, status) ?? summary.reason,
    restarts(summary),
    age(object),
    status.podIPs?.[0]?.ip || NONE,
    spec.nodeName || NONE,
    status.nominatedNodeName || NONE,
    readinessGates(spec, status),
  ];
}

function summarize(spec: Spec, status: Status, sidecars: ReadonlySet<string | undefined>): Summary {
  const start: Summary = { reason: initialReason(status), ready: 0, restarts: 0, lastRestart: '' };
  const all = { ...start };
  const ofSidecars = { ...start };
  let held: string | undefined;
  for (const [i, container] of (status.initContainerStatuses ?? []).entries()) {
    const sidecar = sidecars.has(container.name);
    countRestarts(all, container);
    if (sidecar) countRestarts(ofSidecars, container);
    const over = container.state?.terminated;
    if (over !== undefined && (over.exitCode ?? 0) === 0) continue;
    if (sidecar && container.started === true) {
      if (container.ready === true) ofSidecars.ready++;
      continue;
    }
    held = heldUpBy(container, i, spec.initContainers?.length ?? 0);
    break;
  }
  const initialized = status.conditions?.find((each) => each.type === 'Initialized')?.status === 'True';
  if (held !== undefined && !initialized) return { ...all, reason: held, ready: ofSidecars.ready };
  return addContainers({ ...ofSidecars, reason: held ?? ofSidecars.reason }, status);
}

function initialReason(status: Status): string {
  const gated = status.conditions?.some((each) => each.type === 'PodScheduled' && each.reason === 'SchedulingGated') === true;
  return gated ? 'SchedulingGated' : status.reason || (status.phase ?? '');
}

function countRestarts(summary: Summary, container: ContainerStatus): void {
  summary.restarts += container.restartCount ?? 0;
  const finished = container.lastState?.terminated?.finishedAt ?? '';
  // Times are printed in UTC with a fixed width, so their order is that of the text.
  if (finished > summary.lastRestart) summary.lastRestart = finished;
}

function heldUpBy(container: ContainerStatus, index: number, total: number): string {
  const { terminated, waiting } = container.state ?? {};
  if (terminated !== undefined) return `Init:${terminationReason(terminated)}`;
  const reason = waiting?.reason ?? '';
  return reason !== '' && reason !== 'PodInitializing' ? `Init:${reason}` : `Init:${index}/${total}`;
}

function terminationReason(terminated: Terminated): string {
  if ((terminated.reason ?? '') !== '') return terminated.reason ?? '';
  return (terminated.signal ?? 0) !== 0 ? `Signal:${terminated.signal}` : `ExitCode:${terminated.exitCode ?? 0}`;
}

/** From the last container to the first: the first that has something to say has the last word. */
function addContainers(summary: Summary, status: Status): Summary {
  let running = false;
  for (const container of [...(status.containerStatuses ?? [])].reverse()) {
    countRestarts(summary, container);
    const { waiting, terminated } = container.state ?? {};
    if ((waiting?.reason ?? '') !== '') summary.reason = waiting?.reason ?? '';
    else if (terminated !== undefined) summary.reason = terminationReason(terminated);
    else if (container.ready === true && container.state?.running !== undefined) {
      running = true;
      summary.ready++;
    }
  }
  if (summary.reason === 'Completed' && running) {
    const ready = status.conditions?.some((each) => each.type === 'Ready' && each.status === 'True') === true;
    summary.reason = ready ? 'Running' : 'NotReady';
  }
  return summary;
}

function deletedReason(object: KubeObject, status: Status): string | undefined {
  if (object.metadata.deletionTimestamp === undefined) return undefined;
  if (status.reason === 'NodeLost') return 'Unknown';
  return status.phase === 'Succeeded' || status.phase === 'Failed' ? undefined : 'Terminating';
}

function restarts({ restarts: count, lastRestart }: Summary): string | TimedCell {
  if (count === 0 || lastRestart === '') return String(count);
  const ago = since(lastRestart);
  return (now) => `${count} (${ago(now)} ago)`;
}

function readinessGates(spec: Spec, status: Status): string {
  const gates = spec.readinessGates ?? [];
  if (gates.length === 0) return NONE;
  const holds = (type: string): boolean => status.conditions?.find((each) => each.type === type)?.status === 'True';
  return `${gates.filter((each) => holds(each.conditionType)).length}/${gates.length}`;
}
