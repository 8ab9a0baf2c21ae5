/**
 * The built-in resources, one line each: adding a kind ends here. The order is that of the groups in discovery; within a group it has no meaning.
 */
import { mutatingadmissionpolicies } from '../registry/admissionregistration/mutatingadmissionpolicies.ts';
import { mutatingadmissionpolicybindings } from '../registry/admissionregistration/mutatingadmissionpolicybindings.ts';
import { mutatingwebhookconfigurations } from '../registry/admissionregistration/mutatingwebhookconfigurations.ts';
import { validatingadmissionpolicies } from '../registry/admissionregistration/validatingadmissionpolicies.ts';
import { validatingadmissionpolicybindings } from '../registry/admissionregistration/validatingadmissionpolicybindings.ts';
import { validatingwebhookconfigurations } from '../registry/admissionregistration/validatingwebhookconfigurations.ts';
import { customresourcedefinitions } from '../registry/apiextensions/customresourcedefinitions.ts';
import { apiservices } from '../registry/apiregistration/apiservices.ts';
import { controllerrevisions } from '../registry/apps/controllerrevisions.ts';
import { daemonsets } from '../registry/apps/daemonsets.ts';
import { deployments } from '../registry/apps/deployments.ts';
import { replicasets } from '../registry/apps/replicasets.ts';
import { statefulsets } from '../registry/apps/statefulsets.ts';
import { selfsubjectreviews } from '../registry/authentication/selfsubjectreviews.ts';
import { tokenreviews } from '../registry/authentication/tokenreviews.ts';
import { localsubjectaccessreviews } from '../registry/authorization/localsubjectaccessreviews.ts';
import { selfsubjectaccessreviews } from '../registry/authorization/selfsubjectaccessreviews.ts';
import { selfsubjectrulesreviews } from '../registry/authorization/selfsubjectrulesreviews.ts';
import { subjectaccessreviews } from '../registry/authorization/subjectaccessreviews.ts';
import { horizontalpodautoscalers } from '../registry/autoscaling/horizontalpodautoscalers.ts';
import { cronjobs } from '../registry/batch/cronjobs.ts';
import { jobs } from '../registry/batch/jobs.ts';
import { certificatesigningrequests } from '../registry/certificates/certificatesigningrequests.ts';
import { clustertrustbundles } from '../registry/certificates/clustertrustbundles.ts';
import { podcertificaterequests } from '../registry/certificates/podcertificaterequests.ts';
import { leasecandidates } from '../registry/coordination/leasecandidates.ts';
import { leases } from '../registry/coordination/leases.ts';
import { bindings } from '../registry/core/bindings.ts';
import { componentstatuses } from '../registry/core/componentstatuses.ts';
import { configmaps } from '../registry/core/configmaps.ts';
import { endpoints } from '../registry/core/endpoints.ts';
import { events } from '../registry/core/events.ts';
import { limitranges } from '../registry/core/limitranges.ts';
import { namespaces } from '../registry/core/namespaces.ts';
import { nodes } from '../registry/core/nodes.ts';
import { persistentvolumeclaims } from '../registry/core/persistentvolumeclaims.ts';
import { persistentvolumes } from '../registry/core/persistentvolumes.ts';
import { pods } from '../registry/core/pods/pods.ts';
import { podtemplates } from '../registry/core/podtemplates.ts';
import { replicationcontrollers } from '../registry/core/replicationcontrollers.ts';
import { resourcequotas } from '../registry/core/resourcequotas.ts';
import { secrets } from '../registry/core/secrets.ts';
import { serviceaccounts } from '../registry/core/serviceaccounts.ts';
import { services } from '../registry/core/services/services.ts';
import { endpointslices } from '../registry/discovery/endpointslices.ts';
import { flowschemas } from '../registry/flowcontrol/flowschemas.ts';
import { prioritylevelconfigurations } from '../registry/flowcontrol/prioritylevelconfigurations.ts';
import type { ResourceDeclaration } from '../registry/generic/declaration.ts';
import { storageversions } from '../registry/internal/storageversions.ts';
import { ingressclasses } from '../registry/networking/ingressclasses.ts';
import { ingresses } from '../registry/networking/ingresses.ts';
import { ipaddresses } from '../registry/networking/ipaddresses.ts';
import { networkpolicies } from '../registry/networking/networkpolicies.ts';
import { servicecidrs } from '../registry/networking/servicecidrs.ts';
import { runtimeclasses } from '../registry/node/runtimeclasses.ts';
import { poddisruptionbudgets } from '../registry/policy/poddisruptionbudgets.ts';
import { clusterrolebindings } from '../registry/rbac/clusterrolebindings.ts';
import { clusterroles } from '../registry/rbac/clusterroles.ts';
import { rolebindings } from '../registry/rbac/rolebindings.ts';
import { roles } from '../registry/rbac/roles.ts';
import { deviceclasses } from '../registry/resource/deviceclasses.ts';
import { devicetaintrules } from '../registry/resource/devicetaintrules.ts';
import { resourceclaims } from '../registry/resource/resourceclaims.ts';
import { resourceclaimtemplates } from '../registry/resource/resourceclaimtemplates.ts';
import { resourcepoolstatusrequests } from '../registry/resource/resourcepoolstatusrequests.ts';
import { resourceslices } from '../registry/resource/resourceslices.ts';
import { podgroups } from '../registry/scheduling/podgroups.ts';
import { priorityclasses } from '../registry/scheduling/priorityclasses.ts';
import { workloads } from '../registry/scheduling/workloads.ts';
import { csidrivers } from '../registry/storage/csidrivers.ts';
import { csinodes } from '../registry/storage/csinodes.ts';
import { csistoragecapacities } from '../registry/storage/csistoragecapacities.ts';
import { storageclasses } from '../registry/storage/storageclasses.ts';
import { volumeattachments } from '../registry/storage/volumeattachments.ts';
import { volumeattributesclasses } from '../registry/storage/volumeattributesclasses.ts';
import { storageversionmigrations } from '../registry/storagemigration/storageversionmigrations.ts';

