/** What the types of volumes and claims that outlive pods mean, a sentence each. */
import type { Descriptions } from '../../../machinery/descriptions.ts';

export const storageDescriptions = (): Descriptions => ({
  ModifyVolumeStatus: [
    'How far a change of attributes has come.',
    {
      targetVolumeAttributesClassName: 'The class that the volume is being changed to.',
      status: 'Pending, InProgress or Infeasible.',
    },
  ],
  PersistentVolume: ['Storage in the cluster, with a life of its own.'],
  PersistentVolumeClaim: ['Asks for storage, and is bound to a volume that offers it.'],
  PersistentVolumeClaimCondition: ['One aspect of the state of a claim.'],
  PersistentVolumeClaimSpec: [
    'What a claim asks for; but for what is requested and the attributes class, it never changes once it is bound.',
    {
      accessModes: 'How it must be possible to mount the volume.',
      selector: 'Only volumes with these labels.',
      resources: 'How much is asked for; it may grow.',
      volumeName: 'The volume that it is bound to.',
      storageClassName: 'The storage class; the default one without it, none at all for "".',
      volumeMode: 'Filesystem (default) or Block.',
      dataSource: 'What the volume is filled with: a snapshot or another claim.',
      dataSourceRef: 'What the volume is filled with: any object that a populator knows.',
      volumeAttributesClassName: 'The attributes class; it may change.',
    },
  ],
  PersistentVolumeClaimStatus: [
    'What a claim has got.',
    {
      phase: 'Pending, Bound or Lost.',
      accessModes: 'How the volume can be mounted.',
      capacity: 'How much the volume has.',
      allocatedResources: 'How much is set aside for it, while it grows.',
      allocatedResourceStatuses: 'How far its growth has come.',
      currentVolumeAttributesClassName: 'The attributes class that it has.',
      modifyVolumeStatus: 'How far a change of attributes has come.',
    },
  ],
  PersistentVolumeClaimTemplate: ['The claim that is made for a pod, with labels and annotations.'],
  PersistentVolumeSpec: [
    'What a volume is and who may have it.',
    {
      capacity: 'How much it has.',
      accessModes: 'How it can be mounted: ReadWriteOnce, ReadOnlyMany, ReadWriteMany, ReadWriteOncePod.',
      claimRef: 'The claim that it is bound to, or kept for.',
      persistentVolumeReclaimPolicy: 'What becomes of it without its claim: Retain (default), Delete, or the deprecated Recycle.',
      storageClassName: 'The storage class that it belongs to.',
      mountOptions: 'Options for mounting; a wrong one shows at the mount only.',
      volumeMode: 'Filesystem (default) or Block.',
      nodeAffinity: 'The nodes that can reach it.',
      volumeAttributesClassName: 'The attributes class that it has.',
    },
  ],
  PersistentVolumeStatus: [
    'How a volume fares.',
    {
      phase: 'Pending, Available, Bound, Released or Failed.',
      message: 'Why, for people.',
      reason: 'Why, in one word for programs.',
      lastPhaseTransitionTime: 'When the phase last changed.',
    },
  ],
  TypedObjectReference: [
    'Points at an object, in another namespace perhaps.',
    {
      apiGroup: 'The group of its kind; empty for the core group.',
      kind: 'Its kind.',
      name: 'Its name.',
      namespace: 'Its namespace, which must allow it by a ReferenceGrant; that of the claim by default.',
    },
  ],
  VolumeNodeAffinity: ['The nodes that can reach a volume.', { required: 'What the nodes must be.' }],
  VolumeResourceRequirements: ['How much storage is asked for.', { limits: 'The most that it may be.', requests: 'The least that it must be.' }],
});
