/**
 * The types of v1: one declaration per type, one line per field, in the vocabulary of machinery/descriptor.ts. Names, Protobuf numbers and
 * markers are those of k8s.io/api/core/v1, release 1.36; they are wire format and never change.
 */
import {
  bool,
  bytes,
  enumeration,
  field,
  inline,
  int32,
  int64,
  list,
  type MapType,
  map,
  type ScalarType,
  type StructType,
  string,
  struct,
} from '../../../machinery/descriptor.ts';
import { IntOrString, MicroTime, Quantity, Time, UID } from '../../meta/opaques.ts';
import { Condition, LabelSelector, ListMeta, ObjectMeta, OwnerReference, TypeMeta } from '../../meta/v1/types.ts';

export const PersistentVolumeReclaimPolicy: ScalarType = enumeration('v1.PersistentVolumeReclaimPolicy', ['Delete', 'Recycle', 'Retain']);
export const PersistentVolumeMode: ScalarType = enumeration('v1.PersistentVolumeMode', ['Block', 'Filesystem']);
export const PersistentVolumeClaimConditionType: ScalarType = enumeration('v1.PersistentVolumeClaimConditionType');
export const ClaimResourceStatus: ScalarType = enumeration('v1.ClaimResourceStatus', [
  'ControllerResizeInProgress',
  'ControllerResizeInfeasible',
  'NodeResizeInProgress',
  'NodeResizeInfeasible',
  'NodeResizePending',
]);
export const PersistentVolumeClaimModifyVolumeStatus: ScalarType = enumeration('v1.PersistentVolumeClaimModifyVolumeStatus', [
  'InProgress',
  'Infeasible',
  'Pending',
]);
export const PersistentVolumeAccessMode: ScalarType = enumeration('v1.PersistentVolumeAccessMode', [
  'ReadOnlyMany',
  'ReadWriteMany',
  'ReadWriteOnce',
  'ReadWriteOncePod',
]);
export const PersistentVolumePhase: ScalarType = enumeration('v1.PersistentVolumePhase', ['Available', 'Bound', 'Failed', 'Pending', 'Released']);
export const PersistentVolumeClaimPhase: ScalarType = enumeration('v1.PersistentVolumeClaimPhase', ['Bound', 'Lost', 'Pending']);
export const HostPathType: ScalarType = enumeration('v1.HostPathType', [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
]);
export const StorageMedium: ScalarType = enumeration('v1.StorageMedium');
export const Protocol: ScalarType = enumeration('v1.Protocol', ['SCTP', 'TCP', 'UDP']);
export const AzureDataDiskCachingMode: ScalarType = enumeration('v1.AzureDataDiskCachingMode', ['None', 'ReadOnly', 'ReadWrite']);
export const AzureDataDiskKind: ScalarType = enumeration('v1.AzureDataDiskKind', ['Dedicated', 'Managed', 'Shared']);
export const MountPropagationMode: ScalarType = enumeration('v1.MountPropagationMode', ['Bidirectional', 'HostToContainer', 'None']);
export const RecursiveReadOnlyMode: ScalarType = enumeration('v1.RecursiveReadOnlyMode');
export const URIScheme: ScalarType = enumeration('v1.URIScheme', ['HTTP', 'HTTPS']);
export const PullPolicy: ScalarType = enumeration('v1.PullPolicy', ['Always', 'IfNotPresent', 'Never']);
export const ResourceResizeRestartPolicy: ScalarType = enumeration('v1.ResourceResizeRestartPolicy');
export const PreemptionPolicy: ScalarType = enumeration('v1.PreemptionPolicy', ['Never', 'PreemptLowerPriority']);
export const TerminationMessagePolicy: ScalarType = enumeration('v1.TerminationMessagePolicy', ['FallbackToLogsOnError', 'File']);
export const Capability: ScalarType = enumeration('v1.Capability');
export const Signal: ScalarType = enumeration('v1.Signal', [
  'SIGABRT',
  'SIGALRM',
  'SIGBUS',
  'SIGCHLD',
  'SIGCLD',
  'SIGCONT',
  'SIGFPE',
  'SIGHUP',
  'SIGILL',
  'SIGINT',
  'SIGIO',
  'SIGIOT',
  'SIGKILL',
  'SIGPIPE',
  'SIGPOLL',
  'SIGPROF',
  'SIGPWR',
  'SIGQUIT',
  'SIGRTMAX',
  'SIGRTMAX-1',
  'SIGRTMAX-10',
  'SIGRTMAX-11',
  'SIGRTMAX-12',
  'SIGRTMAX-13',
  'SIGRTMAX-14',
  'SIGRTMAX-2',
  'SIGRTMAX-3',
  'SIGRTMAX-4',
  'SIGRTMAX-5',
  'SIGRTMAX-6',
  'SIGRTMAX-7',
  'SIGRTMAX-8',
  'SIGRTMAX-9',
  'SIGRTMIN',
  'SIGRTMIN+1',
  'SIGRTMIN+10',
  'SIGRTMIN+11',
  'SIGRTMIN+12',
  'SIGRTMIN+13',
  'SIGRTMIN+14',
  'SIGRTMIN+15',
  'SIGRTMIN+2',
  'SIGRTMIN+3',
  'SIGRTMIN+4',
  'SIGRTMIN+5',
  'SIGRTMIN+6',
  'SIGRTMIN+7',
  'SIGRTMIN+8',
  'SIGRTMIN+9',
  'SIGSEGV',
  'SIGSTKFLT',
  'SIGSTOP',
  'SIGSYS',
  'SIGTERM',
  'SIGTRAP',
  'SIGTSTP',
  'SIGTTIN',
  'SIGTTOU',
  'SIGURG',
  'SIGUSR1',
  'SIGUSR2',
  'SIGVTALRM',
  'SIGWINCH',
  'SIGXCPU',
  'SIGXFSZ',
]);
export const ConditionStatus: ScalarType = enumeration('v1.ConditionStatus');
export const ResourceHealthStatus: ScalarType = enumeration('v1.ResourceHealthStatus');
export const ResourceID: ScalarType = enumeration('v1.ResourceID');
export const PodPhase: ScalarType = enumeration('v1.PodPhase', ['Failed', 'Pending', 'Running', 'Succeeded', 'Unknown']);
export const PodConditionType: ScalarType = enumeration('v1.PodConditionType');
export const PodResizeStatus: ScalarType = enumeration('v1.PodResizeStatus');
export const RestartPolicy: ScalarType = enumeration('v1.RestartPolicy', ['Always', 'Never', 'OnFailure']);
export const ContainerRestartPolicy: ScalarType = enumeration('v1.ContainerRestartPolicy');
export const ContainerRestartRuleAction: ScalarType = enumeration('v1.ContainerRestartRuleAction');
export const ContainerRestartRuleOnExitCodesOperator: ScalarType = enumeration('v1.ContainerRestartRuleOnExitCodesOperator');
export const DNSPolicy: ScalarType = enumeration('v1.DNSPolicy', ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None']);
export const NodeSelectorOperator: ScalarType = enumeration('v1.NodeSelectorOperator', ['DoesNotExist', 'Exists', 'Gt', 'In', 'Lt', 'NotIn']);
export const TaintEffect: ScalarType = enumeration('v1.TaintEffect', ['NoExecute', 'NoSchedule', 'PreferNoSchedule']);
export const TolerationOperator: ScalarType = enumeration('v1.TolerationOperator', ['Equal', 'Exists', 'Gt', 'Lt']);
export const OSName: ScalarType = enumeration('v1.OSName');
export const UnsatisfiableConstraintAction: ScalarType = enumeration('v1.UnsatisfiableConstraintAction', ['DoNotSchedule', 'ScheduleAnyway']);
export const NodeInclusionPolicy: ScalarType = enumeration('v1.NodeInclusionPolicy', ['Honor', 'Ignore']);
export const PodFSGroupChangePolicy: ScalarType = enumeration('v1.PodFSGroupChangePolicy', ['Always', 'OnRootMismatch']);
export const SupplementalGroupsPolicy: ScalarType = enumeration('v1.SupplementalGroupsPolicy', ['Merge', 'Strict']);
export const PodSELinuxChangePolicy: ScalarType = enumeration('v1.PodSELinuxChangePolicy');
export const SeccompProfileType: ScalarType = enumeration('v1.SeccompProfileType', ['Localhost', 'RuntimeDefault', 'Unconfined']);
export const AppArmorProfileType: ScalarType = enumeration('v1.AppArmorProfileType', ['Localhost', 'RuntimeDefault', 'Unconfined']);
export const PodQOSClass: ScalarType = enumeration('v1.PodQOSClass', ['BestEffort', 'Burstable', 'Guaranteed']);
export const ReplicationControllerConditionType: ScalarType = enumeration('v1.ReplicationControllerConditionType');
export const ServiceAffinity: ScalarType = enumeration('v1.ServiceAffinity', ['ClientIP', 'None']);
export const ServiceType: ScalarType = enumeration('v1.ServiceType', ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']);
export const ServiceInternalTrafficPolicy: ScalarType = enumeration('v1.ServiceInternalTrafficPolicy', ['Cluster', 'Local']);
export const ServiceExternalTrafficPolicy: ScalarType = enumeration('v1.ServiceExternalTrafficPolicy', ['Cluster', 'Local']);
export const IPFamily: ScalarType = enumeration('v1.IPFamily', ['', 'IPv4', 'IPv6']);
export const IPFamilyPolicy: ScalarType = enumeration('v1.IPFamilyPolicy', ['PreferDualStack', 'RequireDualStack', 'SingleStack']);
export const UniqueVolumeName: ScalarType = enumeration('v1.UniqueVolumeName');
export const NodePhase: ScalarType = enumeration('v1.NodePhase', ['Pending', 'Running', 'Terminated']);
export const NodeConditionType: ScalarType = enumeration('v1.NodeConditionType');
export const NodeAddressType: ScalarType = enumeration('v1.NodeAddressType');
export const ResourceName: ScalarType = enumeration('v1.ResourceName');
export const FinalizerName: ScalarType = enumeration('v1.FinalizerName');
export const NamespacePhase: ScalarType = enumeration('v1.NamespacePhase', ['Active', 'Terminating']);
export const NamespaceConditionType: ScalarType = enumeration('v1.NamespaceConditionType');
export const LimitType: ScalarType = enumeration('v1.LimitType');
export const ResourceQuotaScope: ScalarType = enumeration('v1.ResourceQuotaScope', [
  'BestEffort',
  'CrossNamespacePodAffinity',
  'NotBestEffort',
  'NotTerminating',
  'PriorityClass',
  'Terminating',
  'VolumeAttributesClass',
]);
export const ScopeSelectorOperator: ScalarType = enumeration('v1.ScopeSelectorOperator', ['DoesNotExist', 'Exists', 'In', 'NotIn']);
export const SecretType: ScalarType = enumeration('v1.SecretType');
export const ComponentConditionType: ScalarType = enumeration('v1.ComponentConditionType');
export const ProcMountType: ScalarType = enumeration('v1.ProcMountType', ['Default', 'Unmasked']);
export const LoadBalancerIPMode: ScalarType = enumeration('v1.LoadBalancerIPMode');

export const Volume: StructType = struct('k8s.io/api/core/v1.Volume', () => [
  field('name', string, 1, { omitempty: false }),
  inline(VolumeSource, 2),
]);

export const VolumeSource: StructType = struct('k8s.io/api/core/v1.VolumeSource', () => [
  field('hostPath', HostPathVolumeSource, 1, { pointer: true, optional: true }),
  field('emptyDir', EmptyDirVolumeSource, 2, { pointer: true, optional: true }),
  field('gcePersistentDisk', GCEPersistentDiskVolumeSource, 3, { go: 'GCEPersistentDisk', pointer: true, optional: true }),
  field('awsElasticBlockStore', AWSElasticBlockStoreVolumeSource, 4, { go: 'AWSElasticBlockStore', pointer: true, optional: true }),
  field('gitRepo', GitRepoVolumeSource, 5, { pointer: true, optional: true }),
  field('secret', SecretVolumeSource, 6, { pointer: true, optional: true }),
  field('nfs', NFSVolumeSource, 7, { go: 'NFS', pointer: true, optional: true }),
  field('iscsi', ISCSIVolumeSource, 8, { go: 'ISCSI', pointer: true, optional: true }),
  field('glusterfs', GlusterfsVolumeSource, 9, { pointer: true, optional: true }),
  field('persistentVolumeClaim', PersistentVolumeClaimVolumeSource, 10, { pointer: true, optional: true }),
  field('rbd', RBDVolumeSource, 11, { go: 'RBD', pointer: true, optional: true }),
  field('flexVolume', FlexVolumeSource, 12, { pointer: true, optional: true }),
  field('cinder', CinderVolumeSource, 13, { pointer: true, optional: true }),
  field('cephfs', CephFSVolumeSource, 14, { go: 'CephFS', pointer: true, optional: true }),
  field('flocker', FlockerVolumeSource, 15, { pointer: true, optional: true }),
  field('downwardAPI', DownwardAPIVolumeSource, 16, { pointer: true, optional: true }),
  field('fc', FCVolumeSource, 17, { go: 'FC', pointer: true, optional: true }),
  field('azureFile', AzureFileVolumeSource, 18, { pointer: true, optional: true }),
  field('configMap', ConfigMapVolumeSource, 19, { pointer: true, optional: true }),
  field('vsphereVolume', VsphereVirtualDiskVolumeSource, 20, { pointer: true, optional: true }),
  field('quobyte', QuobyteVolumeSource, 21, { pointer: true, optional: true }),
  field('azureDisk', AzureDiskVolumeSource, 22, { pointer: true, optional: true }),
  field('photonPersistentDisk', PhotonPersistentDiskVolumeSource, 23, { pointer: true, optional: true }),
  field('projected', ProjectedVolumeSource, 26, { pointer: true, optional: true }),
  field('portworxVolume', PortworxVolumeSource, 24, { pointer: true, optional: true }),
  field('scaleIO', ScaleIOVolumeSource, 25, { pointer: true, optional: true }),
  field('storageos', StorageOSVolumeSource, 27, { go: 'StorageOS', pointer: true, optional: true }),
  field('csi', CSIVolumeSource, 28, { go: 'CSI', pointer: true, optional: true }),
  field('ephemeral', EphemeralVolumeSource, 29, { pointer: true, optional: true }),
  field('image', ImageVolumeSource, 30, { pointer: true, optional: true }),
]);

export const PersistentVolumeClaimVolumeSource: StructType = struct('k8s.io/api/core/v1.PersistentVolumeClaimVolumeSource', () => [
  field('claimName', string, 1, { omitempty: false }),
  field('readOnly', bool, 2, { optional: true }),
]);

export const PersistentVolumeSource: StructType = struct('k8s.io/api/core/v1.PersistentVolumeSource', () => [
  field('gcePersistentDisk', GCEPersistentDiskVolumeSource, 1, { go: 'GCEPersistentDisk', pointer: true, optional: true }),
  field('awsElasticBlockStore', AWSElasticBlockStoreVolumeSource, 2, { go: 'AWSElasticBlockStore', pointer: true, optional: true }),
  field('hostPath', HostPathVolumeSource, 3, { pointer: true, optional: true }),
  field('glusterfs', GlusterfsPersistentVolumeSource, 4, { pointer: true, optional: true }),
  field('nfs', NFSVolumeSource, 5, { go: 'NFS', pointer: true, optional: true }),
  field('rbd', RBDPersistentVolumeSource, 6, { go: 'RBD', pointer: true, optional: true }),
  field('iscsi', ISCSIPersistentVolumeSource, 7, { go: 'ISCSI', pointer: true, optional: true }),
  field('cinder', CinderPersistentVolumeSource, 8, { pointer: true, optional: true }),
  field('cephfs', CephFSPersistentVolumeSource, 9, { go: 'CephFS', pointer: true, optional: true }),
  field('fc', FCVolumeSource, 10, { go: 'FC', pointer: true, optional: true }),
  field('flocker', FlockerVolumeSource, 11, { pointer: true, optional: true }),
  field('flexVolume', FlexPersistentVolumeSource, 12, { pointer: true, optional: true }),
  field('azureFile', AzureFilePersistentVolumeSource, 13, { pointer: true, optional: true }),
  field('vsphereVolume', VsphereVirtualDiskVolumeSource, 14, { pointer: true, optional: true }),
  field('quobyte', QuobyteVolumeSource, 15, { pointer: true, optional: true }),
  field('azureDisk', AzureDiskVolumeSource, 16, { pointer: true, optional: true }),
  field('photonPersistentDisk', PhotonPersistentDiskVolumeSource, 17, { pointer: true, optional: true }),
  field('portworxVolume', PortworxVolumeSource, 18, { pointer: true, optional: true }),
  field('scaleIO', ScaleIOPersistentVolumeSource, 19, { pointer: true, optional: true }),
  field('local', LocalVolumeSource, 20, { pointer: true, optional: true }),
  field('storageos', StorageOSPersistentVolumeSource, 21, { go: 'StorageOS', pointer: true, optional: true }),
  field('csi', CSIPersistentVolumeSource, 22, { go: 'CSI', pointer: true, optional: true }),
]);

export const PersistentVolume: StructType = struct('k8s.io/api/core/v1.PersistentVolume', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', PersistentVolumeSpec, 2, { omitempty: false, optional: true }),
  field('status', PersistentVolumeStatus, 3, { omitempty: false, optional: true }),
]);

export const PersistentVolumeSpec: StructType = struct('k8s.io/api/core/v1.PersistentVolumeSpec', () => [
  field('capacity', ResourceList, 1, { optional: true }),
  inline(PersistentVolumeSource, 2),
  field('accessModes', list(PersistentVolumeAccessMode), 3, { optional: true, list: 'atomic' }),
  field('claimRef', ObjectReference, 4, { pointer: true, optional: true, atomic: false }),
  field('persistentVolumeReclaimPolicy', PersistentVolumeReclaimPolicy, 5, { optional: true }),
  field('storageClassName', string, 6, { optional: true }),
  field('mountOptions', list(string), 7, { optional: true, list: 'atomic' }),
  field('volumeMode', PersistentVolumeMode, 8, { pointer: true, optional: true }),
  field('nodeAffinity', VolumeNodeAffinity, 9, { pointer: true, optional: true }),
  field('volumeAttributesClassName', string, 10, { pointer: true, optional: true, gate: 'VolumeAttributesClass' }),
]);

export const VolumeNodeAffinity: StructType = struct('k8s.io/api/core/v1.VolumeNodeAffinity', () => [
  field('required', NodeSelector, 1, { pointer: true, optional: true }),
]);

export const PersistentVolumeStatus: StructType = struct('k8s.io/api/core/v1.PersistentVolumeStatus', () => [
  field('phase', PersistentVolumePhase, 1, { optional: true }),
  field('message', string, 2, { optional: true }),
  field('reason', string, 3, { optional: true }),
  field('lastPhaseTransitionTime', Time, 4, { pointer: true, optional: true }),
]);

export const PersistentVolumeList: StructType = struct('k8s.io/api/core/v1.PersistentVolumeList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(PersistentVolume), 2, { omitempty: false }),
]);

