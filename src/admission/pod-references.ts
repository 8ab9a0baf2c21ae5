/** What a pod needs from the API: nodes may not make pods that need anything, because needing something gives access to it. */
import type { PodSpec, Volume, VolumeProjection } from '../apis/core/v1/objects.gen.ts';
import { visitContainers } from './pods.ts';

/** Any secret by name: for pulling images, in variables, in volumes. */
export function mentionsSecrets(spec: PodSpec): boolean {
  if (spec.imagePullSecrets?.some((each) => (each.name ?? '') !== '') === true) return true;
  let found = false;
  visitContainers(spec, ({ env, envFrom }) => {
    found ||= env?.some((each) => (each.valueFrom?.secretKeyRef?.name ?? '') !== '') === true;
    found ||= envFrom?.some((each) => (each.secretRef?.name ?? '') !== '') === true;
  });
  return found || spec.volumes?.some(volumeMentionsSecret) === true;
}

function volumeMentionsSecret(volume: Volume): boolean {
  const { secret, projected, azureFile, cephfs, cinder, flexVolume, rbd, scaleIO, iscsi, storageos, csi } = volume;
  const references = [cephfs, cinder, flexVolume, rbd, scaleIO, iscsi, storageos].map((each) => each?.secretRef?.name);
  const names = [secret?.secretName, azureFile?.secretName, csi?.nodePublishSecretRef?.name, ...references];
  return names.some((name) => name !== undefined && name !== '') || projected?.sources?.some((each) => (each.secret?.name ?? '') !== '') === true;
}

/** Any config map by name: in variables, in volumes. */
function mentionsConfigMaps(spec: PodSpec): boolean {
  let found = false;
  visitContainers(spec, ({ env, envFrom }) => {
    found ||= env?.some((each) => (each.valueFrom?.configMapKeyRef?.name ?? '') !== '') === true;
    found ||= envFrom?.some((each) => (each.configMapRef?.name ?? '') !== '') === true;
  });
  return (
    found ||
    spec.volumes?.some(
      ({ configMap, projected }) =>
        (configMap?.name ?? '') !== '' || projected?.sources?.some((each) => (each.configMap?.name ?? '') !== '') === true,
    ) === true
  );
}

/** The first kind of object that the pod needs, as refusals call it; undefined when it needs none. */
export function neededObjects(spec: PodSpec): string | undefined {
  if ((spec.serviceAccountName ?? '') !== '') return 'serviceaccounts';
  if (mentionsSecrets(spec)) return 'secrets';
  if (mentionsConfigMaps(spec)) return 'configmaps';
  if ((spec.resourceClaims?.length ?? 0) > 0) return 'resourceclaims';
  for (const volume of spec.volumes ?? []) {
    const needed = neededByVolume(volume);
    if (needed !== undefined) return needed;
  }
  return undefined;
}

function neededByVolume({ configMap, secret, csi, glusterfs, persistentVolumeClaim, ephemeral, azureFile, projected }: Volume): string | undefined {
  if (configMap !== undefined) return 'configmaps (via configmap volumes)';
  if (secret !== undefined) return 'secrets (via secret volumes)';
  if (csi !== undefined) return 'csidrivers (via CSI volumes)';
  if (glusterfs !== undefined) return 'endpoints (via glusterFS volumes)';
  if (persistentVolumeClaim !== undefined) return 'persistentvolumeclaims';
  if (ephemeral !== undefined) return 'persistentvolumeclaims (via ephemeral volumes)';
  if (azureFile !== undefined) return 'secrets (via azureFile volumes)';
  for (const source of projected?.sources ?? []) {
    const needed = neededByProjection(source);
    if (needed !== undefined) return needed;
  }
  return undefined;
}

function neededByProjection({ configMap, secret, serviceAccountToken, clusterTrustBundle, podCertificate }: VolumeProjection): string | undefined {
  if (configMap !== undefined) return 'configmaps (via projected volumes)';
  if (secret !== undefined) return 'secrets (via projected volumes)';
  if (serviceAccountToken !== undefined) return 'serviceaccounts (via projected volumes)';
  if (clusterTrustBundle !== undefined) return 'clustertrustbundles';
  return podCertificate === undefined ? undefined : 'podcertificates';
}
