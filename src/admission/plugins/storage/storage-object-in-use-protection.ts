/** StorageObjectInUseProtection: volumes and claims carry a finalizer that keeps them while somebody uses them. */
import type { AdmissionPlugin } from '../../interface.ts';

const FINALIZERS: ReadonlyMap<string, string> = new Map([
  ['persistentvolumeclaims', 'kubernetes.io/pvc-protection'],
  ['persistentvolumes', 'kubernetes.io/pv-protection'],
  ['volumeattributesclasses', 'kubernetes.io/vac-protection'],
]);

export function makeStorageObjectInUseProtection(): AdmissionPlugin {
  return {
    name: 'StorageObjectInUseProtection',
    operations: ['CREATE'],
    resources: ['persistentvolumeclaims', 'persistentvolumes', 'volumeattributesclasses.storage.k8s.io'],
    mutate({ object, resource }) {
      const finalizer = FINALIZERS.get(resource);
      if (object === undefined || finalizer === undefined) return;
      const finalizers = object.metadata.finalizers ?? [];
      if (!finalizers.includes(finalizer)) object.metadata.finalizers = [...finalizers, finalizer];
    },
  };
}