export const PersistentVolumeClaim: StructType = struct('k8s.io/api/core/v1.PersistentVolumeClaim', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', PersistentVolumeClaimSpec, 2, { omitempty: false, optional: true }),
  field('status', PersistentVolumeClaimStatus, 3, { omitempty: false, optional: true }),
]);

export const PersistentVolumeClaimList: StructType = struct('k8s.io/api/core/v1.PersistentVolumeClaimList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(PersistentVolumeClaim), 2, { omitempty: false }),
]);

export const PersistentVolumeClaimSpec: StructType = struct('k8s.io/api/core/v1.PersistentVolumeClaimSpec', () => [
  field('accessModes', list(PersistentVolumeAccessMode), 1, { optional: true, list: 'atomic' }),
  field('selector', LabelSelector, 4, { pointer: true, optional: true }),
  field('resources', VolumeResourceRequirements, 2, { omitempty: false, optional: true }),
  field('volumeName', string, 3, { optional: true }),
  field('storageClassName', string, 5, { pointer: true, optional: true }),
  field('volumeMode', PersistentVolumeMode, 6, { pointer: true, optional: true }),
  field('dataSource', TypedLocalObjectReference, 7, { pointer: true, optional: true }),
  field('dataSourceRef', TypedObjectReference, 8, { pointer: true, optional: true }),
  field('volumeAttributesClassName', string, 9, { pointer: true, optional: true, gate: 'VolumeAttributesClass' }),
]);

export const TypedObjectReference: StructType = struct('k8s.io/api/core/v1.TypedObjectReference', () => [
  field('apiGroup', string, 1, { go: 'APIGroup', pointer: true, omitempty: false, optional: true }),
  field('kind', string, 2, { omitempty: false }),
  field('name', string, 3, { omitempty: false }),
  field('namespace', string, 4, { pointer: true, optional: true, gate: 'CrossNamespaceVolumeDataSource' }),
]);

export const ModifyVolumeStatus: StructType = struct('k8s.io/api/core/v1.ModifyVolumeStatus', () => [
  field('targetVolumeAttributesClassName', string, 1, { optional: true }),
  field('status', PersistentVolumeClaimModifyVolumeStatus, 2, { omitempty: false }),
]);

export const PersistentVolumeClaimCondition: StructType = struct('k8s.io/api/core/v1.PersistentVolumeClaimCondition', () => [
  field('type', PersistentVolumeClaimConditionType, 1, { omitempty: false }),
  field('status', ConditionStatus, 2, { omitempty: false }),
  field('lastProbeTime', Time, 3, { omitempty: false, optional: true }),
  field('lastTransitionTime', Time, 4, { omitempty: false, optional: true }),
  field('reason', string, 5, { optional: true }),
  field('message', string, 6, { optional: true }),
]);

export const PersistentVolumeClaimStatus: StructType = struct('k8s.io/api/core/v1.PersistentVolumeClaimStatus', () => [
  field('phase', PersistentVolumeClaimPhase, 1, { optional: true }),
  field('accessModes', list(PersistentVolumeAccessMode), 2, { optional: true, list: 'atomic' }),
  field('capacity', ResourceList, 3, { optional: true }),
  field('conditions', list(PersistentVolumeClaimCondition), 4, { optional: true, patch: 'merge', mergeKey: 'type', list: 'map', keys: ['type'] }),
  field('allocatedResources', ResourceList, 5, { optional: true }),
  field('allocatedResourceStatuses', map(ClaimResourceStatus, ResourceName), 7, { optional: true }),
  field('currentVolumeAttributesClassName', string, 8, { pointer: true, optional: true, gate: 'VolumeAttributesClass' }),
  field('modifyVolumeStatus', ModifyVolumeStatus, 9, { pointer: true, optional: true, gate: 'VolumeAttributesClass' }),
]);

export const HostPathVolumeSource: StructType = struct('k8s.io/api/core/v1.HostPathVolumeSource', () => [
  field('path', string, 1, { omitempty: false }),
  field('type', HostPathType, 2, { pointer: true, optional: true }),
]);

export const EmptyDirVolumeSource: StructType = struct('k8s.io/api/core/v1.EmptyDirVolumeSource', () => [
  field('medium', StorageMedium, 1, { optional: true }),
  field('sizeLimit', Quantity, 2, { pointer: true, optional: true }),
]);

export const GlusterfsVolumeSource: StructType = struct('k8s.io/api/core/v1.GlusterfsVolumeSource', () => [
  field('endpoints', string, 1, { go: 'EndpointsName', omitempty: false }),
  field('path', string, 2, { omitempty: false }),
  field('readOnly', bool, 3, { optional: true }),
]);

export const GlusterfsPersistentVolumeSource: StructType = struct('k8s.io/api/core/v1.GlusterfsPersistentVolumeSource', () => [
  field('endpoints', string, 1, { go: 'EndpointsName', omitempty: false }),
  field('path', string, 2, { omitempty: false }),
  field('readOnly', bool, 3, { optional: true }),
  field('endpointsNamespace', string, 4, { pointer: true, optional: true }),
]);

export const RBDVolumeSource: StructType = struct('k8s.io/api/core/v1.RBDVolumeSource', () => [
  field('monitors', list(string), 1, { go: 'CephMonitors', omitempty: false, list: 'atomic' }),
  field('image', string, 2, { go: 'RBDImage', omitempty: false }),
  field('fsType', string, 3, { go: 'FSType', optional: true }),
  field('pool', string, 4, { go: 'RBDPool', optional: true, default: 'rbd' }),
  field('user', string, 5, { go: 'RadosUser', optional: true, default: 'admin' }),
  field('keyring', string, 6, { optional: true, default: '/etc/ceph/keyring' }),
  field('secretRef', LocalObjectReference, 7, { pointer: true, optional: true }),
  field('readOnly', bool, 8, { optional: true }),
]);

export const RBDPersistentVolumeSource: StructType = struct('k8s.io/api/core/v1.RBDPersistentVolumeSource', () => [
  field('monitors', list(string), 1, { go: 'CephMonitors', omitempty: false, list: 'atomic' }),
  field('image', string, 2, { go: 'RBDImage', omitempty: false }),
  field('fsType', string, 3, { go: 'FSType', optional: true }),
  field('pool', string, 4, { go: 'RBDPool', optional: true, default: 'rbd' }),
  field('user', string, 5, { go: 'RadosUser', optional: true, default: 'admin' }),
  field('keyring', string, 6, { optional: true, default: '/etc/ceph/keyring' }),
  field('secretRef', SecretReference, 7, { pointer: true, optional: true }),
  field('readOnly', bool, 8, { optional: true }),
]);

export const CinderVolumeSource: StructType = struct('k8s.io/api/core/v1.CinderVolumeSource', () => [
  field('volumeID', string, 1, { omitempty: false }),
  field('fsType', string, 2, { go: 'FSType', optional: true }),
  field('readOnly', bool, 3, { optional: true }),
  field('secretRef', LocalObjectReference, 4, { pointer: true, optional: true }),
]);

export const CinderPersistentVolumeSource: StructType = struct('k8s.io/api/core/v1.CinderPersistentVolumeSource', () => [
  field('volumeID', string, 1, { omitempty: false }),
  field('fsType', string, 2, { go: 'FSType', optional: true }),
  field('readOnly', bool, 3, { optional: true }),
  field('secretRef', SecretReference, 4, { pointer: true, optional: true }),
]);

export const CephFSVolumeSource: StructType = struct('k8s.io/api/core/v1.CephFSVolumeSource', () => [
  field('monitors', list(string), 1, { omitempty: false, list: 'atomic' }),
  field('path', string, 2, { optional: true }),
  field('user', string, 3, { optional: true }),
  field('secretFile', string, 4, { optional: true }),
  field('secretRef', LocalObjectReference, 5, { pointer: true, optional: true }),
  field('readOnly', bool, 6, { optional: true }),
]);

export const SecretReference: StructType = struct(
  'k8s.io/api/core/v1.SecretReference',
  () => [field('name', string, 1, { optional: true }), field('namespace', string, 2, { optional: true })],
  '',
  { atomic: true },
);

export const CephFSPersistentVolumeSource: StructType = struct('k8s.io/api/core/v1.CephFSPersistentVolumeSource', () => [
  field('monitors', list(string), 1, { omitempty: false, list: 'atomic' }),
  field('path', string, 2, { optional: true }),
  field('user', string, 3, { optional: true }),
  field('secretFile', string, 4, { optional: true }),
  field('secretRef', SecretReference, 5, { pointer: true, optional: true }),
  field('readOnly', bool, 6, { optional: true }),
]);

export const FlockerVolumeSource: StructType = struct('k8s.io/api/core/v1.FlockerVolumeSource', () => [
  field('datasetName', string, 1, { optional: true }),
  field('datasetUUID', string, 2, { optional: true }),
]);

export const GCEPersistentDiskVolumeSource: StructType = struct('k8s.io/api/core/v1.GCEPersistentDiskVolumeSource', () => [
  field('pdName', string, 1, { go: 'PDName', omitempty: false }),
  field('fsType', string, 2, { go: 'FSType', optional: true }),
  field('partition', int32, 3, { optional: true }),
  field('readOnly', bool, 4, { optional: true }),
]);

