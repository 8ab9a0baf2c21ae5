/** DefaultStorageClass: a claim that names no class gets the default one, if there is one. */
import type { PersistentVolumeClaimSpec } from '../../../apis/core/v1/objects.gen.ts';
import { getKey } from '../../../machinery/object.ts';
import type { AdmissionPlugin, Lister } from '../../interface.ts';
import { newestDefault } from '../default-class.ts';

const DEFAULT_ANNOTATIONS = ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class'];
/** The annotation by which claims named their class before there was a field for it. */
export const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

export interface DefaultStorageClassOptions {
  readonly storageClasses: Lister;
}

export function makeDefaultStorageClass({ storageClasses }: DefaultStorageClassOptions): AdmissionPlugin {
  return {
    name: 'DefaultStorageClass',
    operations: ['CREATE'],
    resources: ['persistentvolumeclaims'],
    async mutate({ object }) {
      if (object === undefined) return;
      const spec = (object.spec ?? {}) as PersistentVolumeClaimSpec;
      if (spec.storageClassName !== undefined || getKey(object.metadata.annotations, CLASS_ANNOTATION) !== undefined) return;
      const found = newestDefault(await storageClasses(''), DEFAULT_ANNOTATIONS);
      if (found !== undefined) object.spec = { ...spec, storageClassName: found.metadata.name ?? '' };
    },
  };
}
