/** `kubectl get nodes`: whether a node is ready, its roles (from labels), and what runs on it. */
import type { KubeObject } from '../../machinery/object.ts';
import type { TablePrinter } from '../generic/declaration.ts';
import { age, ageColumn, column, NONE, name, nameColumn, table, UNKNOWN, wide } from '../printers/columns.ts';

const ROLE_PREFIX = 'node-role.kubernetes.io/';
const ROLE_LABEL = 'kubernetes.io/role';

interface Status {
  readonly conditions?: readonly { readonly type: string; readonly status?: string }[] | null;
  readonly addresses?: readonly { readonly type: string; readonly address: string }[] | null;
  readonly nodeInfo?: {
    readonly kubeletVersion?: string;
    readonly osImage?: string;
    readonly kernelVersion?: string;
    readonly architecture?: string;
    readonly containerRuntimeVersion?: string;
  };
}

export const nodeColumns: TablePrinter = table(
  [
    nameColumn,
    column('Status', 'Whether the node is ready, and whether pods may be scheduled to it.'),
    column('Roles', "The node's roles, as its labels name them."),
    ageColumn,
    column('Version', 'The version of the kubelet.'),
    wide('Internal-IP', 'The first address inside the cluster.'),
    wide('External-IP', 'The first address outside the cluster.'),
    wide('OS-Image', 'The operating system, as the node reports it.'),
    wide('Kernel-Version', 'The kernel, as the node reports it.'),
    wide('Container-Runtime', 'The container runtime and its version.'),
  ],
  (object) => {
    const status = (object.status ?? {}) as Status;
    const info = status.nodeInfo;
    return [
      name(object),
      readiness(object, status),
      roles(object),
      age(object),
      info?.kubeletVersion ?? '',
      address(status, 'InternalIP'),
      address(status, 'ExternalIP'),
      info?.osImage || UNKNOWN,
      kernel(info) || UNKNOWN,
      info?.containerRuntimeVersion || UNKNOWN,
    ];
  },
);

function kernel(info: Status['nodeInfo']): string {
  const version = info?.kernelVersion ?? '';
  return version !== '' && info?.architecture ? `${version} (${info.architecture})` : version;
}

function readiness(object: KubeObject, status: Status): string {
  const ready = status.conditions?.findLast((each) => each.type === 'Ready');
  const word = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady';
  const cordoned = (object.spec as { readonly unschedulable?: boolean } | undefined)?.unschedulable === true;
  return cordoned ? `${word},SchedulingDisabled` : word;
}

function roles(object: KubeObject): string {
  const found = new Set<string>();
  for (const [label, value] of Object.entries(object.metadata.labels ?? {})) {
    if (label.startsWith(ROLE_PREFIX) && label.length > ROLE_PREFIX.length) found.add(label.slice(ROLE_PREFIX.length));
    else if (label === ROLE_LABEL && value !== '') found.add(value);
  }
  return [...found].sort().join(',') || NONE;
}

function address(status: Status, type: string): string {
  return status.addresses?.find((each) => each.type === type)?.address ?? NONE;
}