export const QuobyteVolumeSource: StructType = struct('k8s.io/api/core/v1.QuobyteVolumeSource', () => [
  field('registry', string, 1, { omitempty: false }),
  field('volume', string, 2, { omitempty: false }),
  field('readOnly', bool, 3, { optional: true }),
  field('user', string, 4, { optional: true }),
  field('group', string, 5, { optional: true }),
  field('tenant', string, 6, { optional: true }),
]);

export const FlexPersistentVolumeSource: StructType = struct('k8s.io/api/core/v1.FlexPersistentVolumeSource', () => [
  field('driver', string, 1, { omitempty: false }),
  field('fsType', string, 2, { go: 'FSType', optional: true }),
  field('secretRef', SecretReference, 3, { pointer: true, optional: true }),
  field('readOnly', bool, 4, { optional: true }),
  field('options', map(string), 5, { optional: true }),
]);

export const FlexVolumeSource: StructType = struct('k8s.io/api/core/v1.FlexVolumeSource', () => [
  field('driver', string, 1, { omitempty: false }),
  field('fsType', string, 2, { go: 'FSType', optional: true }),
  field('secretRef', LocalObjectReference, 3, { pointer: true, optional: true }),
  field('readOnly', bool, 4, { optional: true }),
  field('options', map(string), 5, { optional: true }),
]);

export const AWSElasticBlockStoreVolumeSource: StructType = struct('k8s.io/api/core/v1.AWSElasticBlockStoreVolumeSource', () => [
  field('volumeID', string, 1, { omitempty: false }),
  field('fsType', string, 2, { go: 'FSType', optional: true }),
  field('partition', int32, 3, { optional: true }),
  field('readOnly', bool, 4, { optional: true }),
]);

export const GitRepoVolumeSource: StructType = struct('k8s.io/api/core/v1.GitRepoVolumeSource', () => [
  field('repository', string, 1, { omitempty: false }),
  field('revision', string, 2, { optional: true }),
  field('directory', string, 3, { optional: true }),
]);

export const SecretVolumeSource: StructType = struct('k8s.io/api/core/v1.SecretVolumeSource', () => [
  field('secretName', string, 1, { optional: true }),
  field('items', list(KeyToPath), 2, { optional: true, list: 'atomic' }),
  field('defaultMode', int32, 3, { pointer: true, optional: true }),
  field('optional', bool, 4, { pointer: true, optional: true }),
]);

export const SecretProjection: StructType = struct('k8s.io/api/core/v1.SecretProjection', () => [
  inline(LocalObjectReference, 1),
  field('items', list(KeyToPath), 2, { optional: true, list: 'atomic' }),
  field('optional', bool, 4, { pointer: true, optional: true }),
]);

export const NFSVolumeSource: StructType = struct('k8s.io/api/core/v1.NFSVolumeSource', () => [
  field('server', string, 1, { omitempty: false }),
  field('path', string, 2, { omitempty: false }),
  field('readOnly', bool, 3, { optional: true }),
]);

export const ISCSIVolumeSource: StructType = struct('k8s.io/api/core/v1.ISCSIVolumeSource', () => [
  field('targetPortal', string, 1, { omitempty: false }),
  field('iqn', string, 2, { go: 'IQN', omitempty: false }),
  field('lun', int32, 3, { omitempty: false }),
  field('iscsiInterface', string, 4, { go: 'ISCSIInterface', optional: true, default: 'default' }),
  field('fsType', string, 5, { go: 'FSType', optional: true }),
  field('readOnly', bool, 6, { optional: true }),
  field('portals', list(string), 7, { optional: true, list: 'atomic' }),
  field('chapAuthDiscovery', bool, 8, { go: 'DiscoveryCHAPAuth', optional: true }),
  field('chapAuthSession', bool, 11, { go: 'SessionCHAPAuth', optional: true }),
  field('secretRef', LocalObjectReference, 10, { pointer: true, optional: true }),
  field('initiatorName', string, 12, { pointer: true, optional: true }),
]);

export const ISCSIPersistentVolumeSource: StructType = struct('k8s.io/api/core/v1.ISCSIPersistentVolumeSource', () => [
  field('targetPortal', string, 1, { omitempty: false }),
  field('iqn', string, 2, { go: 'IQN', omitempty: false }),
  field('lun', int32, 3, { omitempty: false }),
  field('iscsiInterface', string, 4, { go: 'ISCSIInterface', optional: true, default: 'default' }),
  field('fsType', string, 5, { go: 'FSType', optional: true }),
  field('readOnly', bool, 6, { optional: true }),
  field('portals', list(string), 7, { optional: true, list: 'atomic' }),
  field('chapAuthDiscovery', bool, 8, { go: 'DiscoveryCHAPAuth', optional: true }),
  field('chapAuthSession', bool, 11, { go: 'SessionCHAPAuth', optional: true }),
  field('secretRef', SecretReference, 10, { pointer: true, optional: true }),
  field('initiatorName', string, 12, { pointer: true, optional: true }),
]);

export const FCVolumeSource: StructType = struct('k8s.io/api/core/v1.FCVolumeSource', () => [
  field('targetWWNs', list(string), 1, { optional: true, list: 'atomic' }),
  field('lun', int32, 2, { pointer: true, optional: true }),
  field('fsType', string, 3, { go: 'FSType', optional: true }),
  field('readOnly', bool, 4, { optional: true }),
  field('wwids', list(string), 5, { go: 'WWIDs', optional: true, list: 'atomic' }),
]);

export const AzureFileVolumeSource: StructType = struct('k8s.io/api/core/v1.AzureFileVolumeSource', () => [
  field('secretName', string, 1, { omitempty: false }),
  field('shareName', string, 2, { omitempty: false }),
  field('readOnly', bool, 3, { optional: true }),
]);

export const AzureFilePersistentVolumeSource: StructType = struct('k8s.io/api/core/v1.AzureFilePersistentVolumeSource', () => [
  field('secretName', string, 1, { omitempty: false }),
  field('shareName', string, 2, { omitempty: false }),
  field('readOnly', bool, 3, { optional: true }),
  field('secretNamespace', string, 4, { pointer: true, omitempty: false, optional: true }),
]);

export const VsphereVirtualDiskVolumeSource: StructType = struct('k8s.io/api/core/v1.VsphereVirtualDiskVolumeSource', () => [
  field('volumePath', string, 1, { omitempty: false }),
  field('fsType', string, 2, { go: 'FSType', optional: true }),
  field('storagePolicyName', string, 3, { optional: true }),
  field('storagePolicyID', string, 4, { optional: true }),
]);

export const PhotonPersistentDiskVolumeSource: StructType = struct('k8s.io/api/core/v1.PhotonPersistentDiskVolumeSource', () => [
  field('pdID', string, 1, { omitempty: false }),
  field('fsType', string, 2, { go: 'FSType', optional: true }),
]);

export const AzureDiskVolumeSource: StructType = struct('k8s.io/api/core/v1.AzureDiskVolumeSource', () => [
  field('diskName', string, 1, { omitempty: false }),
  field('diskURI', string, 2, { go: 'DataDiskURI', omitempty: false }),
  field('cachingMode', AzureDataDiskCachingMode, 3, { pointer: true, optional: true }),
  field('fsType', string, 4, { go: 'FSType', pointer: true, optional: true, default: 'ext4' }),
  field('readOnly', bool, 5, { pointer: true, optional: true, default: false }),
  field('kind', AzureDataDiskKind, 6, { pointer: true, optional: true }),
]);

export const PortworxVolumeSource: StructType = struct('k8s.io/api/core/v1.PortworxVolumeSource', () => [
  field('volumeID', string, 1, { omitempty: false }),
  field('fsType', string, 2, { go: 'FSType', optional: true }),
  field('readOnly', bool, 3, { optional: true }),
]);

export const ScaleIOVolumeSource: StructType = struct('k8s.io/api/core/v1.ScaleIOVolumeSource', () => [
  field('gateway', string, 1, { omitempty: false }),
  field('system', string, 2, { omitempty: false }),
  field('secretRef', LocalObjectReference, 3, { pointer: true, omitempty: false }),
  field('sslEnabled', bool, 4, { go: 'SSLEnabled', optional: true }),
  field('protectionDomain', string, 5, { optional: true }),
  field('storagePool', string, 6, { optional: true }),
  field('storageMode', string, 7, { optional: true, default: 'ThinProvisioned' }),
  field('volumeName', string, 8, { optional: true }),
  field('fsType', string, 9, { go: 'FSType', optional: true, default: 'xfs' }),
  field('readOnly', bool, 10, { optional: true }),
]);

export const ScaleIOPersistentVolumeSource: StructType = struct('k8s.io/api/core/v1.ScaleIOPersistentVolumeSource', () => [
  field('gateway', string, 1, { omitempty: false }),
  field('system', string, 2, { omitempty: false }),
  field('secretRef', SecretReference, 3, { pointer: true, omitempty: false }),
  field('sslEnabled', bool, 4, { go: 'SSLEnabled', optional: true }),
  field('protectionDomain', string, 5, { optional: true }),
  field('storagePool', string, 6, { optional: true }),
  field('storageMode', string, 7, { optional: true, default: 'ThinProvisioned' }),
  field('volumeName', string, 8, { optional: true }),
  field('fsType', string, 9, { go: 'FSType', optional: true, default: 'xfs' }),
  field('readOnly', bool, 10, { optional: true }),
]);

export const StorageOSVolumeSource: StructType = struct('k8s.io/api/core/v1.StorageOSVolumeSource', () => [
  field('volumeName', string, 1, { optional: true }),
  field('volumeNamespace', string, 2, { optional: true }),
  field('fsType', string, 3, { go: 'FSType', optional: true }),
  field('readOnly', bool, 4, { optional: true }),
  field('secretRef', LocalObjectReference, 5, { pointer: true, optional: true }),
]);

export const StorageOSPersistentVolumeSource: StructType = struct('k8s.io/api/core/v1.StorageOSPersistentVolumeSource', () => [
  field('volumeName', string, 1, { optional: true }),
  field('volumeNamespace', string, 2, { optional: true }),
  field('fsType', string, 3, { go: 'FSType', optional: true }),
  field('readOnly', bool, 4, { optional: true }),
  field('secretRef', ObjectReference, 5, { pointer: true, optional: true }),
]);

export const ConfigMapVolumeSource: StructType = struct('k8s.io/api/core/v1.ConfigMapVolumeSource', () => [
  inline(LocalObjectReference, 1),
  field('items', list(KeyToPath), 2, { optional: true, list: 'atomic' }),
  field('defaultMode', int32, 3, { pointer: true, optional: true }),
  field('optional', bool, 4, { pointer: true, optional: true }),
]);

export const ConfigMapProjection: StructType = struct('k8s.io/api/core/v1.ConfigMapProjection', () => [
  inline(LocalObjectReference, 1),
  field('items', list(KeyToPath), 2, { optional: true, list: 'atomic' }),
  field('optional', bool, 4, { pointer: true, optional: true }),
]);

export const ServiceAccountTokenProjection: StructType = struct('k8s.io/api/core/v1.ServiceAccountTokenProjection', () => [
  field('audience', string, 1, { optional: true }),
  field('expirationSeconds', int64, 2, { pointer: true, optional: true }),
  field('path', string, 3, { omitempty: false }),
]);

export const ClusterTrustBundleProjection: StructType = struct('k8s.io/api/core/v1.ClusterTrustBundleProjection', () => [
  field('name', string, 1, { pointer: true, optional: true }),
  field('signerName', string, 2, { pointer: true, optional: true }),
  field('labelSelector', LabelSelector, 3, { pointer: true, optional: true }),
  field('optional', bool, 5, { pointer: true, optional: true }),
  field('path', string, 4, { omitempty: false }),
]);

export const PodCertificateProjection: StructType = struct('k8s.io/api/core/v1.PodCertificateProjection', () => [
  field('signerName', string, 1),
  field('keyType', string, 2),
  field('maxExpirationSeconds', int32, 3, { pointer: true, optional: true }),
  field('credentialBundlePath', string, 4, { optional: true }),
  field('keyPath', string, 5, { optional: true }),
  field('certificateChainPath', string, 6, { optional: true }),
  field('userAnnotations', map(string), 7, { optional: true }),
]);

export const ProjectedVolumeSource: StructType = struct('k8s.io/api/core/v1.ProjectedVolumeSource', () => [
  field('sources', list(VolumeProjection), 1, { omitempty: false, optional: true, list: 'atomic' }),
  field('defaultMode', int32, 2, { pointer: true, optional: true }),
]);

export const VolumeProjection: StructType = struct('k8s.io/api/core/v1.VolumeProjection', () => [
  field('secret', SecretProjection, 1, { pointer: true, optional: true }),
  field('downwardAPI', DownwardAPIProjection, 2, { pointer: true, optional: true }),
  field('configMap', ConfigMapProjection, 3, { pointer: true, optional: true }),
  field('serviceAccountToken', ServiceAccountTokenProjection, 4, { pointer: true, optional: true }),
  field('clusterTrustBundle', ClusterTrustBundleProjection, 5, { pointer: true, optional: true, gate: 'ClusterTrustBundleProjection' }),
  field('podCertificate', PodCertificateProjection, 6, { pointer: true, optional: true, gate: 'PodCertificateProjection' }),
]);

export const KeyToPath: StructType = struct('k8s.io/api/core/v1.KeyToPath', () => [
  field('key', string, 1, { omitempty: false }),
  field('path', string, 2, { omitempty: false }),
  field('mode', int32, 3, { pointer: true, optional: true }),
]);

export const LocalVolumeSource: StructType = struct('k8s.io/api/core/v1.LocalVolumeSource', () => [
  field('path', string, 1, { omitempty: false }),
  field('fsType', string, 2, { go: 'FSType', pointer: true, optional: true }),
]);

export const CSIPersistentVolumeSource: StructType = struct('k8s.io/api/core/v1.CSIPersistentVolumeSource', () => [
  field('driver', string, 1, { omitempty: false }),
  field('volumeHandle', string, 2, { omitempty: false }),
  field('readOnly', bool, 3, { optional: true }),
  field('fsType', string, 4, { go: 'FSType', optional: true }),
  field('volumeAttributes', map(string), 5, { optional: true }),
  field('controllerPublishSecretRef', SecretReference, 6, { pointer: true, optional: true }),
  field('nodeStageSecretRef', SecretReference, 7, { pointer: true, optional: true }),
  field('nodePublishSecretRef', SecretReference, 8, { pointer: true, optional: true }),
  field('controllerExpandSecretRef', SecretReference, 9, { pointer: true, optional: true }),
  field('nodeExpandSecretRef', SecretReference, 10, { pointer: true, optional: true }),
]);

