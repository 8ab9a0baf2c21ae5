/** What the types of the volumes of pods mean, a sentence each. */
import type { Descriptions } from '../../../machinery/descriptions.ts';

const FS_TYPE = 'The file system to mount ("ext4").';
const READ_ONLY = 'Whether it is mounted for reading only.';
const PARTITION = 'The partition to mount; the whole disk without it.';
const ITEMS = 'Which keys become files; all of them, under their own names, without it.';
const MODE = "The files' mode where items say nothing else; 0644 by default.";
const OPTIONAL = 'Whether a pod starts without it.';
const SECRET = 'The secret with what it takes to log in.';
const SOURCES: Readonly<Record<string, string>> = {
  hostPath: 'A file or folder of the node; gives the pod power over the node.',
  emptyDir: 'An empty folder that lives as long as the pod.',
  gcePersistentDisk: 'Deprecated: a disk of Google Compute Engine; its CSI driver serves it.',
  awsElasticBlockStore: 'Deprecated: a volume of AWS Elastic Block Store; its CSI driver serves it.',
  gitRepo: 'Deprecated and off: a Git repository; an init container that clones does the same.',
  secret: 'The keys of a secret, as files.',
  nfs: 'A folder of an NFS server.',
  iscsi: 'A disk of an iSCSI target.',
  glusterfs: 'Removed: a GlusterFS volume.',
  persistentVolumeClaim: 'The volume that a claim of the same namespace is bound to.',
  rbd: 'Removed: an image of a Ceph block device.',
  flexVolume: 'Deprecated: a volume of a FlexVolume driver; CSI takes its place.',
  cinder: 'Deprecated: a volume of OpenStack Cinder; its CSI driver serves it.',
  cephfs: 'Removed: a CephFS file system.',
  flocker: 'Removed: a Flocker dataset.',
  downwardAPI: 'Fields of the pod, as files.',
  fc: 'A disk of a Fibre Channel network.',
  azureFile: 'Deprecated: a share of Azure Files; its CSI driver serves it.',
  configMap: 'The keys of a config map, as files.',
  vsphereVolume: 'Deprecated: a vSphere volume; its CSI driver serves it.',
  quobyte: 'Removed: a Quobyte volume.',
  azureDisk: 'Deprecated: an Azure disk; its CSI driver serves it.',
  photonPersistentDisk: 'Removed: a Photon disk.',
  projected: 'Several sources in one folder.',
  portworxVolume: 'Deprecated: a Portworx volume; its CSI driver serves it.',
  scaleIO: 'Removed: a ScaleIO volume.',
  storageos: 'Removed: a StorageOS volume.',
  local: 'A disk or folder of a node; needs a node affinity.',
  csi: 'A volume of a CSI driver.',
  ephemeral: 'A claim that is made for the pod and goes with it.',
  image: 'The contents of an OCI image, for reading.',
};
const PORTALS: Readonly<Record<string, string>> = {
  targetPortal: 'The address of the target, with its port unless it is 3260.',
  iqn: 'The qualified name of the target.',
  lun: 'The number of the logical unit.',
  iscsiInterface: 'The interface to use; "default" (TCP) by default.',
  fsType: FS_TYPE,
  readOnly: READ_ONLY,
  portals: 'Further addresses of the target, for several paths.',
  chapAuthDiscovery: 'Whether discovery logs in with CHAP.',
  chapAuthSession: 'Whether sessions log in with CHAP.',
  secretRef: SECRET,
  initiatorName: 'The name under which the node logs in.',
};
const CEPHFS: Readonly<Record<string, string>> = {
  monitors: 'The monitors of the cluster.',
  path: 'The folder to mount; / by default.',
  user: 'The user; admin by default.',
  secretFile: 'The file with the key of the user.',
  secretRef: SECRET,
  readOnly: READ_ONLY,
};
const CINDER: Readonly<Record<string, string>> = { volumeID: 'The id of the volume.', fsType: FS_TYPE, readOnly: READ_ONLY, secretRef: SECRET };
const FLEX: Readonly<Record<string, string>> = {
  driver: 'The name of the driver.',
  fsType: FS_TYPE,
  secretRef: SECRET,
  readOnly: READ_ONLY,
  options: 'What the driver is told.',
};
const RBD: Readonly<Record<string, string>> = {
  monitors: 'The monitors of the cluster.',
  image: 'The name of the image.',
  fsType: FS_TYPE,
  pool: 'The pool that the image is in; rbd by default.',
  user: 'The user; admin by default.',
  keyring: 'The file with the key of the user.',
  secretRef: SECRET,
  readOnly: READ_ONLY,
};
const SCALEIO: Readonly<Record<string, string>> = {
  gateway: 'The address of the gateway.',
  system: 'The storage system.',
  secretRef: SECRET,
  sslEnabled: 'Whether the gateway is called over TLS.',
  protectionDomain: 'The protection domain.',
  storagePool: 'The storage pool.',
  storageMode: 'ThickProvisioned or ThinProvisioned (default).',
  volumeName: 'The name of the volume.',
  fsType: FS_TYPE,
  readOnly: READ_ONLY,
};
const STORAGEOS: Readonly<Record<string, string>> = {
  volumeName: 'The name of the volume.',
  volumeNamespace: 'The namespace of the volume; that of the pod by default.',
  fsType: FS_TYPE,
  readOnly: READ_ONLY,
  secretRef: SECRET,
};
const GLUSTERFS: Readonly<Record<string, string>> = {
  endpoints: 'The endpoints object with the servers.',
  path: 'The path of the volume.',
  readOnly: READ_ONLY,
  endpointsNamespace: 'The namespace of the endpoints object; that of the claim by default.',
};

