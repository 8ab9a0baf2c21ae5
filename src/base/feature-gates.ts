/**
 * Feature gates: which features are on in one server. The gates are upstream's v1.36, with their stages and defaults; there is no global set of them,
 * so that two servers in one process may differ.
 *
 * Setting a gate that upstream knows is never an error, even where the feature concerns another component: clusters pass the same list to all.
 */
/** Whether a feature is on: what most code needs to know of the gates. */
export type FeatureEnabled = (gate: string) => boolean;

export type GateStage = 'ALPHA' | 'BETA' | 'GA' | 'DEPRECATED';

interface Gate {
  readonly stage: GateStage;
  readonly initial: boolean;
  /** Cannot be set to anything else. */
  readonly locked: boolean;
}

export class FeatureGateError extends Error {
  override readonly name = 'FeatureGateError';
}

export class FeatureGates {
  readonly #enabled: ReadonlyMap<string, boolean>;

  /**
   * @param settings gates that differ from their defaults. AllAlpha and AllBeta set those of their stage that are not named.
   * @throws {FeatureGateError} for a gate that does not exist
   */
  constructor(settings: { readonly [gate: string]: boolean } = {}) {
    const enabled = new Map([...GATES].map(([name, gate]) => [name, gate.initial]));
    for (const [all, stage] of [
      ['AllAlpha', 'ALPHA'],
      ['AllBeta', 'BETA'],
    ] as const) {
      const value = settings[all];
      if (value !== undefined) for (const [name, gate] of GATES) if (gate.stage === stage) enabled.set(name, value);
    }
    for (const [name, value] of Object.entries(settings)) {
      const gate = GATES.get(name);
      if (gate === undefined) throw new FeatureGateError(`unrecognized feature gate: ${name}`);
      if (gate.locked && value !== gate.initial)
        throw new FeatureGateError(`cannot set feature gate ${name} to ${value}, feature is locked to ${gate.initial}`);
      enabled.set(name, value);
    }
    this.#enabled = enabled;
  }

  /** Whether the gate is on; a name that is no gate is a mistake in the program. */
  enabled(name: string): boolean {
    const value = this.#enabled.get(name);
    if (value === undefined) throw new Error(`no feature gate ${name}`);
    return value;
  }

  /** Every gate with its stage and state, sorted by name. */
  *[Symbol.iterator](): Generator<{ readonly name: string; readonly stage: GateStage; readonly enabled: boolean }> {
    for (const [name, gate] of GATES) yield { name, stage: gate.stage, enabled: this.enabled(name) };
  }
}

/**
 * Reads values of --feature-gates: "A=true,kube:B=false".
 * @throws {FeatureGateError} with upstream's message
 */
export function parseFeatureGates(values: readonly string[]): { readonly [gate: string]: boolean } {
  const settings: Record<string, boolean> = {};
  const prefixes = new Set<string>();
  for (const part of values.flatMap((value) => value.split(',')).filter((each) => each !== '')) {
    const at = part.indexOf('=');
    const key = (at < 0 ? part : part.slice(0, at)).trim();
    const [component, gate] = key.includes(':') ? [key.slice(0, key.indexOf(':')), key.slice(key.indexOf(':') + 1)] : ['', key];
    prefixes.add(component);
    if (component !== '' && component !== 'kube') throw new FeatureGateError(`component not registered: ${component}`);
    if (prefixes.size > 1)
      throw new FeatureGateError('set kube feature gates with default empty prefix or kube: prefix consistently, do not mix use');
    if (at < 0) throw new FeatureGateError(`missing bool value for ${gate}`);
    if (!GATES.has(gate)) throw new FeatureGateError(`unrecognized feature gate: ${gate}`);
    settings[gate] = boolValue(gate, part.slice(at + 1).trim());
  }
  return settings;
}