export const CSIVolumeSource: StructType = struct('k8s.io/api/core/v1.CSIVolumeSource', () => [
  field('driver', string, 1, { omitempty: false }),
  field('readOnly', bool, 2, { pointer: true, optional: true }),
  field('fsType', string, 3, { go: 'FSType', pointer: true, optional: true }),
  field('volumeAttributes', map(string), 4, { optional: true }),
  field('nodePublishSecretRef', LocalObjectReference, 5, { pointer: true, optional: true }),
]);

export const EphemeralVolumeSource: StructType = struct('k8s.io/api/core/v1.EphemeralVolumeSource', () => [
  field('volumeClaimTemplate', PersistentVolumeClaimTemplate, 1, { pointer: true, optional: true }),
]);

export const PersistentVolumeClaimTemplate: StructType = struct('k8s.io/api/core/v1.PersistentVolumeClaimTemplate', () => [
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', PersistentVolumeClaimSpec, 2, { omitempty: false }),
]);

export const ContainerPort: StructType = struct('k8s.io/api/core/v1.ContainerPort', () => [
  field('name', string, 1, { optional: true }),
  field('hostPort', int32, 2, { optional: true }),
  field('containerPort', int32, 3, { omitempty: false }),
  field('protocol', Protocol, 4, { optional: true, default: 'TCP' }),
  field('hostIP', string, 5, { optional: true }),
]);

export const VolumeMount: StructType = struct('k8s.io/api/core/v1.VolumeMount', () => [
  field('name', string, 1, { omitempty: false }),
  field('readOnly', bool, 2, { optional: true }),
  field('recursiveReadOnly', RecursiveReadOnlyMode, 7, { pointer: true, optional: true }),
  field('mountPath', string, 3, { omitempty: false }),
  field('subPath', string, 4, { optional: true }),
  field('mountPropagation', MountPropagationMode, 5, { pointer: true, optional: true }),
  field('subPathExpr', string, 6, { optional: true }),
]);

export const VolumeDevice: StructType = struct('k8s.io/api/core/v1.VolumeDevice', () => [
  field('name', string, 1, { omitempty: false }),
  field('devicePath', string, 2, { omitempty: false }),
]);

export const EnvVar: StructType = struct('k8s.io/api/core/v1.EnvVar', () => [
  field('name', string, 1, { omitempty: false }),
  field('value', string, 2, { optional: true }),
  field('valueFrom', EnvVarSource, 3, { pointer: true, optional: true }),
]);

export const EnvVarSource: StructType = struct('k8s.io/api/core/v1.EnvVarSource', () => [
  field('fieldRef', ObjectFieldSelector, 1, { pointer: true, optional: true }),
  field('resourceFieldRef', ResourceFieldSelector, 2, { pointer: true, optional: true }),
  field('configMapKeyRef', ConfigMapKeySelector, 3, { pointer: true, optional: true }),
  field('secretKeyRef', SecretKeySelector, 4, { pointer: true, optional: true }),
  field('fileKeyRef', FileKeySelector, 5, { pointer: true, optional: true, gate: 'EnvFiles' }),
]);

export const FileKeySelector: StructType = struct(
  'k8s.io/api/core/v1.FileKeySelector',
  () => [
    field('volumeName', string, 1, { omitempty: false }),
    field('path', string, 2, { omitempty: false }),
    field('key', string, 3, { omitempty: false }),
    field('optional', bool, 4, { pointer: true, optional: true, default: false }),
  ],
  '',
  { atomic: true },
);

export const ObjectFieldSelector: StructType = struct(
  'k8s.io/api/core/v1.ObjectFieldSelector',
  () => [field('apiVersion', string, 1, { go: 'APIVersion', optional: true }), field('fieldPath', string, 2, { omitempty: false })],
  '',
  { atomic: true },
);

export const ResourceFieldSelector: StructType = struct(
  'k8s.io/api/core/v1.ResourceFieldSelector',
  () => [
    field('containerName', string, 1, { optional: true }),
    field('resource', string, 2, { omitempty: false }),
    field('divisor', Quantity, 3, { omitempty: false, optional: true }),
  ],
  '',
  { atomic: true },
);

export const ConfigMapKeySelector: StructType = struct(
  'k8s.io/api/core/v1.ConfigMapKeySelector',
  () => [
    inline(LocalObjectReference, 1),
    field('key', string, 2, { omitempty: false }),
    field('optional', bool, 3, { pointer: true, optional: true }),
  ],
  '',
  { atomic: true },
);

export const SecretKeySelector: StructType = struct(
  'k8s.io/api/core/v1.SecretKeySelector',
  () => [
    inline(LocalObjectReference, 1),
    field('key', string, 2, { omitempty: false }),
    field('optional', bool, 3, { pointer: true, optional: true }),
  ],
  '',
  { atomic: true },
);

export const EnvFromSource: StructType = struct('k8s.io/api/core/v1.EnvFromSource', () => [
  field('prefix', string, 1, { optional: true }),
  field('configMapRef', ConfigMapEnvSource, 2, { pointer: true, optional: true }),
  field('secretRef', SecretEnvSource, 3, { pointer: true, optional: true }),
]);

export const ConfigMapEnvSource: StructType = struct('k8s.io/api/core/v1.ConfigMapEnvSource', () => [
  inline(LocalObjectReference, 1),
  field('optional', bool, 2, { pointer: true, optional: true }),
]);

export const SecretEnvSource: StructType = struct('k8s.io/api/core/v1.SecretEnvSource', () => [
  inline(LocalObjectReference, 1),
  field('optional', bool, 2, { pointer: true, optional: true }),
]);

export const HTTPHeader: StructType = struct('k8s.io/api/core/v1.HTTPHeader', () => [
  field('name', string, 1, { omitempty: false }),
  field('value', string, 2, { omitempty: false }),
]);

export const HTTPGetAction: StructType = struct('k8s.io/api/core/v1.HTTPGetAction', () => [
  field('path', string, 1, { optional: true }),
  field('port', IntOrString, 2, { omitempty: false }),
  field('host', string, 3, { optional: true }),
  field('scheme', URIScheme, 4, { optional: true }),
  field('httpHeaders', list(HTTPHeader), 5, { go: 'HTTPHeaders', optional: true, list: 'atomic' }),
]);

export const TCPSocketAction: StructType = struct('k8s.io/api/core/v1.TCPSocketAction', () => [
  field('port', IntOrString, 1, { omitempty: false }),
  field('host', string, 2, { optional: true }),
]);

export const GRPCAction: StructType = struct('k8s.io/api/core/v1.GRPCAction', () => [
  field('port', int32, 1, { omitempty: false }),
  field('service', string, 2, { pointer: true, omitempty: false, optional: true, default: '' }),
]);

export const ExecAction: StructType = struct('k8s.io/api/core/v1.ExecAction', () => [
  field('command', list(string), 1, { optional: true, list: 'atomic' }),
]);

export const SleepAction: StructType = struct('k8s.io/api/core/v1.SleepAction', () => [field('seconds', int64, 1, { omitempty: false })]);

export const Probe: StructType = struct('k8s.io/api/core/v1.Probe', () => [
  inline(ProbeHandler, 1),
  field('initialDelaySeconds', int32, 2, { optional: true }),
  field('timeoutSeconds', int32, 3, { optional: true }),
  field('periodSeconds', int32, 4, { optional: true }),
  field('successThreshold', int32, 5, { optional: true }),
  field('failureThreshold', int32, 6, { optional: true }),
  field('terminationGracePeriodSeconds', int64, 7, { pointer: true, optional: true }),
]);

export const ContainerResizePolicy: StructType = struct('k8s.io/api/core/v1.ContainerResizePolicy', () => [
  field('resourceName', ResourceName, 1, { omitempty: false }),
  field('restartPolicy', ResourceResizeRestartPolicy, 2, { omitempty: false }),
]);

export const Capabilities: StructType = struct('k8s.io/api/core/v1.Capabilities', () => [
  field('add', list(Capability), 1, { optional: true, list: 'atomic' }),
  field('drop', list(Capability), 2, { optional: true, list: 'atomic' }),
]);

export const ResourceRequirements: StructType = struct('k8s.io/api/core/v1.ResourceRequirements', () => [
  field('limits', ResourceList, 1, { optional: true }),
  field('requests', ResourceList, 2, { optional: true }),
  field('claims', list(ResourceClaim), 3, { optional: true, list: 'map', keys: ['name'], gate: 'DynamicResourceAllocation' }),
]);

export const VolumeResourceRequirements: StructType = struct('k8s.io/api/core/v1.VolumeResourceRequirements', () => [
  field('limits', ResourceList, 1, { optional: true }),
  field('requests', ResourceList, 2, { optional: true }),
]);

export const ResourceClaim: StructType = struct('k8s.io/api/core/v1.ResourceClaim', () => [
  field('name', string, 1, { omitempty: false }),
  field('request', string, 2, { optional: true }),
]);

export const Container: StructType = struct('k8s.io/api/core/v1.Container', () => [
  field('name', string, 1, { omitempty: false }),
  field('image', string, 2, { optional: true }),
  field('command', list(string), 3, { optional: true, list: 'atomic' }),
  field('args', list(string), 4, { optional: true, list: 'atomic' }),
  field('workingDir', string, 5, { optional: true }),
  field('ports', list(ContainerPort), 6, {
    optional: true,
    patch: 'merge',
    mergeKey: 'containerPort',
    list: 'map',
    keys: ['containerPort', 'protocol'],
  }),
  field('envFrom', list(EnvFromSource), 19, { optional: true, list: 'atomic' }),
  field('env', list(EnvVar), 7, { optional: true, patch: 'merge', mergeKey: 'name', list: 'map', keys: ['name'] }),
  field('resources', ResourceRequirements, 8, { omitempty: false, optional: true }),
  field('resizePolicy', list(ContainerResizePolicy), 23, { optional: true, list: 'atomic', gate: 'InPlacePodVerticalScaling' }),
  field('restartPolicy', ContainerRestartPolicy, 24, { pointer: true, optional: true }),
  field('restartPolicyRules', list(ContainerRestartRule), 25, { optional: true, list: 'atomic', gate: 'ContainerRestartRules' }),
  field('volumeMounts', list(VolumeMount), 9, { optional: true, patch: 'merge', mergeKey: 'mountPath', list: 'map', keys: ['mountPath'] }),
  field('volumeDevices', list(VolumeDevice), 21, { optional: true, patch: 'merge', mergeKey: 'devicePath', list: 'map', keys: ['devicePath'] }),
  field('livenessProbe', Probe, 10, { pointer: true, optional: true }),
  field('readinessProbe', Probe, 11, { pointer: true, optional: true }),
  field('startupProbe', Probe, 22, { pointer: true, optional: true }),
  field('lifecycle', Lifecycle, 12, { pointer: true, optional: true }),
  field('terminationMessagePath', string, 13, { optional: true }),
  field('terminationMessagePolicy', TerminationMessagePolicy, 20, { optional: true }),
  field('imagePullPolicy', PullPolicy, 14, { optional: true }),
  field('securityContext', SecurityContext, 15, { pointer: true, optional: true }),
  field('stdin', bool, 16, { optional: true }),
  field('stdinOnce', bool, 17, { optional: true }),
  field('tty', bool, 18, { go: 'TTY', optional: true }),
]);

export const ProbeHandler: StructType = struct('k8s.io/api/core/v1.ProbeHandler', () => [
  field('exec', ExecAction, 1, { pointer: true, optional: true }),
  field('httpGet', HTTPGetAction, 2, { go: 'HTTPGet', pointer: true, optional: true }),
  field('tcpSocket', TCPSocketAction, 3, { go: 'TCPSocket', pointer: true, optional: true }),
  field('grpc', GRPCAction, 4, { go: 'GRPC', pointer: true, optional: true }),
]);

export const LifecycleHandler: StructType = struct('k8s.io/api/core/v1.LifecycleHandler', () => [
  field('exec', ExecAction, 1, { pointer: true, optional: true }),
  field('httpGet', HTTPGetAction, 2, { go: 'HTTPGet', pointer: true, optional: true }),
  field('tcpSocket', TCPSocketAction, 3, { go: 'TCPSocket', pointer: true, optional: true }),
  field('sleep', SleepAction, 4, { pointer: true, optional: true }),
]);

export const Lifecycle: StructType = struct('k8s.io/api/core/v1.Lifecycle', () => [
  field('postStart', LifecycleHandler, 1, { pointer: true, optional: true }),
  field('preStop', LifecycleHandler, 2, { pointer: true, optional: true }),
  field('stopSignal', Signal, 3, { pointer: true, optional: true }),
]);

export const ContainerStateWaiting: StructType = struct('k8s.io/api/core/v1.ContainerStateWaiting', () => [
  field('reason', string, 1, { optional: true }),
  field('message', string, 2, { optional: true }),
]);

export const ContainerStateRunning: StructType = struct('k8s.io/api/core/v1.ContainerStateRunning', () => [
  field('startedAt', Time, 1, { omitempty: false, optional: true }),
]);

export const ContainerStateTerminated: StructType = struct('k8s.io/api/core/v1.ContainerStateTerminated', () => [
  field('exitCode', int32, 1, { omitempty: false }),
  field('signal', int32, 2, { optional: true }),
  field('reason', string, 3, { optional: true }),
  field('message', string, 4, { optional: true }),
  field('startedAt', Time, 5, { omitempty: false, optional: true }),
  field('finishedAt', Time, 6, { omitempty: false, optional: true }),
  field('containerID', string, 7, { optional: true }),
]);

export const ContainerState: StructType = struct('k8s.io/api/core/v1.ContainerState', () => [
  field('waiting', ContainerStateWaiting, 1, { pointer: true, optional: true }),
  field('running', ContainerStateRunning, 2, { pointer: true, optional: true }),
  field('terminated', ContainerStateTerminated, 3, { pointer: true, optional: true }),
]);

