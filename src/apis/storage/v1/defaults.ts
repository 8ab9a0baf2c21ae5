/** Defaults of storage.k8s.io/v1. They change the object in place. */
import type { KubeObject } from '../../../machinery/object.ts';
import { defaultVolumeSource } from '../../core/v1/defaults.ts';

export function setStorageClassDefaults(object: KubeObject): void {
  object.reclaimPolicy ??= 'Delete';
  object.volumeBindingMode ??= 'Immediate';
}

interface DriverSpec {
  attachRequired?: boolean;
  podInfoOnMount?: boolean;
  storageCapacity?: boolean;
  fsGroupPolicy?: string;
  volumeLifecycleModes?: string[] | null;
  requiresRepublish?: boolean;
  seLinuxMount?: boolean;
}

export function setCSIDriverDefaults(object: KubeObject): void {
  object.spec ??= {};
  const spec = object.spec as DriverSpec;
  spec.attachRequired ??= true;
  spec.podInfoOnMount ??= false;
  spec.storageCapacity ??= false;
  spec.fsGroupPolicy ??= 'ReadWriteOnceWithFSType';
  if ((spec.volumeLifecycleModes?.length ?? 0) === 0) spec.volumeLifecycleModes = ['Persistent'];
  spec.requiresRepublish ??= false;
  spec.seLinuxMount ??= false;
}

export function setVolumeAttachmentDefaults(object: KubeObject): void {
  const source = (object.spec as { source?: { inlineVolumeSpec?: object } } | undefined)?.source;
  if (source?.inlineVolumeSpec !== undefined) defaultVolumeSource(source.inlineVolumeSpec);
}
