/**
 * Upstream's internal types of pods and volumes, as messages print them (see codec/json/internal-form.ts for the notation). Only what a pod's spec
 * and addresses and a volume's spec consist of; internal pods keep the host's namespaces in their security context.
 */
import { InternalTypes } from '../../../codec/json/internal-form.ts';

export const POD_TYPES: InternalTypes = new InternalTypes(`
AWSElasticBlockStoreVolumeSource: VolumeID, FSType, Partition int, ReadOnly bool
Affinity: NodeAffinity *NodeAffinity, PodAffinity *PodAffinity, PodAntiAffinity *PodAntiAffinity
AppArmorProfile: Type, LocalhostProfile *string
AzureDiskVolumeSource: DiskName, DataDiskURI, CachingMode *string, FSType *string, ReadOnly *bool, Kind *string
AzureFilePersistentVolumeSource: SecretName, ShareName, ReadOnly bool, SecretNamespace *string
AzureFileVolumeSource: SecretName, ShareName, ReadOnly bool
CSIPersistentVolumeSource: Driver, VolumeHandle, ReadOnly bool, FSType, VolumeAttributes {}string,
  ControllerPublishSecretRef *SecretReference, NodeStageSecretRef *SecretReference, NodePublishSecretRef *SecretReference,
  ControllerExpandSecretRef *SecretReference, NodeExpandSecretRef *SecretReference
CSIVolumeSource: Driver, ReadOnly *bool, FSType *string, VolumeAttributes {}string, NodePublishSecretRef *LocalObjectReference
Capabilities: Add []string, Drop []string
CephFSPersistentVolumeSource: Monitors []string, Path, User, SecretFile, SecretRef *SecretReference, ReadOnly bool
CephFSVolumeSource: Monitors []string, Path, User, SecretFile, SecretRef *LocalObjectReference, ReadOnly bool
CinderPersistentVolumeSource: VolumeID, FSType, ReadOnly bool, SecretRef *SecretReference
CinderVolumeSource: VolumeID, FSType, ReadOnly bool, SecretRef *LocalObjectReference
ClusterTrustBundleProjection: Name *string, SignerName *string, LabelSelector *json, Optional *bool, Path
ConfigMapEnvSource: ...LocalObjectReference, Optional *bool
ConfigMapKeySelector: ...LocalObjectReference, Key, Optional *bool
ConfigMapProjection: ...LocalObjectReference, Items []KeyToPath, Optional *bool
ConfigMapVolumeSource: ...LocalObjectReference, Items []KeyToPath, DefaultMode *int, Optional *bool
Container: Name, Image, Command []string, Args []string, WorkingDir, Ports []ContainerPort, EnvFrom []EnvFromSource, Env []EnvVar,
  Resources ResourceRequirements, ResizePolicy []ContainerResizePolicy, RestartPolicy *string, RestartPolicyRules []ContainerRestartRule,
  VolumeMounts []VolumeMount, VolumeDevices []VolumeDevice, LivenessProbe *Probe, ReadinessProbe *Probe, StartupProbe *Probe,
  Lifecycle *Lifecycle, TerminationMessagePath, TerminationMessagePolicy, ImagePullPolicy, SecurityContext *SecurityContext, Stdin bool,
  StdinOnce bool, TTY bool
ContainerPort: Name, HostPort int, ContainerPort int, Protocol, HostIP
ContainerResizePolicy: ResourceName, RestartPolicy
ContainerRestartRule: Action, ExitCodes *ContainerRestartRuleOnExitCodes
ContainerRestartRuleOnExitCodes: Operator, Values []int
DownwardAPIProjection: Items []DownwardAPIVolumeFile
DownwardAPIVolumeFile: Path, FieldRef *ObjectFieldSelector, ResourceFieldRef *ResourceFieldSelector, Mode *int
DownwardAPIVolumeSource: Items []DownwardAPIVolumeFile, DefaultMode *int
EmptyDirVolumeSource: Medium, SizeLimit *quantity
EnvFromSource: Prefix, ConfigMapRef *ConfigMapEnvSource, SecretRef *SecretEnvSource
EnvVar: Name, Value, ValueFrom *EnvVarSource
EnvVarSource: FieldRef *ObjectFieldSelector, ResourceFieldRef *ResourceFieldSelector, ConfigMapKeyRef *ConfigMapKeySelector,
  SecretKeyRef *SecretKeySelector, FileKeyRef *FileKeySelector
EphemeralContainer: ...EphemeralContainerCommon, TargetContainerName
EphemeralContainerCommon: Name, Image, Command []string, Args []string, WorkingDir, Ports []ContainerPort, EnvFrom []EnvFromSource,
  Env []EnvVar, Resources ResourceRequirements, ResizePolicy []ContainerResizePolicy, RestartPolicy *string,
  RestartPolicyRules []ContainerRestartRule, VolumeMounts []VolumeMount, VolumeDevices []VolumeDevice, LivenessProbe *Probe,
  ReadinessProbe *Probe, StartupProbe *Probe, Lifecycle *Lifecycle, TerminationMessagePath, TerminationMessagePolicy, ImagePullPolicy,
  SecurityContext *SecurityContext, Stdin bool, StdinOnce bool, TTY bool
EphemeralVolumeSource: VolumeClaimTemplate *PersistentVolumeClaimTemplate
ExecAction: Command []string
FCVolumeSource: TargetWWNs []string, Lun *int, FSType, ReadOnly bool, WWIDs []string
FileKeySelector: VolumeName, Path, Key, Optional *bool
FlexPersistentVolumeSource: Driver, FSType, SecretRef *SecretReference, ReadOnly bool, Options {}string
FlexVolumeSource: Driver, FSType, SecretRef *LocalObjectReference, ReadOnly bool, Options {}string
FlockerVolumeSource: DatasetName, DatasetUUID
GCEPersistentDiskVolumeSource: PDName, FSType, Partition int, ReadOnly bool
GRPCAction: Port int, Service *string
GitRepoVolumeSource: Repository, Revision, Directory
GlusterfsPersistentVolumeSource: EndpointsName, Path, ReadOnly bool, EndpointsNamespace *string
GlusterfsVolumeSource: EndpointsName, Path, ReadOnly bool
HTTPGetAction: Path, Port port, Host, Scheme, HTTPHeaders []HTTPHeader
HTTPHeader: Name, Value
HostAlias: IP, Hostnames []string
HostIP: IP
HostPathVolumeSource: Path, Type *string
ISCSIPersistentVolumeSource: TargetPortal, IQN, Lun int, ISCSIInterface, FSType, ReadOnly bool, Portals []string, DiscoveryCHAPAuth bool,
  SessionCHAPAuth bool, SecretRef *SecretReference, InitiatorName *string
ISCSIVolumeSource: TargetPortal, IQN, Lun int, ISCSIInterface, FSType, ReadOnly bool, Portals []string, DiscoveryCHAPAuth bool,
  SessionCHAPAuth bool, SecretRef *LocalObjectReference, InitiatorName *string
ImageVolumeSource: Reference, PullPolicy
KeyToPath: Key, Path, Mode *int
Lifecycle: PostStart *LifecycleHandler, PreStop *LifecycleHandler, StopSignal *string
LifecycleHandler: Exec *ExecAction, HTTPGet *HTTPGetAction, TCPSocket *TCPSocketAction, Sleep *SleepAction
LocalObjectReference: Name
LocalVolumeSource: Path, FSType *string
NFSVolumeSource: Server, Path, ReadOnly bool
NodeAffinity: RequiredDuringSchedulingIgnoredDuringExecution *NodeSelector,
  PreferredDuringSchedulingIgnoredDuringExecution []PreferredSchedulingTerm
NodeSelector: NodeSelectorTerms []NodeSelectorTerm
NodeSelectorRequirement: Key, Operator, Values []string
NodeSelectorTerm: MatchExpressions []NodeSelectorRequirement, MatchFields []NodeSelectorRequirement
ObjectFieldSelector: APIVersion, FieldPath
ObjectReference: Kind, Namespace, Name, UID, APIVersion, ResourceVersion, FieldPath
PersistentVolumeClaimSpec: AccessModes []string, Selector *json, Resources VolumeResourceRequirements, VolumeName, StorageClassName *string,
  VolumeMode *string, DataSource *TypedLocalObjectReference, DataSourceRef *TypedObjectReference, VolumeAttributesClassName *string
PersistentVolumeClaimTemplate: ...json, Spec PersistentVolumeClaimSpec
PersistentVolumeClaimVolumeSource: ClaimName, ReadOnly bool
PersistentVolumeSource: GCEPersistentDisk *GCEPersistentDiskVolumeSource, AWSElasticBlockStore *AWSElasticBlockStoreVolumeSource,
  HostPath *HostPathVolumeSource, Glusterfs *GlusterfsPersistentVolumeSource, NFS *NFSVolumeSource, RBD *RBDPersistentVolumeSource,
  Quobyte *QuobyteVolumeSource, ISCSI *ISCSIPersistentVolumeSource, FlexVolume *FlexPersistentVolumeSource,
  Cinder *CinderPersistentVolumeSource, CephFS *CephFSPersistentVolumeSource, FC *FCVolumeSource, Flocker *FlockerVolumeSource,
  AzureFile *AzureFilePersistentVolumeSource, VsphereVolume *VsphereVirtualDiskVolumeSource, AzureDisk *AzureDiskVolumeSource,
  PhotonPersistentDisk *PhotonPersistentDiskVolumeSource, PortworxVolume *PortworxVolumeSource, ScaleIO *ScaleIOPersistentVolumeSource,
  Local *LocalVolumeSource, StorageOS *StorageOSPersistentVolumeSource, CSI *CSIPersistentVolumeSource
PersistentVolumeSpec: Capacity {}string, ...PersistentVolumeSource, AccessModes []string, ClaimRef *ObjectReference,
  PersistentVolumeReclaimPolicy, StorageClassName, MountOptions []string, VolumeMode *string, NodeAffinity *VolumeNodeAffinity,
  VolumeAttributesClassName *string
PhotonPersistentDiskVolumeSource: PdID, FSType
PodAffinity: RequiredDuringSchedulingIgnoredDuringExecution []PodAffinityTerm,
  PreferredDuringSchedulingIgnoredDuringExecution []WeightedPodAffinityTerm
PodAffinityTerm: LabelSelector *json, Namespaces []string, TopologyKey, NamespaceSelector *json, MatchLabelKeys []string,
  MismatchLabelKeys []string
PodAntiAffinity: RequiredDuringSchedulingIgnoredDuringExecution []PodAffinityTerm,
  PreferredDuringSchedulingIgnoredDuringExecution []WeightedPodAffinityTerm
PodCertificateProjection: SignerName, KeyType, MaxExpirationSeconds *int, CredentialBundlePath, KeyPath, CertificateChainPath,
  UserAnnotations {}string
PodDNSConfig: Nameservers []string, Searches []string, Options []PodDNSConfigOption
PodDNSConfigOption: Name, Value *string
PodIP: IP
PodOS: Name
PodReadinessGate: ConditionType
PodResourceClaim: Name, ResourceClaimName *string, ResourceClaimTemplateName *string
PodSchedulingGate: Name
PodSchedulingGroup: PodGroupName *string
PodSecurityContext: HostNetwork bool, HostPID bool, HostIPC bool, ShareProcessNamespace *bool, HostUsers *bool,
  SELinuxOptions *SELinuxOptions, WindowsOptions *WindowsSecurityContextOptions, RunAsUser *int, RunAsGroup *int, RunAsNonRoot *bool,
  SupplementalGroups []int, SupplementalGroupsPolicy *string, FSGroup *int, FSGroupChangePolicy *string, Sysctls []Sysctl,
  SeccompProfile *SeccompProfile, AppArmorProfile *AppArmorProfile, SELinuxChangePolicy *string
PodSpec: Volumes []Volume, InitContainers []Container, Containers []Container, EphemeralContainers []EphemeralContainer, RestartPolicy,
  TerminationGracePeriodSeconds *int, ActiveDeadlineSeconds *int, DNSPolicy, NodeSelector {}string, ServiceAccountName,
  AutomountServiceAccountToken *bool, NodeName, SecurityContext *PodSecurityContext, ImagePullSecrets []LocalObjectReference, Hostname,
  Subdomain, SetHostnameAsFQDN *bool, Affinity *Affinity, SchedulerName, Tolerations []Toleration, HostAliases []HostAlias,
  PriorityClassName, Priority *int, PreemptionPolicy *string, DNSConfig *PodDNSConfig, ReadinessGates []PodReadinessGate,
  RuntimeClassName *string, Overhead {}string, EnableServiceLinks *bool, TopologySpreadConstraints []TopologySpreadConstraint, OS *PodOS,
  SchedulingGates []PodSchedulingGate, ResourceClaims []PodResourceClaim, Resources *ResourceRequirements, HostnameOverride *string,
  SchedulingGroup *PodSchedulingGroup
PodTemplateSpec: ...json, Spec PodSpec
PortworxVolumeSource: VolumeID, FSType, ReadOnly bool
PreferredSchedulingTerm: Weight int, Preference NodeSelectorTerm
Probe: ...ProbeHandler, InitialDelaySeconds int, TimeoutSeconds int, PeriodSeconds int, SuccessThreshold int, FailureThreshold int,
  TerminationGracePeriodSeconds *int
ProbeHandler: Exec *ExecAction, HTTPGet *HTTPGetAction, TCPSocket *TCPSocketAction, GRPC *GRPCAction
ProjectedVolumeSource: Sources []VolumeProjection, DefaultMode *int
QuobyteVolumeSource: Registry, Volume, ReadOnly bool, User, Group, Tenant
RBDPersistentVolumeSource: CephMonitors []string, RBDImage, FSType, RBDPool, RadosUser, Keyring, SecretRef *SecretReference, ReadOnly bool
RBDVolumeSource: CephMonitors []string, RBDImage, FSType, RBDPool, RadosUser, Keyring, SecretRef *LocalObjectReference, ReadOnly bool
ResourceClaim: Name, Request
ResourceFieldSelector: ContainerName, Resource, Divisor quantity
ResourceRequirements: Limits {}string, Requests {}string, Claims []ResourceClaim
SELinuxOptions: User, Role, Type, Level
ScaleIOPersistentVolumeSource: Gateway, System, SecretRef *SecretReference, SSLEnabled bool, ProtectionDomain, StoragePool, StorageMode,
  VolumeName, FSType, ReadOnly bool
ScaleIOVolumeSource: Gateway, System, SecretRef *LocalObjectReference, SSLEnabled bool, ProtectionDomain, StoragePool, StorageMode,
  VolumeName, FSType, ReadOnly bool
SeccompProfile: Type, LocalhostProfile *string
SecretEnvSource: ...LocalObjectReference, Optional *bool
SecretKeySelector: ...LocalObjectReference, Key, Optional *bool
SecretProjection: ...LocalObjectReference, Items []KeyToPath, Optional *bool
SecretReference: Name, Namespace
SecretVolumeSource: SecretName, Items []KeyToPath, DefaultMode *int, Optional *bool
SecurityContext: Capabilities *Capabilities, Privileged *bool, SELinuxOptions *SELinuxOptions,
  WindowsOptions *WindowsSecurityContextOptions, RunAsUser *int, RunAsGroup *int, RunAsNonRoot *bool, ReadOnlyRootFilesystem *bool,
  AllowPrivilegeEscalation *bool, ProcMount *string, SeccompProfile *SeccompProfile, AppArmorProfile *AppArmorProfile
ServiceAccountTokenProjection: Audience, ExpirationSeconds int, Path
SleepAction: Seconds int
StorageOSPersistentVolumeSource: VolumeName, VolumeNamespace, FSType, ReadOnly bool, SecretRef *ObjectReference
StorageOSVolumeSource: VolumeName, VolumeNamespace, FSType, ReadOnly bool, SecretRef *LocalObjectReference
Sysctl: Name, Value
TCPSocketAction: Port port, Host
Toleration: Key, Operator, Value, Effect, TolerationSeconds *int
TopologySpreadConstraint: MaxSkew int, TopologyKey, WhenUnsatisfiable, LabelSelector *json, MinDomains *int, NodeAffinityPolicy *string,
  NodeTaintsPolicy *string, MatchLabelKeys []string
TypedLocalObjectReference: APIGroup *string, Kind, Name
TypedObjectReference: APIGroup *string, Kind, Name, Namespace *string
Volume: Name, ...VolumeSource
VolumeDevice: Name, DevicePath
VolumeMount: Name, ReadOnly bool, RecursiveReadOnly *string, MountPath, SubPath, MountPropagation *string, SubPathExpr
VolumeNodeAffinity: Required *NodeSelector
VolumeProjection: Secret *SecretProjection, DownwardAPI *DownwardAPIProjection, ConfigMap *ConfigMapProjection,
  ServiceAccountToken *ServiceAccountTokenProjection, ClusterTrustBundle *ClusterTrustBundleProjection,
  PodCertificate *PodCertificateProjection
VolumeResourceRequirements: Limits {}string, Requests {}string
VolumeSource: HostPath *HostPathVolumeSource, EmptyDir *EmptyDirVolumeSource, GCEPersistentDisk *GCEPersistentDiskVolumeSource,
  AWSElasticBlockStore *AWSElasticBlockStoreVolumeSource, GitRepo *GitRepoVolumeSource, Secret *SecretVolumeSource, NFS *NFSVolumeSource,
  ISCSI *ISCSIVolumeSource, Glusterfs *GlusterfsVolumeSource, PersistentVolumeClaim *PersistentVolumeClaimVolumeSource,
  RBD *RBDVolumeSource, Quobyte *QuobyteVolumeSource, FlexVolume *FlexVolumeSource, Cinder *CinderVolumeSource, CephFS *CephFSVolumeSource,
  Flocker *FlockerVolumeSource, DownwardAPI *DownwardAPIVolumeSource, FC *FCVolumeSource, AzureFile *AzureFileVolumeSource,
  ConfigMap *ConfigMapVolumeSource, VsphereVolume *VsphereVirtualDiskVolumeSource, AzureDisk *AzureDiskVolumeSource,
  PhotonPersistentDisk *PhotonPersistentDiskVolumeSource, Projected *ProjectedVolumeSource, PortworxVolume *PortworxVolumeSource,
  ScaleIO *ScaleIOVolumeSource, StorageOS *StorageOSVolumeSource, CSI *CSIVolumeSource, Ephemeral *EphemeralVolumeSource,
  Image *ImageVolumeSource
VsphereVirtualDiskVolumeSource: VolumePath, FSType, StoragePolicyName, StoragePolicyID
WeightedPodAffinityTerm: Weight int, PodAffinityTerm PodAffinityTerm
WindowsSecurityContextOptions: GMSACredentialSpecName *string, GMSACredentialSpec *string, RunAsUserName *string, HostProcess *bool
`);