export const ContainerStatus: StructType = struct('k8s.io/api/core/v1.ContainerStatus', () => [
  field('name', string, 1, { omitempty: false }),
  field('state', ContainerState, 2, { omitempty: false, optional: true }),
  field('lastState', ContainerState, 3, { go: 'LastTerminationState', omitempty: false, optional: true }),
  field('ready', bool, 4, { omitempty: false }),
  field('restartCount', int32, 5, { omitempty: false }),
  field('image', string, 6, { omitempty: false }),
  field('imageID', string, 7, { omitempty: false }),
  field('containerID', string, 8, { optional: true }),
  field('started', bool, 9, { pointer: true, optional: true }),
  field('allocatedResources', ResourceList, 10, { optional: true }),
  field('resources', ResourceRequirements, 11, { pointer: true, optional: true, gate: 'InPlacePodVerticalScaling' }),
  field('volumeMounts', list(VolumeMountStatus), 12, { optional: true, patch: 'merge', mergeKey: 'mountPath', list: 'map', keys: ['mountPath'] }),
  field('user', ContainerUser, 13, { pointer: true, optional: true, gate: 'SupplementalGroupsPolicy' }),
  field('allocatedResourcesStatus', list(ResourceStatus), 14, {
    optional: true,
    patch: 'merge',
    mergeKey: 'name',
    list: 'map',
    keys: ['name'],
    gate: 'ResourceHealthStatus',
  }),
  field('stopSignal', Signal, 15, { pointer: true, optional: true, gate: 'ContainerStopSignals' }),
]);

export const ResourceStatus: StructType = struct('k8s.io/api/core/v1.ResourceStatus', () => [
  field('name', ResourceName, 1, { omitempty: false }),
  field('resources', list(ResourceHealth), 2, { optional: true, list: 'map', keys: ['resourceID'] }),
]);

export const ResourceHealth: StructType = struct('k8s.io/api/core/v1.ResourceHealth', () => [
  field('resourceID', ResourceID, 1, { omitempty: false }),
  field('health', ResourceHealthStatus, 2, { optional: true }),
  field('message', string, 6, { pointer: true, optional: true, gate: 'ResourceHealthStatusMessage' }),
]);

export const ContainerUser: StructType = struct('k8s.io/api/core/v1.ContainerUser', () => [
  field('linux', LinuxContainerUser, 1, { pointer: true, optional: true }),
]);

export const LinuxContainerUser: StructType = struct('k8s.io/api/core/v1.LinuxContainerUser', () => [
  field('uid', int64, 1, { go: 'UID', omitempty: false }),
  field('gid', int64, 2, { go: 'GID', omitempty: false }),
  field('supplementalGroups', list(int64), 3, { optional: true, list: 'atomic' }),
]);

export const PodCondition: StructType = struct('k8s.io/api/core/v1.PodCondition', () => [
  field('type', PodConditionType, 1, { omitempty: false }),
  field('observedGeneration', int64, 7, { optional: true }),
  field('status', ConditionStatus, 2, { omitempty: false }),
  field('lastProbeTime', Time, 3, { omitempty: false, optional: true }),
  field('lastTransitionTime', Time, 4, { omitempty: false, optional: true }),
  field('reason', string, 5, { optional: true }),
  field('message', string, 6, { optional: true }),
]);

export const VolumeMountStatus: StructType = struct('k8s.io/api/core/v1.VolumeMountStatus', () => [
  field('name', string, 1, { omitempty: false }),
  field('mountPath', string, 2, { omitempty: false }),
  field('readOnly', bool, 3, { optional: true }),
  field('recursiveReadOnly', RecursiveReadOnlyMode, 4, { pointer: true, optional: true }),
  field('volumeStatus', VolumeStatus, 5, { pointer: true, optional: true }),
]);

export const VolumeStatus: StructType = struct('k8s.io/api/core/v1.VolumeStatus', () => [
  field('image', ImageVolumeStatus, 1, { pointer: true, optional: true, gate: 'ImageVolumeWithDigest' }),
]);

export const ImageVolumeStatus: StructType = struct('k8s.io/api/core/v1.ImageVolumeStatus', () => [field('imageRef', string, 1)]);

export const ContainerRestartRule: StructType = struct('k8s.io/api/core/v1.ContainerRestartRule', () => [
  field('action', ContainerRestartRuleAction, 1),
  field('exitCodes', ContainerRestartRuleOnExitCodes, 2, { pointer: true, optional: true }),
]);

export const ContainerRestartRuleOnExitCodes: StructType = struct('k8s.io/api/core/v1.ContainerRestartRuleOnExitCodes', () => [
  field('operator', ContainerRestartRuleOnExitCodesOperator, 1),
  field('values', list(int32), 2, { optional: true, list: 'set' }),
]);

export const NodeSelector: StructType = struct(
  'k8s.io/api/core/v1.NodeSelector',
  () => [field('nodeSelectorTerms', list(NodeSelectorTerm), 1, { omitempty: false, list: 'atomic' })],
  '',
  { atomic: true },
);

export const NodeSelectorTerm: StructType = struct(
  'k8s.io/api/core/v1.NodeSelectorTerm',
  () => [
    field('matchExpressions', list(NodeSelectorRequirement), 1, { optional: true, list: 'atomic' }),
    field('matchFields', list(NodeSelectorRequirement), 2, { optional: true, list: 'atomic' }),
  ],
  '',
  { atomic: true },
);

export const NodeSelectorRequirement: StructType = struct('k8s.io/api/core/v1.NodeSelectorRequirement', () => [
  field('key', string, 1, { omitempty: false }),
  field('operator', NodeSelectorOperator, 2, { omitempty: false }),
  field('values', list(string), 3, { optional: true, list: 'atomic' }),
]);

export const TopologySelectorTerm: StructType = struct(
  'k8s.io/api/core/v1.TopologySelectorTerm',
  () => [field('matchLabelExpressions', list(TopologySelectorLabelRequirement), 1, { optional: true, list: 'atomic' })],
  '',
  { atomic: true },
);

export const TopologySelectorLabelRequirement: StructType = struct('k8s.io/api/core/v1.TopologySelectorLabelRequirement', () => [
  field('key', string, 1, { omitempty: false }),
  field('values', list(string), 2, { omitempty: false, list: 'atomic' }),
]);

export const Affinity: StructType = struct('k8s.io/api/core/v1.Affinity', () => [
  field('nodeAffinity', NodeAffinity, 1, { pointer: true, optional: true }),
  field('podAffinity', PodAffinity, 2, { pointer: true, optional: true }),
  field('podAntiAffinity', PodAntiAffinity, 3, { pointer: true, optional: true }),
]);

export const PodAffinity: StructType = struct('k8s.io/api/core/v1.PodAffinity', () => [
  field('requiredDuringSchedulingIgnoredDuringExecution', list(PodAffinityTerm), 1, { optional: true, list: 'atomic' }),
  field('preferredDuringSchedulingIgnoredDuringExecution', list(WeightedPodAffinityTerm), 2, { optional: true, list: 'atomic' }),
]);

export const PodAntiAffinity: StructType = struct('k8s.io/api/core/v1.PodAntiAffinity', () => [
  field('requiredDuringSchedulingIgnoredDuringExecution', list(PodAffinityTerm), 1, { optional: true, list: 'atomic' }),
  field('preferredDuringSchedulingIgnoredDuringExecution', list(WeightedPodAffinityTerm), 2, { optional: true, list: 'atomic' }),
]);

export const WeightedPodAffinityTerm: StructType = struct('k8s.io/api/core/v1.WeightedPodAffinityTerm', () => [
  field('weight', int32, 1, { omitempty: false }),
  field('podAffinityTerm', PodAffinityTerm, 2, { omitempty: false }),
]);

export const PodAffinityTerm: StructType = struct('k8s.io/api/core/v1.PodAffinityTerm', () => [
  field('labelSelector', LabelSelector, 1, { pointer: true, optional: true }),
  field('namespaces', list(string), 2, { optional: true, list: 'atomic' }),
  field('topologyKey', string, 3, { omitempty: false }),
  field('namespaceSelector', LabelSelector, 4, { pointer: true, optional: true }),
  field('matchLabelKeys', list(string), 5, { optional: true, list: 'atomic' }),
  field('mismatchLabelKeys', list(string), 6, { optional: true, list: 'atomic' }),
]);

export const NodeAffinity: StructType = struct('k8s.io/api/core/v1.NodeAffinity', () => [
  field('requiredDuringSchedulingIgnoredDuringExecution', NodeSelector, 1, { pointer: true, optional: true }),
  field('preferredDuringSchedulingIgnoredDuringExecution', list(PreferredSchedulingTerm), 2, { optional: true, list: 'atomic' }),
]);

export const PreferredSchedulingTerm: StructType = struct('k8s.io/api/core/v1.PreferredSchedulingTerm', () => [
  field('weight', int32, 1, { omitempty: false }),
  field('preference', NodeSelectorTerm, 2, { omitempty: false }),
]);

export const Taint: StructType = struct('k8s.io/api/core/v1.Taint', () => [
  field('key', string, 1, { omitempty: false }),
  field('value', string, 2, { optional: true }),
  field('effect', TaintEffect, 3, { omitempty: false }),
  field('timeAdded', Time, 4, { pointer: true, optional: true }),
]);

export const Toleration: StructType = struct('k8s.io/api/core/v1.Toleration', () => [
  field('key', string, 1, { optional: true }),
  field('operator', TolerationOperator, 2, { optional: true }),
  field('value', string, 3, { optional: true }),
  field('effect', TaintEffect, 4, { optional: true }),
  field('tolerationSeconds', int64, 5, { pointer: true, optional: true }),
]);

export const PodReadinessGate: StructType = struct('k8s.io/api/core/v1.PodReadinessGate', () => [
  field('conditionType', PodConditionType, 1, { omitempty: false }),
]);

export const PodSpec: StructType = struct('k8s.io/api/core/v1.PodSpec', () => [
  field('volumes', list(Volume), 1, { optional: true, patch: 'merge,retainKeys', mergeKey: 'name', list: 'map', keys: ['name'] }),
  field('initContainers', list(Container), 20, { optional: true, patch: 'merge', mergeKey: 'name', list: 'map', keys: ['name'] }),
  field('containers', list(Container), 2, { omitempty: false, patch: 'merge', mergeKey: 'name', list: 'map', keys: ['name'] }),
  field('ephemeralContainers', list(EphemeralContainer), 34, { optional: true, patch: 'merge', mergeKey: 'name', list: 'map', keys: ['name'] }),
  field('restartPolicy', RestartPolicy, 3, { optional: true }),
  field('terminationGracePeriodSeconds', int64, 4, { pointer: true, optional: true }),
  field('activeDeadlineSeconds', int64, 5, { pointer: true, optional: true }),
  field('dnsPolicy', DNSPolicy, 6, { go: 'DNSPolicy', optional: true }),
  field('nodeSelector', map(string), 7, { optional: true, atomic: true }),
  field('serviceAccountName', string, 8, { optional: true }),
  field('serviceAccount', string, 9, { go: 'DeprecatedServiceAccount', optional: true }),
  field('automountServiceAccountToken', bool, 21, { pointer: true, optional: true }),
  field('nodeName', string, 10, { optional: true }),
  field('hostNetwork', bool, 11, { optional: true }),
  field('hostPID', bool, 12, { optional: true }),
  field('hostIPC', bool, 13, { optional: true }),
  field('shareProcessNamespace', bool, 27, { pointer: true, optional: true }),
  field('securityContext', PodSecurityContext, 14, { pointer: true, optional: true }),
  field('imagePullSecrets', list(LocalObjectReference), 15, { optional: true, patch: 'merge', mergeKey: 'name', list: 'map', keys: ['name'] }),
  field('hostname', string, 16, { optional: true }),
  field('subdomain', string, 17, { optional: true }),
  field('affinity', Affinity, 18, { pointer: true, optional: true }),
  field('schedulerName', string, 19, { optional: true }),
  field('tolerations', list(Toleration), 22, { optional: true, list: 'atomic' }),
  field('hostAliases', list(HostAlias), 23, { optional: true, patch: 'merge', mergeKey: 'ip', list: 'map', keys: ['ip'] }),
  field('priorityClassName', string, 24, { optional: true }),
  field('priority', int32, 25, { pointer: true, optional: true }),
  field('dnsConfig', PodDNSConfig, 26, { go: 'DNSConfig', pointer: true, optional: true }),
  field('readinessGates', list(PodReadinessGate), 28, { optional: true, list: 'atomic' }),
  field('runtimeClassName', string, 29, { pointer: true, optional: true }),
  field('enableServiceLinks', bool, 30, { pointer: true, optional: true }),
  field('preemptionPolicy', PreemptionPolicy, 31, { pointer: true, optional: true }),
  field('overhead', ResourceList, 32, { optional: true, keepEmpty: true }),
  field('topologySpreadConstraints', list(TopologySpreadConstraint), 33, {
    optional: true,
    patch: 'merge',
    mergeKey: 'topologyKey',
    list: 'map',
    keys: ['topologyKey', 'whenUnsatisfiable'],
  }),
  field('setHostnameAsFQDN', bool, 35, { pointer: true, optional: true }),
  field('os', PodOS, 36, { go: 'OS', pointer: true, optional: true }),
  field('hostUsers', bool, 37, { pointer: true, optional: true }),
  field('schedulingGates', list(PodSchedulingGate), 38, { optional: true, patch: 'merge', mergeKey: 'name', list: 'map', keys: ['name'] }),
  field('resourceClaims', list(PodResourceClaim), 39, {
    optional: true,
    patch: 'merge,retainKeys',
    mergeKey: 'name',
    list: 'map',
    keys: ['name'],
    gate: 'DynamicResourceAllocation',
  }),
  field('resources', ResourceRequirements, 40, { pointer: true, optional: true, gate: 'PodLevelResources' }),
  field('hostnameOverride', string, 41, { pointer: true, optional: true, gate: 'HostnameOverride' }),
  field('schedulingGroup', PodSchedulingGroup, 43, { pointer: true, optional: true, gate: 'GenericWorkload' }),
]);

export const PodResourceClaim: StructType = struct('k8s.io/api/core/v1.PodResourceClaim', () => [
  field('name', string, 1, { omitempty: false }),
  field('resourceClaimName', string, 3, { pointer: true, optional: true }),
  field('resourceClaimTemplateName', string, 4, { pointer: true, optional: true }),
]);