function boolValue(gate: string, text: string): boolean {
  if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(text)) return true;
  if (['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(text)) return false;
  throw new FeatureGateError(`invalid value of ${gate}=${text}, err: strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax`);
}

const BETA_ON = words(`
  APIResponseCompression APIServerIdentity AllowParsingUserUIDFromCertAuth AtomicFIFO AuthorizePodWebsocketUpgradeCreatePermission
  CPUManagerPolicyBetaOptions CRDObservedGenerationTracking ClearingNominatedNodeNameAfterBinding ClientsAllowCARotation ClientsAllowTLSCacheGC
  ComponentFlagz ComponentStatusz ConstrainedImpersonation ContainerCheckpoint ContainerRestartRules ContextualLogging DRAConsumableCapacity
  DRADeviceBindingConditions DRADeviceTaints DRAExtendedResource DRAPartitionableDevices DRAResourceClaimDeviceStatus
  DRAResourceClaimGranularStatusAuthorization DRASchedulerFilterTimeout DeclarativeValidationBeta DeploymentReplicaSetTerminatingReplicas
  DetectCacheInconsistency EnvFiles ExtendWebSocketsToKubelet GracefulNodeShutdown GracefulNodeShutdownBasedOnPodPriority
  HPAConfigurableTolerance HostnameOverride InOrderInformersBatchProcess InPlacePodLevelResourcesVerticalScaling
  InPlacePodVerticalScalingInitContainers KubeletCrashLoopBackOffMax KubeletEnsureSecretPulledImages KubeletSeparateDiskGC
  KubeletServiceAccountTokenForCredentialProviders ListFromCacheSnapshot LoggingBetaOptions MatchLabelKeysInPodTopologySpread
  MatchLabelKeysInPodTopologySpreadSelectorMerge MutablePodResourcesForSuspendedJobs MutableSchedulingDirectivesForSuspendedJobs
  NodeDeclaredFeatures NominatedNodeNameForExpectation OpenAPIEnums OpportunisticBatching PLEGOnDemandRelist PodDeletionCost PodLevelResources
  PodReadyToStartContainersCondition PodTopologyLabelsAdmission PortForwardWebsockets PreventStaticPodAPIReferences RelaxedServiceNameValidation
  ReloadKubeletClientCAFile ReloadKubeletServerCertificateFile RemoteRequestHeaderUID ResourceHealthStatus ResourceHealthStatusMessage
  RestartAllContainersOnContainerExits RotateKubeletServerCertificate SchedulerAsyncPreemption SchedulerPopFromBackoffQ
  ServiceAccountNodeAudienceRestriction SizeBasedListCostEstimate StaleControllerConsistencyDaemonSet StaleControllerConsistencyJob
  StaleControllerConsistencyReplicaSet StaleControllerConsistencyStatefulSet StatefulSetSemanticRevisionComparison StorageVersionHash
  StrictIPCIDRValidation StructuredAuthenticationConfigurationEgressSelector StructuredAuthenticationConfigurationJWKSMetrics
  TokenRequestServiceAccountUIDValidation TopologyManagerPolicyBetaOptions TranslateStreamCloseWebsocketRequests
  UnauthenticatedHTTP2DOSMitigation UnknownVersionInteroperabilityProxy UnlockWhileProcessingFIFO WatchCacheInitializationPostStartHook
  WatchList WatchListClient WindowsGracefulNodeShutdown
`);

const BETA_OFF = words(`
  AllBeta ClusterTrustBundle ClusterTrustBundleProjection ConcurrentWatchObjectDecode CoordinatedLeaderElection DRADeviceTaintRules
  LocalStorageCapacityIsolationFSQuotaMonitoring MaxUnavailableStatefulSet PodCertificateRequest SELinuxMount SchedulerAsyncAPICalls
  StorageVersionMigrator
`);

const ALPHA_OFF = words(`
  APIServingWithRoutine AllAlpha AllowUnsafeMalformedObjectDeletion CBORServingAndStorage CPUManagerPolicyAlphaOptions CRIListStreaming
  CSIVolumeHealth ClientsAllowCBOR ClientsPreferCBOR CloudControllerManagerWatchBasedRoutesReconciliation CloudControllerManagerWebhook
  ContainerStopSignals ControllerManagerReleaseLeaderElectionLockOnExit CrossNamespaceVolumeDataSource DRAListTypeAttributes
  DRANodeAllocatableResources DRAResourcePoolStatus DRAWorkloadResourceClaims EventedPLEG GangScheduling GenericWorkload HPAScaleToZero
  ImageVolumeWithDigest InPlacePodVerticalScalingExclusiveCPUs InPlacePodVerticalScalingExclusiveMemory KubeletInUserNamespace
  LoggingAlphaOptions ManifestBasedAdmissionControlConfig MemoryQoS MinimumKubeletVersion MutablePVNodeAffinity NativeHistograms
  PersistentVolumeClaimUnusedSinceTime PodAndContainerStatsFromCRI PodLevelResourceManagers PodLogsQuerySplitStreams PodsAPI QOSReserved
  ReduceDefaultCrashLoopBackOffDecay RouteExternalCertificate RuntimeClassInImageCriApi ShardedListAndWatch StorageCapacityScoring
  StoragePerformantSecurityPolicy StorageVersionAPI TaintTolerationComparisonOperators TopologyAwareWorkloadScheduling
  TopologyManagerPolicyAlphaOptions UserNamespacesHostNetworkSupport VolumeLimitScaling WindowsCPUAndMemoryAffinity WorkloadAwarePreemption
  WorkloadWithJob
`);

const GA_LOCKED = words(`
  APIServerTracing AnonymousAuthConfigurableEndpoints AnyVolumeDataSource AuthorizeNodeWithSelectors AuthorizeWithSelectors BtreeWatchCache
  CPUManagerPolicyOptions CRDValidationRatcheting CSIServiceAccountTokenSecrets ConsistentListFromCache CustomResourceFieldSelectors
  DRAAdminAccess DRAPrioritizedList DeclarativeValidation DisableAllocatorDualWrite DisableCPUQuotaWithExclusiveCPUs DynamicResourceAllocation
  ExecProbeTimeout ExternalServiceAccountTokenSigner HonorPVReclaimPolicy ImageMaximumGCAge ImageVolume InOrderInformers
  InPlacePodVerticalScaling JobBackoffLimitPerIndex JobManagedBy JobPodReplacementPolicy JobSuccessPolicy KubeletCgroupDriverFromCRI
  KubeletFineGrainedAuthz KubeletPSI KubeletPodResourcesDynamicResources KubeletPodResourcesGet KubeletTracing LogarithmicScaleDown
  MatchLabelKeysInPodAffinity MultiCIDRServiceAllocator MutableCSINodeAllocatableCount MutatingAdmissionPolicy NFTablesProxyMode
  NodeInclusionPolicyInPodTopologySpread NodeLogQuery NodeSwap OrderedNamespaceDeletion PodLifecycleSleepAction PodLifecycleSleepActionAllowZero
  PodObservedGenerationTracking PodSchedulingReadiness PreferSameTrafficDistribution ProcMountType RecoverVolumeExpansionFailure
  RecursiveReadOnlyMounts RelaxedDNSSearchValidation RelaxedEnvironmentVariableValidation ResilientWatchCacheInitialization RetryGenerateName
  SELinuxChangePolicy SELinuxMountReadWriteOncePod SchedulerQueueingHints SeparateTaintEvictionController ServiceAccountTokenJTI
  ServiceAccountTokenNodeBinding ServiceAccountTokenNodeBindingValidation ServiceAccountTokenPodNodeInfo SidecarContainers
  StreamingCollectionEncodingToJSON StreamingCollectionEncodingToProtobuf StructuredAuthenticationConfiguration SupplementalGroupsPolicy
  SystemdWatchdog TopologyManagerPolicyOptions UserNamespacesSupport VolumeAttributesClass WinDSR WinOverlay
`);

const GA_ON = words(`
  CustomCPUCFSQuotaPeriod InformerResourceVersion
`);

const DEPRECATED_LOCKED = words(`
  AggregatedDiscoveryRemoveBetaType AllowOverwriteTerminationGracePeriodSeconds
`);

const DEPRECATED_ON = words(`
  DisableNodeKubeProxyVersion KubeletPodResourcesListUseActivePods StorageNamespaceIndex
`);

const DEPRECATED_OFF = words(`
  AllowDNSOnlyNodeCSR AllowInsecureKubeletCertificateSigningRequests ChangeContainerStatusOnKubeletRestart DeclarativeValidationTakeover
  GitRepoVolumeDriver InPlacePodVerticalScalingAllocatedStatus KMSv1 KubeletRegistrationGetOnExistsOnly SeparateCacheWatchRPC WindowsHostNetwork
`);

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

function gates(names: readonly string[], stage: GateStage, initial: boolean, locked = false): [string, Gate][] {
  return names.map((name) => [name, { stage, initial, locked }]);
}

const GATES: ReadonlyMap<string, Gate> = new Map(
  [
    ...gates(ALPHA_OFF, 'ALPHA', false),
    ...gates(BETA_ON, 'BETA', true),
    ...gates(BETA_OFF, 'BETA', false),
    ...gates(GA_LOCKED, 'GA', true, true),
    ...gates(GA_ON, 'GA', true),
    ...gates(DEPRECATED_LOCKED, 'DEPRECATED', true, true),
    ...gates(DEPRECATED_ON, 'DEPRECATED', true),
    ...gates(DEPRECATED_OFF, 'DEPRECATED', false),
  ].sort(([one], [other]) => (one < other ? -1 : 1)),
);
