/** What a writer of volumes and claims is warned of. */
import { FieldPath } from '../../machinery/field-errors.ts';
import { getKey, type KubeObject } from '../../machinery/object.ts';
import { fractionWarnings, type ResourceRequirements } from './fractions.ts';
import { deadVolumeWarnings } from './pods.ts';

const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';
const SPEC = FieldPath.root('spec');

function classWarning(object: KubeObject): readonly string[] {
  if (getKey(object.metadata.annotations, CLASS_ANNOTATION) === undefined) return [];
  return [`metadata.annotations[${CLASS_ANNOTATION}]: deprecated since v1.8; use "storageClassName" attribute instead`];
}

export function claimWarnings(object: KubeObject): readonly string[] {
  const requests = (object.spec as { readonly resources?: ResourceRequirements } | undefined)?.resources?.requests;
  return [...classWarning(object), ...fractionWarnings(requests, SPEC.child('resources', 'requests'), ['storage'])];
}

export function volumeWarnings(object: KubeObject): readonly string[] {
  const spec = (object.spec ?? {}) as { readonly [field: string]: unknown };
  const recycles = spec.persistentVolumeReclaimPolicy === 'Recycle';
  return [
    ...classWarning(object),
    ...(recycles
      ? [
          'spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.',
        ]
      : []),
    ...deadVolumeWarnings(spec, SPEC),
  ];
}
