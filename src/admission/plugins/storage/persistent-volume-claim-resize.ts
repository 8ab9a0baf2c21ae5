/** PersistentVolumeClaimResize: a claim grows only where its storage class allows that. */
import type { PersistentVolumeClaim } from '../../../apis/core/v1/objects.gen.ts';
import { asKind, getKey, type KubeObject } from '../../../machinery/object.ts';
import { parseQuantity, type Quantity } from '../../../machinery/quantity.ts';
import type { AdmissionPlugin, Getter } from '../../interface.ts';
import { refuse } from '../../refusal.ts';
import { CLASS_ANNOTATION } from './default-storage-class.ts';

export interface PersistentVolumeClaimResizeOptions {
  readonly storageClass: Getter;
}

export function makePersistentVolumeClaimResize({ storageClass }: PersistentVolumeClaimResizeOptions): AdmissionPlugin {
  return {
    name: 'PersistentVolumeClaimResize',
    operations: ['UPDATE'],
    resources: ['persistentvolumeclaims'],
    async validate(attributes) {
      const { object, oldObject } = attributes;
      if (object === undefined || oldObject === undefined) return;
      if (sizeOf(object).cmp(sizeOf(oldObject)) <= 0) return;
      if (asClaim(oldObject).status?.phase !== 'Bound') throw refuse(attributes, 'Only bound persistent volume claims can be expanded');
      const name = classOf(object);
      const found = name === '' || name !== classOf(oldObject) ? undefined : await storageClass('', name);
      if (found?.allowVolumeExpansion === true) return;
      const text = 'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize';
      throw refuse(attributes, text);
    },
  };
}

function asClaim(object: KubeObject): Partial<PersistentVolumeClaim> {
  return asKind<Partial<PersistentVolumeClaim>>(object);
}

function sizeOf(object: KubeObject): Quantity {
  return parseQuantity(asClaim(object).spec?.resources?.requests?.storage ?? '0');
}

function classOf(object: KubeObject): string {
  return getKey(object.metadata.annotations, CLASS_ANNOTATION) ?? asClaim(object).spec?.storageClassName ?? '';
}