export const BUILT_IN_RESOURCES: readonly ResourceDeclaration[] = [
  bindings,
  componentstatuses,
  configmaps,
  endpoints,
  events,
  limitranges,
  namespaces,
  nodes,
  persistentvolumeclaims,
  persistentvolumes,
  pods,
  podtemplates,
  replicationcontrollers,
  resourcequotas,
  secrets,
  serviceaccounts,
  services,
  apiservices,
  controllerrevisions,
  daemonsets,
  deployments,
  replicasets,
  statefulsets,
  selfsubjectreviews,
  tokenreviews,
  localsubjectaccessreviews,
  selfsubjectaccessreviews,
  selfsubjectrulesreviews,
  subjectaccessreviews,
  horizontalpodautoscalers,
  cronjobs,
  jobs,
  certificatesigningrequests,
  clustertrustbundles,
  podcertificaterequests,
  ingressclasses,
  ingresses,
  ipaddresses,
  networkpolicies,
  servicecidrs,
  poddisruptionbudgets,
  clusterrolebindings,
  clusterroles,
  rolebindings,
  roles,
  csidrivers,
  csinodes,
  csistoragecapacities,
  storageclasses,
  volumeattachments,
  volumeattributesclasses,
  mutatingadmissionpolicies,
  mutatingadmissionpolicybindings,
  mutatingwebhookconfigurations,
  validatingadmissionpolicies,
  validatingadmissionpolicybindings,
  validatingwebhookconfigurations,
  customresourcedefinitions,
  priorityclasses,
  podgroups,
  workloads,
  leases,
  leasecandidates,
  runtimeclasses,
  endpointslices,
  deviceclasses,
  resourceclaims,
  resourceclaimtemplates,
  resourceslices,
  devicetaintrules,
  resourcepoolstatusrequests,
  flowschemas,
  prioritylevelconfigurations,
  storageversions,
  storageversionmigrations,
];