export const PodResourceClaimStatus: StructType = struct('k8s.io/api/core/v1.PodResourceClaimStatus', () => [
  field('name', string, 1, { omitempty: false }),
  field('resourceClaimName', string, 2, { pointer: true, optional: true }),
]);

export const PodExtendedResourceClaimStatus: StructType = struct('k8s.io/api/core/v1.PodExtendedResourceClaimStatus', () => [
  field('requestMappings', list(ContainerExtendedResourceRequest), 1, { omitempty: false, list: 'atomic' }),
  field('resourceClaimName', string, 2, { omitempty: false }),
]);

export const ContainerExtendedResourceRequest: StructType = struct('k8s.io/api/core/v1.ContainerExtendedResourceRequest', () => [
  field('containerName', string, 1, { omitempty: false }),
  field('resourceName', string, 2, { omitempty: false }),
  field('requestName', string, 3, { omitempty: false }),
]);

export const PodOS: StructType = struct('k8s.io/api/core/v1.PodOS', () => [field('name', OSName, 1, { omitempty: false })]);

export const PodSchedulingGate: StructType = struct('k8s.io/api/core/v1.PodSchedulingGate', () => [field('name', string, 1, { omitempty: false })]);

export const PodSchedulingGroup: StructType = struct('k8s.io/api/core/v1.PodSchedulingGroup', () => [
  field('podGroupName', string, 1, { pointer: true, optional: true }),
]);

export const TopologySpreadConstraint: StructType = struct('k8s.io/api/core/v1.TopologySpreadConstraint', () => [
  field('maxSkew', int32, 1, { omitempty: false }),
  field('topologyKey', string, 2, { omitempty: false }),
  field('whenUnsatisfiable', UnsatisfiableConstraintAction, 3, { omitempty: false }),
  field('labelSelector', LabelSelector, 4, { pointer: true, optional: true }),
  field('minDomains', int32, 5, { pointer: true, optional: true }),
  field('nodeAffinityPolicy', NodeInclusionPolicy, 6, { pointer: true, optional: true }),
  field('nodeTaintsPolicy', NodeInclusionPolicy, 7, { pointer: true, optional: true }),
  field('matchLabelKeys', list(string), 8, { optional: true, list: 'atomic' }),
]);

export const HostAlias: StructType = struct('k8s.io/api/core/v1.HostAlias', () => [
  field('ip', string, 1, { go: 'IP', omitempty: false }),
  field('hostnames', list(string), 2, { optional: true, list: 'atomic' }),
]);

export const PodSecurityContext: StructType = struct('k8s.io/api/core/v1.PodSecurityContext', () => [
  field('seLinuxOptions', SELinuxOptions, 1, { go: 'SELinuxOptions', pointer: true, optional: true }),
  field('windowsOptions', WindowsSecurityContextOptions, 8, { pointer: true, optional: true }),
  field('runAsUser', int64, 2, { pointer: true, optional: true }),
  field('runAsGroup', int64, 6, { pointer: true, optional: true }),
  field('runAsNonRoot', bool, 3, { pointer: true, optional: true }),
  field('supplementalGroups', list(int64), 4, { optional: true, list: 'atomic' }),
  field('supplementalGroupsPolicy', SupplementalGroupsPolicy, 12, { pointer: true, optional: true, gate: 'SupplementalGroupsPolicy' }),
  field('fsGroup', int64, 5, { go: 'FSGroup', pointer: true, optional: true }),
  field('sysctls', list(Sysctl), 7, { optional: true, list: 'atomic' }),
  field('fsGroupChangePolicy', PodFSGroupChangePolicy, 9, { go: 'FSGroupChangePolicy', pointer: true, optional: true }),
  field('seccompProfile', SeccompProfile, 10, { pointer: true, optional: true }),
  field('appArmorProfile', AppArmorProfile, 11, { pointer: true, optional: true }),
  field('seLinuxChangePolicy', PodSELinuxChangePolicy, 13, { go: 'SELinuxChangePolicy', pointer: true, optional: true, gate: 'SELinuxChangePolicy' }),
]);

export const SeccompProfile: StructType = struct('k8s.io/api/core/v1.SeccompProfile', () => [
  field('type', SeccompProfileType, 1, { omitempty: false }),
  field('localhostProfile', string, 2, { pointer: true, optional: true }),
]);

export const AppArmorProfile: StructType = struct('k8s.io/api/core/v1.AppArmorProfile', () => [
  field('type', AppArmorProfileType, 1, { omitempty: false }),
  field('localhostProfile', string, 2, { pointer: true, optional: true }),
]);

export const PodDNSConfig: StructType = struct('k8s.io/api/core/v1.PodDNSConfig', () => [
  field('nameservers', list(string), 1, { optional: true, list: 'atomic' }),
  field('searches', list(string), 2, { optional: true, list: 'atomic' }),
  field('options', list(PodDNSConfigOption), 3, { optional: true, list: 'atomic' }),
]);

export const PodDNSConfigOption: StructType = struct('k8s.io/api/core/v1.PodDNSConfigOption', () => [
  field('name', string, 1, { optional: true }),
  field('value', string, 2, { pointer: true, optional: true }),
]);

export const PodIP: StructType = struct('k8s.io/api/core/v1.PodIP', () => [field('ip', string, 1, { go: 'IP', omitempty: false })]);

export const HostIP: StructType = struct('k8s.io/api/core/v1.HostIP', () => [field('ip', string, 1, { go: 'IP', omitempty: false })]);

export const EphemeralContainerCommon: StructType = struct('k8s.io/api/core/v1.EphemeralContainerCommon', () => [
  field('name', string, 1, { omitempty: false }),
  field('image', string, 2, { optional: true }),
  field('command', list(string), 3, { optional: true, list: 'atomic' }),
  field('args', list(string), 4, { optional: true, list: 'atomic' }),
  field('workingDir', string, 5, { optional: true }),
  field('ports', list(ContainerPort), 6, {
    optional: true,
    patch: 'merge',
    mergeKey: 'containerPort',
    list: 'map',
    keys: ['containerPort', 'protocol'],
  }),
  field('envFrom', list(EnvFromSource), 19, { optional: true, list: 'atomic' }),
  field('env', list(EnvVar), 7, { optional: true, patch: 'merge', mergeKey: 'name', list: 'map', keys: ['name'] }),
  field('resources', ResourceRequirements, 8, { omitempty: false, optional: true }),
  field('resizePolicy', list(ContainerResizePolicy), 23, { optional: true, list: 'atomic', gate: 'InPlacePodVerticalScaling' }),
  field('restartPolicy', ContainerRestartPolicy, 24, { pointer: true, optional: true }),
  field('restartPolicyRules', list(ContainerRestartRule), 25, { optional: true, list: 'atomic', gate: 'ContainerRestartRules' }),
  field('volumeMounts', list(VolumeMount), 9, { optional: true, patch: 'merge', mergeKey: 'mountPath', list: 'map', keys: ['mountPath'] }),
  field('volumeDevices', list(VolumeDevice), 21, { optional: true, patch: 'merge', mergeKey: 'devicePath', list: 'map', keys: ['devicePath'] }),
  field('livenessProbe', Probe, 10, { pointer: true, optional: true }),
  field('readinessProbe', Probe, 11, { pointer: true, optional: true }),
  field('startupProbe', Probe, 22, { pointer: true, optional: true }),
  field('lifecycle', Lifecycle, 12, { pointer: true, optional: true }),
  field('terminationMessagePath', string, 13, { optional: true }),
  field('terminationMessagePolicy', TerminationMessagePolicy, 20, { optional: true }),
  field('imagePullPolicy', PullPolicy, 14, { optional: true }),
  field('securityContext', SecurityContext, 15, { pointer: true, optional: true }),
  field('stdin', bool, 16, { optional: true }),
  field('stdinOnce', bool, 17, { optional: true }),
  field('tty', bool, 18, { go: 'TTY', optional: true }),
]);

export const EphemeralContainer: StructType = struct('k8s.io/api/core/v1.EphemeralContainer', () => [
  inline(EphemeralContainerCommon, 1),
  field('targetContainerName', string, 2, { optional: true }),
]);

export const PodStatus: StructType = struct('k8s.io/api/core/v1.PodStatus', () => [
  field('observedGeneration', int64, 17, { optional: true }),
  field('phase', PodPhase, 1, { optional: true }),
  field('conditions', list(PodCondition), 2, { optional: true, patch: 'merge', mergeKey: 'type', list: 'map', keys: ['type'] }),
  field('message', string, 3, { optional: true }),
  field('reason', string, 4, { optional: true }),
  field('nominatedNodeName', string, 11, { optional: true }),
  field('hostIP', string, 5, { optional: true }),
  field('hostIPs', list(HostIP), 16, { optional: true, patch: 'merge', mergeKey: 'ip', list: 'atomic' }),
  field('podIP', string, 6, { optional: true }),
  field('podIPs', list(PodIP), 12, { optional: true, patch: 'merge', mergeKey: 'ip', list: 'map', keys: ['ip'] }),
  field('startTime', Time, 7, { pointer: true, optional: true }),
  field('initContainerStatuses', list(ContainerStatus), 10, { optional: true, list: 'atomic' }),
  field('containerStatuses', list(ContainerStatus), 8, { optional: true, list: 'atomic' }),
  field('qosClass', PodQOSClass, 9, { go: 'QOSClass', optional: true }),
  field('ephemeralContainerStatuses', list(ContainerStatus), 13, { optional: true, list: 'atomic' }),
  field('resize', PodResizeStatus, 14, { optional: true, gate: 'InPlacePodVerticalScaling' }),
  field('resourceClaimStatuses', list(PodResourceClaimStatus), 15, {
    optional: true,
    patch: 'merge,retainKeys',
    mergeKey: 'name',
    list: 'map',
    keys: ['name'],
    gate: 'DynamicResourceAllocation',
  }),
  field('extendedResourceClaimStatus', PodExtendedResourceClaimStatus, 18, { pointer: true, optional: true, gate: 'DRAExtendedResource' }),
  field('allocatedResources', ResourceList, 19, { optional: true, gate: 'InPlacePodLevelResourcesVerticalScaling' }),
  field('resources', ResourceRequirements, 20, { pointer: true, optional: true, gate: 'InPlacePodLevelResourcesVerticalScaling' }),
  field('nodeAllocatableResourceClaimStatuses', list(NodeAllocatableResourceClaimStatus), 21, {
    optional: true,
    list: 'atomic',
    gate: 'DRANodeAllocatableResources',
  }),
]);

export const PodStatusResult: StructType = struct('k8s.io/api/core/v1.PodStatusResult', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('status', PodStatus, 2, { omitempty: false, optional: true }),
]);

export const Pod: StructType = struct('k8s.io/api/core/v1.Pod', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', PodSpec, 2, { omitempty: false, optional: true }),
  field('status', PodStatus, 3, { omitempty: false, optional: true }),
]);

export const PodList: StructType = struct('k8s.io/api/core/v1.PodList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(Pod), 2, { omitempty: false }),
]);

export const PodTemplateSpec: StructType = struct('k8s.io/api/core/v1.PodTemplateSpec', () => [
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', PodSpec, 2, { omitempty: false, optional: true }),
]);

export const PodTemplate: StructType = struct('k8s.io/api/core/v1.PodTemplate', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('template', PodTemplateSpec, 2, { omitempty: false, optional: true }),
]);

export const PodTemplateList: StructType = struct('k8s.io/api/core/v1.PodTemplateList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(PodTemplate), 2, { omitempty: false }),
]);

export const ReplicationControllerSpec: StructType = struct('k8s.io/api/core/v1.ReplicationControllerSpec', () => [
  field('replicas', int32, 1, { pointer: true, optional: true, default: 1 }),
  field('minReadySeconds', int32, 4, { optional: true, default: 0 }),
  field('selector', map(string), 2, { optional: true, atomic: true }),
  field('template', PodTemplateSpec, 3, { pointer: true, optional: true }),
]);

export const ReplicationControllerStatus: StructType = struct('k8s.io/api/core/v1.ReplicationControllerStatus', () => [
  field('replicas', int32, 1, { omitempty: false }),
  field('fullyLabeledReplicas', int32, 2, { optional: true }),
  field('readyReplicas', int32, 4, { optional: true }),
  field('availableReplicas', int32, 5, { optional: true }),
  field('observedGeneration', int64, 3, { optional: true }),
  field('conditions', list(ReplicationControllerCondition), 6, { optional: true, patch: 'merge', mergeKey: 'type', list: 'map', keys: ['type'] }),
]);

export const ReplicationControllerCondition: StructType = struct('k8s.io/api/core/v1.ReplicationControllerCondition', () => [
  field('type', ReplicationControllerConditionType, 1, { omitempty: false }),
  field('status', ConditionStatus, 2, { omitempty: false }),
  field('lastTransitionTime', Time, 3, { omitempty: false, optional: true }),
  field('reason', string, 4, { optional: true }),
  field('message', string, 5, { optional: true }),
]);

export const ReplicationController: StructType = struct('k8s.io/api/core/v1.ReplicationController', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', ReplicationControllerSpec, 2, { omitempty: false, optional: true }),
  field('status', ReplicationControllerStatus, 3, { omitempty: false, optional: true }),
]);

export const ReplicationControllerList: StructType = struct('k8s.io/api/core/v1.ReplicationControllerList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(ReplicationController), 2, { omitempty: false }),
]);

export const SessionAffinityConfig: StructType = struct('k8s.io/api/core/v1.SessionAffinityConfig', () => [
  field('clientIP', ClientIPConfig, 1, { pointer: true, optional: true }),
]);

export const ClientIPConfig: StructType = struct('k8s.io/api/core/v1.ClientIPConfig', () => [
  field('timeoutSeconds', int32, 1, { pointer: true, optional: true }),
]);

export const ServiceStatus: StructType = struct('k8s.io/api/core/v1.ServiceStatus', () => [
  field('loadBalancer', LoadBalancerStatus, 1, { omitempty: false, optional: true }),
  field('conditions', list(Condition), 2, { optional: true, patch: 'merge', mergeKey: 'type', list: 'map', keys: ['type'] }),
]);

export const LoadBalancerStatus: StructType = struct('k8s.io/api/core/v1.LoadBalancerStatus', () => [
  field('ingress', list(LoadBalancerIngress), 1, { optional: true, list: 'atomic' }),
]);

