/** What pods and volumes refer to, as far as a node needs it to run the pod. */
import type { Container, PersistentVolumeSpec, PodResourceClaim, PodSpec, PodStatus, Volume } from '../../apis/core/v1/objects.gen.ts';
import { getKey, type KubeObject } from '../../machinery/object.ts';

export interface Reference {
  readonly namespace?: string;
  readonly name?: string;
}

type Found = readonly [resource: string, name: string];

const MIRROR = 'kubernetes.io/config.mirror';

/** In the pod's namespace. Mirror pods, which a node makes by itself, give access to nothing. */
export function podReferences(pod: KubeObject): readonly Found[] {
  if (getKey(pod.metadata.annotations, MIRROR) !== undefined) return [];
  const spec = pod.spec as PodSpec;
  const status = (pod.status ?? {}) as PodStatus;
  const found: Found[] = [];
  const add = (resource: string, name: string | undefined): void => {
    if (name !== undefined && name !== '') found.push([resource, name]);
  };
  add('serviceaccounts', spec.serviceAccountName);
  for (const each of spec.imagePullSecrets ?? []) add('secrets', each.name);
  for (const container of [...(spec.initContainers ?? []), ...(spec.containers ?? []), ...(spec.ephemeralContainers ?? [])])
    containerReferences(container as Container, add);
  for (const volume of spec.volumes ?? []) volumeReferences(volume, pod.metadata.name ?? '', add);
  for (const claim of spec.resourceClaims ?? []) add('resourceclaims', claim.resourceClaimName ?? madeFrom(claim, status));
  add('resourceclaims', status.extendedResourceClaimStatus?.resourceClaimName);
  return found;
}

/**
 * Of a template a claim is made, whose name the status tells. What the status says of claims that the pod does not have counts for nothing: nodes
 * write it.
 */
function madeFrom({ name, resourceClaimTemplateName }: PodResourceClaim, status: PodStatus): string | undefined {
  if (resourceClaimTemplateName === undefined) return undefined;
  return status.resourceClaimStatuses?.find((each) => each.name === name)?.resourceClaimName;
}

type Add = (resource: string, name: string | undefined) => void;

function containerReferences({ env, envFrom }: Container, add: Add): void {
  for (const each of envFrom ?? []) {
    add('secrets', each.secretRef?.name);
    add('configmaps', each.configMapRef?.name);
  }
  for (const { valueFrom } of env ?? []) {
    add('secrets', valueFrom?.secretKeyRef?.name);
    add('configmaps', valueFrom?.configMapKeyRef?.name);
  }
}

function volumeReferences(volume: Volume, pod: string, add: Add): void {
  add('secrets', volume.secret?.secretName);
  add('configmaps', volume.configMap?.name);
  add('persistentvolumeclaims', volume.persistentVolumeClaim?.claimName);
  if (volume.ephemeral !== undefined) add('persistentvolumeclaims', `${pod}-${volume.name}`);
  for (const source of volume.projected?.sources ?? []) {
    add('secrets', source.secret?.name);
    add('configmaps', source.configMap?.name);
  }
  add('secrets', volume.azureFile?.secretName);
  add('secrets', volume.csi?.nodePublishSecretRef?.name);
  for (const source of [volume.cephfs, volume.cinder, volume.flexVolume, volume.rbd, volume.scaleIO, volume.iscsi, volume.storageos])
    add('secrets', source?.secretRef?.name);
}

/** The secrets of a bound volume that a node needs; those without a namespace lie in the claim's. What a controller needs is none of its business. */
export function volumeSecrets(volume: KubeObject): readonly Reference[] {
  const spec = volume.spec as PersistentVolumeSpec;
  const namespace = spec.claimRef?.namespace ?? '';
  const { azureFile, csi } = spec;
  const references: (Reference | null | undefined)[] = [
    csi?.nodePublishSecretRef,
    csi?.nodeStageSecretRef,
    csi?.nodeExpandSecretRef,
    ...[spec.cephfs, spec.cinder, spec.flexVolume, spec.rbd, spec.scaleIO, spec.iscsi, spec.storageos].map((each) => each?.secretRef),
  ];
  if (azureFile !== undefined) references.push({ name: azureFile.secretName ?? '', namespace: azureFile.secretNamespace ?? '' });
  return references
    .filter((each) => each !== null && each !== undefined && each.name !== undefined && each.name !== '')
    .map((each) => ({ name: each?.name ?? '', namespace: each?.namespace || namespace }));
}