export const volumeDescriptions = (): Descriptions => ({
  AWSElasticBlockStoreVolumeSource: [
    'A volume of AWS Elastic Block Store.',
    { volumeID: 'The id of the volume.', fsType: FS_TYPE, partition: PARTITION, readOnly: READ_ONLY },
  ],
  AzureDiskVolumeSource: [
    'An Azure disk.',
    {
      diskName: 'The name of the disk.',
      diskURI: 'The URI of the disk.',
      cachingMode: 'What the host caches: None, ReadOnly or ReadWrite (default).',
      fsType: FS_TYPE,
      readOnly: READ_ONLY,
      kind: 'Shared (default), Dedicated or Managed.',
    },
  ],
  AzureFilePersistentVolumeSource: [
    'A share of Azure Files.',
    {
      secretName: 'The secret with the name and key of the storage account.',
      shareName: 'The name of the share.',
      readOnly: READ_ONLY,
      secretNamespace: 'The namespace of the secret; that of the claim by default.',
    },
  ],
  AzureFileVolumeSource: [
    'A share of Azure Files.',
    { secretName: 'The secret with the name and key of the storage account.', shareName: 'The name of the share.', readOnly: READ_ONLY },
  ],
  CSIPersistentVolumeSource: [
    'A volume of a CSI driver.',
    {
      driver: 'The name of the driver.',
      volumeHandle: 'The name by which the driver knows the volume.',
      readOnly: READ_ONLY,
      fsType: FS_TYPE,
      volumeAttributes: 'What the driver is told.',
      controllerPublishSecretRef: 'The secret for attaching.',
      nodeStageSecretRef: 'The secret for staging on a node.',
      nodePublishSecretRef: 'The secret for mounting into a pod.',
      controllerExpandSecretRef: 'The secret for growing.',
      nodeExpandSecretRef: 'The secret for growing on a node.',
    },
  ],
  CSIVolumeSource: [
    'A volume that a CSI driver makes for a pod.',
    {
      driver: 'The name of the driver.',
      readOnly: READ_ONLY,
      fsType: FS_TYPE,
      volumeAttributes: 'What the driver is told.',
      nodePublishSecretRef: 'The secret for mounting, in the same namespace.',
    },
  ],
  CephFSPersistentVolumeSource: ['A CephFS file system.', CEPHFS],
  CephFSVolumeSource: ['A CephFS file system.', CEPHFS],
  CinderPersistentVolumeSource: ['A volume of OpenStack Cinder.', CINDER],
  CinderVolumeSource: ['A volume of OpenStack Cinder.', CINDER],
  ClusterTrustBundleProjection: [
    'Certificates of trust bundles, as one file.',
    {
      name: 'The bundle of this name; not together with signerName.',
      signerName: 'All bundles of this signer.',
      labelSelector: "Of the signer's bundles, only those with these labels.",
      optional: OPTIONAL,
      path: 'The path of the file in the volume.',
    },
  ],
  ConfigMapProjection: ['The keys of a config map, as files among others.', { items: ITEMS, optional: OPTIONAL }],
  ConfigMapVolumeSource: ['The keys of a config map, as files.', { items: ITEMS, defaultMode: MODE, optional: OPTIONAL }],
  DownwardAPIProjection: ['Fields of the pod, as files among others.', { items: 'The files.' }],
  DownwardAPIVolumeFile: [
    'A file with a field of the pod.',
    {
      path: 'The path of the file in the volume; relative, and without "..".',
      fieldRef: 'A field: labels, annotations, name, namespace or uid.',
      resourceFieldRef: 'A limit or request of a container.',
      mode: "The file's mode.",
    },
  ],
  DownwardAPIVolumeSource: ['Fields of the pod, as files.', { items: 'The files.', defaultMode: MODE }],
  EmptyDirVolumeSource: [
    'An empty folder that lives as long as the pod.',
    {
      medium: "What it lies on: the node's disk by default, Memory, or huge pages.",
      sizeLimit: 'How much may be in it; a pod with more is evicted.',
    },
  ],
  EphemeralVolumeSource: ['A claim that is made for a pod and goes with it.', { volumeClaimTemplate: 'The claim; it is named <pod>-<volume>.' }],
  FCVolumeSource: [
    'A disk of a Fibre Channel network.',
    {
      targetWWNs: 'The world wide names of the targets.',
      lun: 'The number of the logical unit.',
      fsType: FS_TYPE,
      readOnly: READ_ONLY,
      wwids: 'The world wide ids of the disk; instead of targets and number.',
    },
  ],
  FlexPersistentVolumeSource: ['A volume of a FlexVolume driver.', FLEX],
  FlexVolumeSource: ['A volume of a FlexVolume driver.', FLEX],
  FlockerVolumeSource: ['A Flocker dataset.', { datasetName: 'The name of the dataset.', datasetUUID: 'The id of the dataset.' }],
  GCEPersistentDiskVolumeSource: [
    'A disk of Google Compute Engine.',
    { pdName: 'The name of the disk.', fsType: FS_TYPE, partition: PARTITION, readOnly: READ_ONLY },
  ],
  GitRepoVolumeSource: [
    'A Git repository.',
    { repository: 'Its URL.', revision: 'The commit.', directory: 'The folder in the volume; its own name by default.' },
  ],
  GlusterfsPersistentVolumeSource: ['A GlusterFS volume.', GLUSTERFS],
  GlusterfsVolumeSource: ['A GlusterFS volume.', GLUSTERFS],
  HostPathVolumeSource: [
    'A file or folder of the node.',
    { path: 'Its path on the node.', type: 'What must be there, or is made; nothing is checked by default.' },
  ],
  ISCSIPersistentVolumeSource: ['A disk of an iSCSI target.', PORTALS],
  ISCSIVolumeSource: ['A disk of an iSCSI target.', PORTALS],
  ImageVolumeSource: ['The contents of an OCI image.', { reference: 'The image.', pullPolicy: 'When it is pulled: Always, Never or IfNotPresent.' }],
  ImageVolumeStatus: ['Which image a volume holds.', { imageRef: 'The image, with its digest.' }],
  KeyToPath: [
    'A key that becomes a file.',
    { key: 'The key.', path: 'The path of the file in the volume; relative, and without "..".', mode: "The file's mode." },
  ],
  LocalVolumeSource: [
    'A disk or folder of a node.',
    { path: 'Its path on the node.', fsType: 'The file system to mount, of a disk; guessed by default.' },
  ],
  NFSVolumeSource: [
    'A folder of an NFS server.',
    { server: 'The name or address of the server.', path: 'The folder that it exports.', readOnly: READ_ONLY },
  ],
  PersistentVolumeClaimVolumeSource: [
    'The volume that a claim is bound to.',
    { claimName: 'The claim, in the same namespace.', readOnly: READ_ONLY },
  ],
  PersistentVolumeSource: ['What a persistent volume is: exactly one of the fields.', SOURCES],
  PhotonPersistentDiskVolumeSource: ['A Photon disk.', { pdID: 'The id of the disk.', fsType: FS_TYPE }],
  PodCertificateProjection: [
    "A key and a certificate for the pod's identity, renewed by the kubelet.",
    {
      signerName: 'Who signs the certificate.',
      keyType: 'The key that is made: RSA3072, RSA4096, ECDSAP256, ECDSAP384, ECDSAP521 or ED25519.',
      maxExpirationSeconds: 'For how many seconds the certificate may be valid at most.',
      credentialBundlePath: 'The path of a file with key and certificates.',
      keyPath: 'The path of a file with the key.',
      certificateChainPath: 'The path of a file with the certificates.',
      userAnnotations: 'What the signer is told.',
    },
  ],
  PortworxVolumeSource: ['A Portworx volume.', { volumeID: 'The id of the volume.', fsType: FS_TYPE, readOnly: READ_ONLY }],
  ProjectedVolumeSource: ['Several sources in one folder.', { sources: 'The sources; their files must not collide.', defaultMode: MODE }],
  QuobyteVolumeSource: [
    'A Quobyte volume.',
    {
      registry: 'The registry services, as host:port pairs.',
      volume: 'The name of the volume.',
      readOnly: READ_ONLY,
      user: 'The user to access it as.',
      group: 'The group to access it as.',
      tenant: 'The tenant that owns it.',
    },
  ],
  RBDPersistentVolumeSource: ['An image of a Ceph block device.', RBD],
  RBDVolumeSource: ['An image of a Ceph block device.', RBD],
  ScaleIOPersistentVolumeSource: ['A ScaleIO volume.', SCALEIO],
  ScaleIOVolumeSource: ['A ScaleIO volume.', SCALEIO],
  SecretProjection: ['The keys of a secret, as files among others.', { items: ITEMS, optional: OPTIONAL }],
  SecretVolumeSource: [
    'The keys of a secret, as files.',
    { secretName: 'The secret, in the same namespace.', items: ITEMS, defaultMode: MODE, optional: OPTIONAL },
  ],
  ServiceAccountTokenProjection: [
    "A token of the pod's service account, renewed by the kubelet.",
    {
      audience: 'For whom the token is good; the API server by default.',
      expirationSeconds: 'For how many seconds it is valid, 600 at least; 3600 by default.',
      path: 'The path of the file in the volume.',
    },
  ],
  StorageOSPersistentVolumeSource: ['A StorageOS volume.', STORAGEOS],
  StorageOSVolumeSource: ['A StorageOS volume.', STORAGEOS],
  Volume: ['A folder or disk that containers of a pod can mount.', { name: 'Its name, unique in the pod.' }],
  VolumeProjection: [
    'One source of a projected volume: exactly one of the fields.',
    {
      secret: 'The keys of a secret.',
      downwardAPI: 'Fields of the pod.',
      configMap: 'The keys of a config map.',
      serviceAccountToken: "A token of the pod's service account.",
      clusterTrustBundle: 'Certificates of trust bundles.',
      podCertificate: "A key and a certificate for the pod's identity.",
    },
  ],
  VolumeSource: ['What a volume is: exactly one of the fields.', SOURCES],
  VsphereVirtualDiskVolumeSource: [
    'A vSphere volume.',
    {
      volumePath: 'The path of the disk.',
      fsType: FS_TYPE,
      storagePolicyName: 'The name of the storage policy.',
      storagePolicyID: 'The id of the storage policy.',
    },
  ],
});