export const LoadBalancerIngress: StructType = struct('k8s.io/api/core/v1.LoadBalancerIngress', () => [
  field('ip', string, 1, { go: 'IP', optional: true }),
  field('hostname', string, 2, { optional: true }),
  field('ipMode', LoadBalancerIPMode, 3, { go: 'IPMode', pointer: true, optional: true }),
  field('ports', list(PortStatus), 4, { optional: true, list: 'atomic' }),
]);

export const ServiceSpec: StructType = struct('k8s.io/api/core/v1.ServiceSpec', () => [
  field('ports', list(ServicePort), 1, { optional: true, patch: 'merge', mergeKey: 'port', list: 'map', keys: ['port', 'protocol'] }),
  field('selector', map(string), 2, { optional: true, atomic: true }),
  field('clusterIP', string, 3, { optional: true }),
  field('clusterIPs', list(string), 18, { optional: true, list: 'atomic' }),
  field('type', ServiceType, 4, { optional: true }),
  field('externalIPs', list(string), 5, { optional: true, list: 'atomic' }),
  field('sessionAffinity', ServiceAffinity, 7, { optional: true }),
  field('loadBalancerIP', string, 8, { optional: true }),
  field('loadBalancerSourceRanges', list(string), 9, { optional: true, list: 'atomic' }),
  field('externalName', string, 10, { optional: true }),
  field('externalTrafficPolicy', ServiceExternalTrafficPolicy, 11, { optional: true }),
  field('healthCheckNodePort', int32, 12, { optional: true }),
  field('publishNotReadyAddresses', bool, 13, { optional: true }),
  field('sessionAffinityConfig', SessionAffinityConfig, 14, { pointer: true, optional: true }),
  field('ipFamilies', list(IPFamily), 19, { go: 'IPFamilies', optional: true, list: 'atomic' }),
  field('ipFamilyPolicy', IPFamilyPolicy, 17, { go: 'IPFamilyPolicy', pointer: true, optional: true }),
  field('allocateLoadBalancerNodePorts', bool, 20, { pointer: true, optional: true }),
  field('loadBalancerClass', string, 21, { pointer: true, optional: true }),
  field('internalTrafficPolicy', ServiceInternalTrafficPolicy, 22, { pointer: true, optional: true }),
  field('trafficDistribution', string, 23, { pointer: true, optional: true }),
]);

export const ServicePort: StructType = struct('k8s.io/api/core/v1.ServicePort', () => [
  field('name', string, 1, { optional: true }),
  field('protocol', Protocol, 2, { optional: true, default: 'TCP' }),
  field('appProtocol', string, 6, { pointer: true, optional: true }),
  field('port', int32, 3, { omitempty: false }),
  field('targetPort', IntOrString, 4, { omitempty: false, optional: true }),
  field('nodePort', int32, 5, { optional: true }),
]);

export const Service: StructType = struct('k8s.io/api/core/v1.Service', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', ServiceSpec, 2, { omitempty: false, optional: true }),
  field('status', ServiceStatus, 3, { omitempty: false, optional: true }),
]);

export const ServiceList: StructType = struct('k8s.io/api/core/v1.ServiceList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(Service), 2, { omitempty: false }),
]);

export const ServiceAccount: StructType = struct('k8s.io/api/core/v1.ServiceAccount', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('secrets', list(ObjectReference), 2, { optional: true, patch: 'merge', mergeKey: 'name', list: 'map', keys: ['name'] }),
  field('imagePullSecrets', list(LocalObjectReference), 3, { optional: true, list: 'atomic' }),
  field('automountServiceAccountToken', bool, 4, { pointer: true, optional: true }),
]);

export const ServiceAccountList: StructType = struct('k8s.io/api/core/v1.ServiceAccountList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(ServiceAccount), 2, { omitempty: false }),
]);

export const Endpoints: StructType = struct('k8s.io/api/core/v1.Endpoints', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('subsets', list(EndpointSubset), 2, { optional: true, list: 'atomic' }),
]);

export const EndpointSubset: StructType = struct('k8s.io/api/core/v1.EndpointSubset', () => [
  field('addresses', list(EndpointAddress), 1, { optional: true, list: 'atomic' }),
  field('notReadyAddresses', list(EndpointAddress), 2, { optional: true, list: 'atomic' }),
  field('ports', list(EndpointPort), 3, { optional: true, list: 'atomic' }),
]);

export const EndpointAddress: StructType = struct(
  'k8s.io/api/core/v1.EndpointAddress',
  () => [
    field('ip', string, 1, { go: 'IP', omitempty: false }),
    field('hostname', string, 3, { optional: true }),
    field('nodeName', string, 4, { pointer: true, optional: true }),
    field('targetRef', ObjectReference, 2, { pointer: true, optional: true }),
  ],
  '',
  { atomic: true },
);

export const EndpointPort: StructType = struct(
  'k8s.io/api/core/v1.EndpointPort',
  () => [
    field('name', string, 1, { optional: true }),
    field('port', int32, 2, { omitempty: false }),
    field('protocol', Protocol, 3, { optional: true }),
    field('appProtocol', string, 4, { pointer: true, optional: true }),
  ],
  '',
  { atomic: true },
);

export const EndpointsList: StructType = struct('k8s.io/api/core/v1.EndpointsList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(Endpoints), 2, { omitempty: false }),
]);

export const NodeSpec: StructType = struct('k8s.io/api/core/v1.NodeSpec', () => [
  field('podCIDR', string, 1, { optional: true }),
  field('podCIDRs', list(string), 7, { optional: true, patch: 'merge', list: 'set' }),
  field('providerID', string, 3, { optional: true }),
  field('unschedulable', bool, 4, { optional: true }),
  field('taints', list(Taint), 5, { optional: true, list: 'atomic' }),
  field('configSource', NodeConfigSource, 6, { pointer: true, optional: true }),
  field('externalID', string, 2, { go: 'DoNotUseExternalID', optional: true }),
]);

export const NodeConfigSource: StructType = struct('k8s.io/api/core/v1.NodeConfigSource', () => [
  field('configMap', ConfigMapNodeConfigSource, 2, { pointer: true, optional: true }),
]);

export const ConfigMapNodeConfigSource: StructType = struct('k8s.io/api/core/v1.ConfigMapNodeConfigSource', () => [
  field('namespace', string, 1, { omitempty: false }),
  field('name', string, 2, { omitempty: false }),
  field('uid', UID, 3, { go: 'UID', optional: true }),
  field('resourceVersion', string, 4, { optional: true }),
  field('kubeletConfigKey', string, 5, { omitempty: false }),
]);

export const DaemonEndpoint: StructType = struct('k8s.io/api/core/v1.DaemonEndpoint', () => [field('Port', int32, 1, { omitempty: false })]);

export const NodeDaemonEndpoints: StructType = struct('k8s.io/api/core/v1.NodeDaemonEndpoints', () => [
  field('kubeletEndpoint', DaemonEndpoint, 1, { omitempty: false, optional: true }),
]);

export const NodeRuntimeHandlerFeatures: StructType = struct('k8s.io/api/core/v1.NodeRuntimeHandlerFeatures', () => [
  field('recursiveReadOnlyMounts', bool, 1, { pointer: true, optional: true }),
  field('userNamespaces', bool, 2, { pointer: true, optional: true }),
]);

export const NodeRuntimeHandler: StructType = struct('k8s.io/api/core/v1.NodeRuntimeHandler', () => [
  field('name', string, 1, { omitempty: false, optional: true }),
  field('features', NodeRuntimeHandlerFeatures, 2, { pointer: true, optional: true }),
]);

export const NodeFeatures: StructType = struct('k8s.io/api/core/v1.NodeFeatures', () => [
  field('supplementalGroupsPolicy', bool, 1, { pointer: true, optional: true }),
]);

export const NodeSystemInfo: StructType = struct('k8s.io/api/core/v1.NodeSystemInfo', () => [
  field('machineID', string, 1, { omitempty: false }),
  field('systemUUID', string, 2, { omitempty: false }),
  field('bootID', string, 3, { omitempty: false }),
  field('kernelVersion', string, 4, { omitempty: false }),
  field('osImage', string, 5, { go: 'OSImage', omitempty: false }),
  field('containerRuntimeVersion', string, 6, { omitempty: false }),
  field('kubeletVersion', string, 7, { omitempty: false }),
  field('kubeProxyVersion', string, 8, { omitempty: false }),
  field('operatingSystem', string, 9, { omitempty: false }),
  field('architecture', string, 10, { omitempty: false }),
  field('swap', NodeSwapStatus, 11, { pointer: true, optional: true }),
]);

export const NodeSwapStatus: StructType = struct('k8s.io/api/core/v1.NodeSwapStatus', () => [
  field('capacity', int64, 1, { pointer: true, optional: true }),
]);

export const NodeConfigStatus: StructType = struct('k8s.io/api/core/v1.NodeConfigStatus', () => [
  field('assigned', NodeConfigSource, 1, { pointer: true, optional: true }),
  field('active', NodeConfigSource, 2, { pointer: true, optional: true }),
  field('lastKnownGood', NodeConfigSource, 3, { pointer: true, optional: true }),
  field('error', string, 4, { optional: true }),
]);

export const NodeStatus: StructType = struct('k8s.io/api/core/v1.NodeStatus', () => [
  field('capacity', ResourceList, 1, { optional: true }),
  field('allocatable', ResourceList, 2, { optional: true }),
  field('phase', NodePhase, 3, { optional: true }),
  field('conditions', list(NodeCondition), 4, { optional: true, patch: 'merge', mergeKey: 'type', list: 'map', keys: ['type'] }),
  field('addresses', list(NodeAddress), 5, { optional: true, patch: 'merge', mergeKey: 'type', list: 'map', keys: ['type'] }),
  field('daemonEndpoints', NodeDaemonEndpoints, 6, { omitempty: false, optional: true }),
  field('nodeInfo', NodeSystemInfo, 7, { omitempty: false, optional: true }),
  field('images', list(ContainerImage), 8, { optional: true, list: 'atomic' }),
  field('volumesInUse', list(UniqueVolumeName), 9, { optional: true, list: 'atomic' }),
  field('volumesAttached', list(AttachedVolume), 10, { optional: true, list: 'atomic' }),
  field('config', NodeConfigStatus, 11, { pointer: true, optional: true }),
  field('runtimeHandlers', list(NodeRuntimeHandler), 12, { optional: true, list: 'atomic' }),
  field('features', NodeFeatures, 13, { pointer: true, optional: true, gate: 'SupplementalGroupsPolicy' }),
  field('declaredFeatures', list(string), 14, { optional: true, list: 'atomic', gate: 'NodeDeclaredFeatures' }),
]);

export const AttachedVolume: StructType = struct('k8s.io/api/core/v1.AttachedVolume', () => [
  field('name', UniqueVolumeName, 1, { omitempty: false }),
  field('devicePath', string, 2, { omitempty: false }),
]);

export const AvoidPods: StructType = struct('k8s.io/api/core/v1.AvoidPods', () => [
  field('preferAvoidPods', list(PreferAvoidPodsEntry), 1, { optional: true, list: 'atomic' }),
]);

export const PreferAvoidPodsEntry: StructType = struct('k8s.io/api/core/v1.PreferAvoidPodsEntry', () => [
  field('podSignature', PodSignature, 1, { omitempty: false }),
  field('evictionTime', Time, 2, { omitempty: false, optional: true }),
  field('reason', string, 3, { optional: true }),
  field('message', string, 4, { optional: true }),
]);

export const PodSignature: StructType = struct('k8s.io/api/core/v1.PodSignature', () => [
  field('podController', OwnerReference, 1, { pointer: true, optional: true }),
]);

export const ContainerImage: StructType = struct('k8s.io/api/core/v1.ContainerImage', () => [
  field('names', list(string), 1, { omitempty: false, optional: true, list: 'atomic' }),
  field('sizeBytes', int64, 2, { optional: true }),
]);

export const NodeCondition: StructType = struct('k8s.io/api/core/v1.NodeCondition', () => [
  field('type', NodeConditionType, 1, { omitempty: false }),
  field('status', ConditionStatus, 2, { omitempty: false }),
  field('lastHeartbeatTime', Time, 3, { omitempty: false, optional: true }),
  field('lastTransitionTime', Time, 4, { omitempty: false, optional: true }),
  field('reason', string, 5, { optional: true }),
  field('message', string, 6, { optional: true }),
]);

export const NodeAddress: StructType = struct('k8s.io/api/core/v1.NodeAddress', () => [
  field('type', NodeAddressType, 1, { omitempty: false }),
  field('address', string, 2, { omitempty: false }),
]);

export const Node: StructType = struct('k8s.io/api/core/v1.Node', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', NodeSpec, 2, { omitempty: false, optional: true }),
  field('status', NodeStatus, 3, { omitempty: false, optional: true }),
]);

export const NodeList: StructType = struct('k8s.io/api/core/v1.NodeList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(Node), 2, { omitempty: false }),
]);

export const NamespaceSpec: StructType = struct('k8s.io/api/core/v1.NamespaceSpec', () => [
  field('finalizers', list(FinalizerName), 1, { optional: true, list: 'atomic' }),
]);

export const NamespaceStatus: StructType = struct('k8s.io/api/core/v1.NamespaceStatus', () => [
  field('phase', NamespacePhase, 1, { optional: true }),
  field('conditions', list(NamespaceCondition), 2, { optional: true, patch: 'merge', mergeKey: 'type', list: 'map', keys: ['type'] }),
]);

export const NamespaceCondition: StructType = struct('k8s.io/api/core/v1.NamespaceCondition', () => [
  field('type', NamespaceConditionType, 1, { omitempty: false }),
  field('status', ConditionStatus, 2, { omitempty: false }),
  field('lastTransitionTime', Time, 4, { omitempty: false, optional: true }),
  field('reason', string, 5, { optional: true }),
  field('message', string, 6, { optional: true }),
]);

export const Namespace: StructType = struct('k8s.io/api/core/v1.Namespace', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', NamespaceSpec, 2, { omitempty: false, optional: true }),
  field('status', NamespaceStatus, 3, { omitempty: false, optional: true }),
]);

export const NamespaceList: StructType = struct('k8s.io/api/core/v1.NamespaceList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(Namespace), 2, { omitempty: false }),
]);

