/** What the types of the group storage.k8s.io mean, a sentence each. */
import type { Descriptions } from '../../machinery/descriptions.ts';

export const storageDescriptions = (): Descriptions => ({
  CSIDriver: ['A storage driver that speaks CSI, and what it can do; its name is that of the driver.'],
  CSIDriverSpec: [
    'What a driver needs and can do.',
    {
      attachRequired: 'Whether volumes are attached to nodes before they are mounted; true by default, and never changes.',
      podInfoOnMount: 'Whether the driver is told which pod a volume is mounted for.',
      volumeLifecycleModes: 'What its volumes can be: Persistent (default), Ephemeral within a pod, or both.',
      storageCapacity: 'Whether the scheduler looks at the capacity that the driver publishes.',
      fsGroupPolicy: "Whether files get the pod's group: ReadWriteOnceWithFSType (default), File or None.",
      tokenRequests: "Tokens of the pod's service account that the driver gets when it mounts.",
      requiresRepublish: 'Whether the driver is called from time to time, to keep mounted contents fresh.',
      seLinuxMount: 'Whether volumes can be mounted with an SELinux context.',
      nodeAllocatableUpdatePeriodSeconds: 'How often a node asks how many volumes it can have; only once without it.',
      serviceAccountTokenInSecrets: 'Whether tokens reach the driver among the secrets instead of the volume context.',
      preventPodSchedulingIfMissing: 'Whether pods stay away from nodes where the driver is missing.',
    },
  ],
  CSINode: ['The storage drivers on a node; its name is that of the node.'],
  CSINodeDriver: [
    'A driver on a node.',
    {
      name: 'The name of the driver.',
      nodeID: 'The name that the driver knows the node by.',
      topologyKeys: 'The labels that tell where the node is, for this driver.',
      allocatable: 'How many volumes the node can have.',
    },
  ],
  CSINodeSpec: ['The drivers on a node.', { drivers: 'The drivers; without any, none is installed.' }],
  CSIStorageCapacity: [
    'How much a storage class has left in a part of the cluster.',
    {
      nodeTopology: 'The nodes that can use it; none without it.',
      storageClassName: 'The storage class.',
      capacity: 'How much is left.',
      maximumVolumeSize: 'How large one volume can be.',
    },
  ],
  StorageClass: [
    'A sort of storage that claims can ask for, and how it is provided; all but metadata never changes.',
    {
      provisioner: 'Who makes the volumes.',
      parameters: 'What the provisioner is told.',
      reclaimPolicy: 'What becomes of a volume without its claim: Delete (default) or Retain.',
      mountOptions: 'Options for mounting; a wrong one shows at the mount only.',
      allowVolumeExpansion: 'Whether claims may ask for more later.',
      volumeBindingMode: 'When a volume is made: Immediate (default) or WaitForFirstConsumer.',
      allowedTopologies: 'Where volumes may be made; anywhere without it.',
    },
  ],
  TokenRequest: [
    'A token that a driver gets.',
    { audience: 'For whom the token is good; the API server by default.', expirationSeconds: 'For how many seconds it is valid.' },
  ],
  VolumeAttachment: ['A volume that is, or should be, attached to a node.'],
  VolumeAttachmentSource: [
    'Which volume is meant: exactly one of the fields.',
    { persistentVolumeName: 'The name of a persistent volume.', inlineVolumeSpec: 'A volume that is written in the pod.' },
  ],
  VolumeAttachmentSpec: ['What should be attached to what.', { attacher: 'The driver that does it.', source: 'The volume.', nodeName: 'The node.' }],
  VolumeAttachmentStatus: [
    'Whether it is attached.',
    {
      attached: 'Whether it is attached.',
      attachmentMetadata: 'What the driver said, for the mount.',
      attachError: 'The last failure to attach.',
      detachError: 'The last failure to detach.',
    },
  ],
  VolumeAttributesClass: [
    'Properties of volumes that can be changed while they are used.',
    { driverName: 'The driver; it never changes.', parameters: 'What the driver is told; they never change.' },
  ],
  VolumeError: [
    'A failure of a volume.',
    { time: 'When it happened.', message: 'What happened, without secrets, for people.', errorCode: 'The gRPC code of it.' },
  ],
  VolumeNodeResources: ['How many volumes a node can have.', { count: 'How many volumes of the driver; as many as there are without it.' }],
});
