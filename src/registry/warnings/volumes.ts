/** What a writer of volumes and claims is warned of. */
import { FieldPath } from '../../machinery/field-errors.ts';
import { getKey, type KubeObject } from '../../machinery/object.ts';
import { claimSpecWarnings, type ResourceRequirements } from './fractions.ts';
import { type NodeTerm, nodeTermWarnings } from './node-labels.ts';
import { deadVolumeWarnings } from './pods.ts';

const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';
const MOUNT_ANNOTATION = 'volume.beta.kubernetes.io/mount-options';
const SPEC = FieldPath.root('spec');

function classWarning(object: KubeObject): readonly string[] {
  if (getKey(object.metadata.annotations, CLASS_ANNOTATION) === undefined) return [];
  return [`metadata.annotations[${CLASS_ANNOTATION}]: deprecated since v1.8; use "storageClassName" attribute instead`];
}

function mountWarning(object: KubeObject): readonly string[] {
  if (getKey(object.metadata.annotations, MOUNT_ANNOTATION) === undefined) return [];
  return [`metadata.annotations[${MOUNT_ANNOTATION}]: deprecated since v1.31; use "mountOptions" attribute instead`];
}

export function claimWarnings(object: KubeObject): readonly string[] {
  const spec = object.spec as { readonly resources?: ResourceRequirements } | undefined;
  return [...classWarning(object), ...claimSpecWarnings(spec, SPEC)];
}

interface NodeBound {
  readonly nodeAffinity?: { readonly required?: { readonly nodeSelectorTerms?: readonly NodeTerm[] | null } };
}

function nodeWarnings({ nodeAffinity }: NodeBound): string[] {
  const at = SPEC.child('nodeAffinity', 'required', 'nodeSelectorTerms');
  return (nodeAffinity?.required?.nodeSelectorTerms ?? []).flatMap((term, i) => nodeTermWarnings(term, at.index(i)));
}

export function volumeWarnings(object: KubeObject): readonly string[] {
  const spec = (object.spec ?? {}) as { readonly [field: string]: unknown };
  const recycles = spec.persistentVolumeReclaimPolicy === 'Recycle';
  return [
    ...classWarning(object),
    ...mountWarning(object),
    ...(recycles
      ? [
          'spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.',
        ]
      : []),
    ...nodeWarnings(spec as NodeBound),
    ...deadVolumeWarnings(spec, SPEC),
  ];
}