export const Binding: StructType = struct('k8s.io/api/core/v1.Binding', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('target', ObjectReference, 2, { omitempty: false }),
]);

export const Preconditions: StructType = struct('k8s.io/api/core/v1.Preconditions', () => [
  field('uid', UID, 1, { go: 'UID', pointer: true, optional: true }),
]);

export const PodLogOptions: StructType = struct('k8s.io/api/core/v1.PodLogOptions', () => [
  inline(TypeMeta),
  field('container', string, 1, { optional: true }),
  field('follow', bool, 2, { optional: true }),
  field('previous', bool, 3, { optional: true }),
  field('sinceSeconds', int64, 4, { pointer: true, optional: true }),
  field('sinceTime', Time, 5, { pointer: true, optional: true }),
  field('timestamps', bool, 6, { optional: true }),
  field('tailLines', int64, 7, { pointer: true, optional: true }),
  field('limitBytes', int64, 8, { pointer: true, optional: true }),
  field('insecureSkipTLSVerifyBackend', bool, 9, { optional: true }),
  field('stream', string, 10, { pointer: true, optional: true, gate: 'PodLogsQuerySplitStreams' }),
]);

export const PodAttachOptions: StructType = struct('k8s.io/api/core/v1.PodAttachOptions', () => [
  inline(TypeMeta),
  field('stdin', bool, 1, { optional: true }),
  field('stdout', bool, 2, { optional: true }),
  field('stderr', bool, 3, { optional: true }),
  field('tty', bool, 4, { go: 'TTY', optional: true }),
  field('container', string, 5, { optional: true }),
]);

export const PodExecOptions: StructType = struct('k8s.io/api/core/v1.PodExecOptions', () => [
  inline(TypeMeta),
  field('stdin', bool, 1, { optional: true }),
  field('stdout', bool, 2, { optional: true }),
  field('stderr', bool, 3, { optional: true }),
  field('tty', bool, 4, { go: 'TTY', optional: true }),
  field('container', string, 5, { optional: true }),
  field('command', list(string), 6, { omitempty: false, list: 'atomic' }),
]);

export const PodPortForwardOptions: StructType = struct('k8s.io/api/core/v1.PodPortForwardOptions', () => [
  inline(TypeMeta),
  field('ports', list(int32), 1, { optional: true, list: 'atomic' }),
]);

export const PodProxyOptions: StructType = struct('k8s.io/api/core/v1.PodProxyOptions', () => [
  inline(TypeMeta),
  field('path', string, 1, { optional: true }),
]);

export const NodeProxyOptions: StructType = struct('k8s.io/api/core/v1.NodeProxyOptions', () => [
  inline(TypeMeta),
  field('path', string, 1, { optional: true }),
]);

export const ServiceProxyOptions: StructType = struct('k8s.io/api/core/v1.ServiceProxyOptions', () => [
  inline(TypeMeta),
  field('path', string, 1, { optional: true }),
]);

export const ObjectReference: StructType = struct(
  'k8s.io/api/core/v1.ObjectReference',
  () => [
    field('kind', string, 1, { optional: true }),
    field('namespace', string, 2, { optional: true }),
    field('name', string, 3, { optional: true }),
    field('uid', UID, 4, { go: 'UID', optional: true }),
    field('apiVersion', string, 5, { go: 'APIVersion', optional: true }),
    field('resourceVersion', string, 6, { optional: true }),
    field('fieldPath', string, 7, { optional: true }),
  ],
  '',
  { atomic: true },
);

export const LocalObjectReference: StructType = struct(
  'k8s.io/api/core/v1.LocalObjectReference',
  () => [field('name', string, 1, { optional: true, default: '' })],
  '',
  { atomic: true },
);

export const TypedLocalObjectReference: StructType = struct(
  'k8s.io/api/core/v1.TypedLocalObjectReference',
  () => [
    field('apiGroup', string, 1, { go: 'APIGroup', pointer: true, omitempty: false, optional: true }),
    field('kind', string, 2, { omitempty: false }),
    field('name', string, 3, { omitempty: false }),
  ],
  '',
  { atomic: true },
);

export const SerializedReference: StructType = struct('k8s.io/api/core/v1.SerializedReference', () => [
  inline(TypeMeta),
  field('reference', ObjectReference, 1, { omitempty: false, optional: true }),
]);

export const EventSource: StructType = struct('k8s.io/api/core/v1.EventSource', () => [
  field('component', string, 1, { optional: true }),
  field('host', string, 2, { optional: true }),
]);

export const Event: StructType = struct('k8s.io/api/core/v1.Event', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false }),
  field('involvedObject', ObjectReference, 2, { omitempty: false }),
  field('reason', string, 3, { optional: true }),
  field('message', string, 4, { optional: true }),
  field('source', EventSource, 5, { omitempty: false, optional: true }),
  field('firstTimestamp', Time, 6, { omitempty: false, optional: true }),
  field('lastTimestamp', Time, 7, { omitempty: false, optional: true }),
  field('count', int32, 8, { optional: true }),
  field('type', string, 9, { optional: true }),
  field('eventTime', MicroTime, 10, { omitempty: false, optional: true }),
  field('series', EventSeries, 11, { pointer: true, optional: true }),
  field('action', string, 12, { optional: true }),
  field('related', ObjectReference, 13, { pointer: true, optional: true }),
  field('reportingComponent', string, 14, { go: 'ReportingController', omitempty: false, optional: true }),
  field('reportingInstance', string, 15, { omitempty: false, optional: true }),
]);

export const EventSeries: StructType = struct('k8s.io/api/core/v1.EventSeries', () => [
  field('count', int32, 1, { optional: true }),
  field('lastObservedTime', MicroTime, 2, { omitempty: false, optional: true }),
]);

export const EventList: StructType = struct('k8s.io/api/core/v1.EventList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(Event), 2, { omitempty: false }),
]);

export const LimitRangeItem: StructType = struct('k8s.io/api/core/v1.LimitRangeItem', () => [
  field('type', LimitType, 1, { omitempty: false }),
  field('max', ResourceList, 2, { optional: true }),
  field('min', ResourceList, 3, { optional: true }),
  field('default', ResourceList, 4, { optional: true }),
  field('defaultRequest', ResourceList, 5, { optional: true }),
  field('maxLimitRequestRatio', ResourceList, 6, { optional: true }),
]);

export const LimitRangeSpec: StructType = struct('k8s.io/api/core/v1.LimitRangeSpec', () => [
  field('limits', list(LimitRangeItem), 1, { omitempty: false, list: 'atomic' }),
]);

export const LimitRange: StructType = struct('k8s.io/api/core/v1.LimitRange', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', LimitRangeSpec, 2, { omitempty: false, optional: true }),
]);

export const LimitRangeList: StructType = struct('k8s.io/api/core/v1.LimitRangeList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(LimitRange), 2, { omitempty: false }),
]);

export const ResourceQuotaSpec: StructType = struct('k8s.io/api/core/v1.ResourceQuotaSpec', () => [
  field('hard', ResourceList, 1, { optional: true }),
  field('scopes', list(ResourceQuotaScope), 2, { optional: true, list: 'atomic' }),
  field('scopeSelector', ScopeSelector, 3, { pointer: true, optional: true }),
]);

export const ScopeSelector: StructType = struct(
  'k8s.io/api/core/v1.ScopeSelector',
  () => [field('matchExpressions', list(ScopedResourceSelectorRequirement), 1, { optional: true, list: 'atomic' })],
  '',
  { atomic: true },
);

export const ScopedResourceSelectorRequirement: StructType = struct('k8s.io/api/core/v1.ScopedResourceSelectorRequirement', () => [
  field('scopeName', ResourceQuotaScope, 1, { omitempty: false }),
  field('operator', ScopeSelectorOperator, 2, { omitempty: false }),
  field('values', list(string), 3, { optional: true, list: 'atomic' }),
]);

export const ResourceQuotaStatus: StructType = struct('k8s.io/api/core/v1.ResourceQuotaStatus', () => [
  field('hard', ResourceList, 1, { optional: true }),
  field('used', ResourceList, 2, { optional: true }),
]);

export const ResourceQuota: StructType = struct('k8s.io/api/core/v1.ResourceQuota', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', ResourceQuotaSpec, 2, { omitempty: false, optional: true }),
  field('status', ResourceQuotaStatus, 3, { omitempty: false, optional: true }),
]);

export const ResourceQuotaList: StructType = struct('k8s.io/api/core/v1.ResourceQuotaList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(ResourceQuota), 2, { omitempty: false }),
]);

export const Secret: StructType = struct('k8s.io/api/core/v1.Secret', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('immutable', bool, 5, { pointer: true, optional: true }),
  field('data', map(bytes), 2, { optional: true }),
  field('stringData', map(string), 4, { optional: true }),
  field('type', SecretType, 3, { optional: true }),
]);

export const SecretList: StructType = struct('k8s.io/api/core/v1.SecretList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(Secret), 2, { omitempty: false }),
]);

export const ConfigMap: StructType = struct('k8s.io/api/core/v1.ConfigMap', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('immutable', bool, 4, { pointer: true, optional: true }),
  field('data', map(string), 2, { optional: true }),
  field('binaryData', map(bytes), 3, { optional: true }),
]);

export const ConfigMapList: StructType = struct('k8s.io/api/core/v1.ConfigMapList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(ConfigMap), 2, { omitempty: false }),
]);

export const ComponentCondition: StructType = struct('k8s.io/api/core/v1.ComponentCondition', () => [
  field('type', ComponentConditionType, 1, { omitempty: false }),
  field('status', ConditionStatus, 2, { omitempty: false }),
  field('message', string, 3, { optional: true }),
  field('error', string, 4, { optional: true }),
]);

export const ComponentStatus: StructType = struct('k8s.io/api/core/v1.ComponentStatus', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('conditions', list(ComponentCondition), 2, { optional: true, patch: 'merge', mergeKey: 'type', list: 'map', keys: ['type'] }),
]);

export const ComponentStatusList: StructType = struct('k8s.io/api/core/v1.ComponentStatusList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(ComponentStatus), 2, { omitempty: false }),
]);

export const DownwardAPIVolumeSource: StructType = struct('k8s.io/api/core/v1.DownwardAPIVolumeSource', () => [
  field('items', list(DownwardAPIVolumeFile), 1, { optional: true, list: 'atomic' }),
  field('defaultMode', int32, 2, { pointer: true, optional: true }),
]);

export const DownwardAPIVolumeFile: StructType = struct('k8s.io/api/core/v1.DownwardAPIVolumeFile', () => [
  field('path', string, 1, { omitempty: false }),
  field('fieldRef', ObjectFieldSelector, 2, { pointer: true, optional: true }),
  field('resourceFieldRef', ResourceFieldSelector, 3, { pointer: true, optional: true }),
  field('mode', int32, 4, { pointer: true, optional: true }),
]);

export const DownwardAPIProjection: StructType = struct('k8s.io/api/core/v1.DownwardAPIProjection', () => [
  field('items', list(DownwardAPIVolumeFile), 1, { optional: true, list: 'atomic' }),
]);

export const SecurityContext: StructType = struct('k8s.io/api/core/v1.SecurityContext', () => [
  field('capabilities', Capabilities, 1, { pointer: true, optional: true }),
  field('privileged', bool, 2, { pointer: true, optional: true }),
  field('seLinuxOptions', SELinuxOptions, 3, { go: 'SELinuxOptions', pointer: true, optional: true }),
  field('windowsOptions', WindowsSecurityContextOptions, 10, { pointer: true, optional: true }),
  field('runAsUser', int64, 4, { pointer: true, optional: true }),
  field('runAsGroup', int64, 8, { pointer: true, optional: true }),
  field('runAsNonRoot', bool, 5, { pointer: true, optional: true }),
  field('readOnlyRootFilesystem', bool, 6, { pointer: true, optional: true }),
  field('allowPrivilegeEscalation', bool, 7, { pointer: true, optional: true }),
  field('procMount', ProcMountType, 9, { pointer: true, optional: true }),
  field('seccompProfile', SeccompProfile, 11, { pointer: true, optional: true }),
  field('appArmorProfile', AppArmorProfile, 12, { pointer: true, optional: true }),
]);

export const SELinuxOptions: StructType = struct('k8s.io/api/core/v1.SELinuxOptions', () => [
  field('user', string, 1, { optional: true }),
  field('role', string, 2, { optional: true }),
  field('type', string, 3, { optional: true }),
  field('level', string, 4, { optional: true }),
]);

export const WindowsSecurityContextOptions: StructType = struct('k8s.io/api/core/v1.WindowsSecurityContextOptions', () => [
  field('gmsaCredentialSpecName', string, 1, { go: 'GMSACredentialSpecName', pointer: true, optional: true }),
  field('gmsaCredentialSpec', string, 2, { go: 'GMSACredentialSpec', pointer: true, optional: true }),
  field('runAsUserName', string, 3, { pointer: true, optional: true }),
  field('hostProcess', bool, 4, { pointer: true, optional: true }),
]);

export const RangeAllocation: StructType = struct('k8s.io/api/core/v1.RangeAllocation', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('range', string, 2, { omitempty: false }),
  field('data', bytes, 3, { omitempty: false }),
]);

export const Sysctl: StructType = struct('k8s.io/api/core/v1.Sysctl', () => [
  field('name', string, 1, { omitempty: false }),
  field('value', string, 2, { omitempty: false }),
]);

export const PortStatus: StructType = struct('k8s.io/api/core/v1.PortStatus', () => [
  field('port', int32, 1, { omitempty: false }),
  field('protocol', Protocol, 2, { omitempty: false }),
  field('error', string, 3, { pointer: true, optional: true }),
]);

export const ImageVolumeSource: StructType = struct('k8s.io/api/core/v1.ImageVolumeSource', () => [
  field('reference', string, 1, { optional: true }),
  field('pullPolicy', PullPolicy, 2, { optional: true }),
]);

export const NodeAllocatableResourceClaimStatus: StructType = struct('k8s.io/api/core/v1.NodeAllocatableResourceClaimStatus', () => [
  field('resourceClaimName', string, 1, { omitempty: false }),
  field('containers', list(string), 2, { optional: true, list: 'set' }),
  field('resources', map(Quantity, ResourceName), 3, { omitempty: false }),
]);

export const ResourceList: MapType = map(Quantity, ResourceName, 'v1.ResourceList');
