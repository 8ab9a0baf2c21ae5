/** How `kubectl get` shows the kinds of storage.k8s.io. */
import { getKey } from '../../machinery/object.ts';
import type { TablePrinter } from '../generic/declaration.ts';
import { age, ageColumn, boolean, column, integer, NONE, name, nameColumn, table, UNSET } from '../printers/columns.ts';

export { nameAndCreation as csiStorageCapacityColumns } from '../printers/columns.ts';

interface DriverSpec {
  readonly attachRequired?: boolean;
  readonly podInfoOnMount?: boolean;
  readonly storageCapacity?: boolean;
  readonly requiresRepublish?: boolean;
  readonly tokenRequests?: readonly { readonly audience?: string }[] | null;
  readonly volumeLifecycleModes?: readonly string[] | null;
}

export const csiDriverColumns: TablePrinter = table(
  [
    nameColumn,
    boolean('AttachRequired', 'Whether volumes are attached before they are mounted.'),
    boolean('PodInfoOnMount', 'Whether the driver is told about the pod.'),
    boolean('StorageCapacity', 'Whether the driver publishes its capacity.'),
    column('TokenRequests', 'Audiences of the tokens that the driver gets.'),
    boolean('RequiresRepublish', 'Whether the driver is called again and again.'),
    column('Modes', 'Which kinds of volumes the driver offers.'),
    ageColumn,
  ],
  (object) => {
    const spec = (object.spec ?? {}) as DriverSpec;
    const audiences = spec.tokenRequests?.map((each) => each.audience ?? '').join(',');
    return [
      name(object),
      spec.attachRequired ?? true,
      spec.podInfoOnMount ?? false,
      spec.storageCapacity ?? false,
      audiences ?? UNSET,
      spec.requiresRepublish ?? false,
      (spec.volumeLifecycleModes ?? []).join(',') || NONE,
      age(object),
    ];
  },
);

export const csiNodeColumns: TablePrinter = table([nameColumn, integer('Drivers', 'How many drivers run on the node.'), ageColumn], (object) => [
  name(object),
  (object.spec as { readonly drivers?: readonly unknown[] | null } | undefined)?.drivers?.length ?? 0,
  age(object),
]);

const DEFAULT_CLASS = ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class'] as const;

export const storageClassColumns: TablePrinter = table(
  [
    nameColumn,
    column('Provisioner', 'Who makes volumes of this class.'),
    column('ReclaimPolicy', 'What happens to volumes when their claims go.'),
    column('VolumeBindingMode', 'When volumes are made and bound.'),
    column('AllowVolumeExpansion', 'Whether volumes may grow.'),
    ageColumn,
  ],
  (object) => {
    const isDefault = DEFAULT_CLASS.some((each) => getKey(object.metadata.annotations, each) === 'true');
    return [
      isDefault ? `${name(object)} (default)` : name(object),
      String(object.provisioner ?? ''),
      String(object.reclaimPolicy ?? 'Delete'),
      String(object.volumeBindingMode ?? 'Immediate'),
      object.allowVolumeExpansion === true,
      age(object),
    ];
  },
);

interface AttachmentSpec {
  readonly attacher?: string;
  readonly nodeName?: string;
  readonly source?: { readonly persistentVolumeName?: string };
}

export const volumeAttachmentColumns: TablePrinter = table(
  [
    nameColumn,
    column('Attacher', 'Which driver attaches.', { format: 'name' }),
    column('PV', 'The volume.'),
    column('Node', 'The node.'),
    boolean('Attached', 'Whether it is attached.'),
    ageColumn,
  ],
  (object) => {
    const spec = (object.spec ?? {}) as AttachmentSpec;
    const status = object.status as { readonly attached?: boolean } | undefined;
    return [name(object), spec.attacher ?? '', spec.source?.persistentVolumeName ?? '', spec.nodeName ?? '', status?.attached ?? false, age(object)];
  },
);

const DEFAULT_ATTRIBUTES_CLASS = 'volumeattributesclass.alpha.kubernetes.io/is-default-class';

export const volumeAttributesClassColumns: TablePrinter = table(
  [nameColumn, column('DriverName', 'Which driver the parameters are for.'), ageColumn],
  (object) => {
    const isDefault = getKey(object.metadata.annotations, DEFAULT_ATTRIBUTES_CLASS) === 'true';
    return [isDefault ? `${name(object)} (default)` : name(object), String(object.driverName ?? ''), age(object)];
  },
);
