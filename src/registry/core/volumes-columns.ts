/** `kubectl get pv,pvc`. */
import { getKey, type KubeObject } from '../../machinery/object.ts';
import type { TablePrinter } from '../generic/declaration.ts';
import { age, ageColumn, column, name, nameColumn, table, UNSET, wide } from '../printers/columns.ts';

/** Where the storage class was named before it had a field. */
const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

type Quantities = { readonly [name: string]: string } | null;

interface Spec {
  readonly capacity?: Quantities;
  readonly accessModes?: readonly string[] | null;
  readonly persistentVolumeReclaimPolicy?: string;
  readonly claimRef?: { readonly namespace?: string; readonly name?: string };
  readonly storageClassName?: string;
  readonly volumeAttributesClassName?: string;
  readonly volumeMode?: string;
  readonly volumeName?: string;
}

interface Status {
  readonly phase?: string;
  readonly reason?: string;
  readonly capacity?: Quantities;
  readonly accessModes?: readonly string[] | null;
}

const attributesClassColumn = column('VolumeAttributesClass', 'The class of its mutable attributes.');
const modeColumn = wide('VolumeMode', 'File system or block device.');

export const persistentVolumeColumns: TablePrinter = table(
  [
    nameColumn,
    column('Capacity', 'How large it is.'),
    column('Access Modes', 'How it can be mounted.'),
    column('Reclaim Policy', 'What happens to it when its claim goes.'),
    column('Status', 'Its phase.'),
    column('Claim', 'The claim that it is bound to.'),
    column('StorageClass', 'The storage class that it belongs to.'),
    attributesClassColumn,
    column('Reason', 'Why it is in its phase.'),
    ageColumn,
    modeColumn,
  ],
  (object) => {
    const spec = (object.spec ?? {}) as Spec;
    const status = (object.status ?? {}) as Status;
    return [
      name(object),
      getKey(spec.capacity, 'storage') ?? '0',
      accessModes(spec.accessModes),
      spec.persistentVolumeReclaimPolicy ?? '',
      phase(object, status),
      spec.claimRef === undefined ? '' : `${spec.claimRef.namespace ?? ''}/${spec.claimRef.name ?? ''}`,
      storageClass(object, spec),
      spec.volumeAttributesClassName ?? UNSET,
      status.reason ?? '',
      age(object),
      spec.volumeMode ?? UNSET,
    ];
  },
);

export const persistentVolumeClaimColumns: TablePrinter = table(
  [
    nameColumn,
    column('Status', 'Its phase.'),
    column('Volume', 'The volume that it is bound to.'),
    column('Capacity', 'How large that volume is.'),
    column('Access Modes', 'How the volume can be mounted.'),
    column('StorageClass', 'The storage class that it asks for.'),
    attributesClassColumn,
    ageColumn,
    modeColumn,
  ],
  (object) => {
    const spec = (object.spec ?? {}) as Spec;
    const status = (object.status ?? {}) as Status;
    const bound = (spec.volumeName ?? '') !== '';
    return [
      name(object),
      phase(object, status),
      spec.volumeName ?? '',
      bound ? (getKey(status.capacity, 'storage') ?? '0') : '',
      bound ? accessModes(status.accessModes) : '',
      storageClass(object, spec),
      spec.volumeAttributesClassName ?? UNSET,
      age(object),
      spec.volumeMode ?? UNSET,
    ];
  },
);

function phase(object: KubeObject, status: Status): string {
  return object.metadata.deletionTimestamp === undefined ? (status.phase ?? '') : 'Terminating';
}

function storageClass(object: KubeObject, spec: Spec): string {
  return getKey(object.metadata.annotations, CLASS_ANNOTATION) ?? spec.storageClassName ?? '';
}

const SHORT_MODES: readonly (readonly [mode: string, short: string])[] = [
  ['ReadWriteOnce', 'RWO'],
  ['ReadOnlyMany', 'ROX'],
  ['ReadWriteMany', 'RWX'],
  ['ReadWriteOncePod', 'RWOP'],
];

function accessModes(modes: readonly string[] | null | undefined): string {
  return SHORT_MODES.filter(([mode]) => modes?.includes(mode))
    .map(([, short]) => short)
    .join(',');
}
