/** One small object of every kind that a fresh server lets a user create. Names are the plural of the kind where nothing else is prescribed. */

type Fields = { readonly [field: string]: unknown };
export type KindObject = Fields & {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
};

/** The namespace that the test makes for them. */
export const NAMESPACE = 'every-kind';

const cluster = (apiVersion: string, kind: string, name: string, fields: Fields = {}): KindObject => ({
  apiVersion,
  kind,
  metadata: { name },
  ...fields,
});
const inside = (apiVersion: string, kind: string, name: string, fields: Fields = {}): KindObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace: NAMESPACE },
  ...fields,
});

const labels = { app: 'web' };
const podSpec = { containers: [{ name: 'main', image: 'nginx:1.27', ports: [{ containerPort: 80 }] }] };
const template = { metadata: { labels }, spec: podSpec };
const onFailure = { ...template, spec: { ...podSpec, restartPolicy: 'OnFailure' } };
const selector = { matchLabels: labels };
const rule = { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] };
/** Matches nothing, so that the object does nothing to other tests. */
const webhook = {
  name: 'hook.every-kind.example.com',
  rules: [{ ...rule, resources: ['bindings'] }],
  clientConfig: { url: 'https://127.0.0.1:1/' },
  sideEffects: 'None',
  admissionReviewVersions: ['v1'],
  failurePolicy: 'Ignore',
};
const claimSpec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
const devices = { requests: [{ name: 'one', exactly: { deviceClassName: 'deviceclasses' } }] };
const schema = { openAPIV3Schema: { type: 'object' } };

const CORE: readonly KindObject[] = [
  inside('v1', 'ConfigMap', 'configmaps', { data: { key: 'value' } }),
  inside('v1', 'Endpoints', 'endpoints', { subsets: [{ addresses: [{ ip: '192.0.2.1' }], ports: [{ port: 80 }] }] }),
  inside('v1', 'Event', 'events', {
    involvedObject: { kind: 'Pod', namespace: NAMESPACE, name: 'pods' },
    reason: 'Tested',
    message: 'once',
    type: 'Normal',
  }),
  inside('v1', 'LimitRange', 'limitranges', { spec: { limits: [{ type: 'PersistentVolumeClaim', max: { storage: '1Ti' } }] } }),
  cluster('v1', 'Namespace', 'namespaces'),
  cluster('v1', 'Node', 'nodes'),
  inside('v1', 'PersistentVolumeClaim', 'persistentvolumeclaims', { spec: claimSpec }),
  cluster('v1', 'PersistentVolume', 'persistentvolumes', {
    spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/tmp' } },
  }),
  inside('v1', 'Pod', 'pods', { spec: podSpec }),
  inside('v1', 'PodTemplate', 'podtemplates', { template }),
  inside('v1', 'ReplicationController', 'replicationcontrollers', { spec: { selector: labels, template } }),
  inside('v1', 'ResourceQuota', 'resourcequotas', { spec: { hard: { pods: '100' } } }),
  inside('v1', 'Secret', 'secrets', { stringData: { key: 'value' } }),
  inside('v1', 'ServiceAccount', 'serviceaccounts'),
  inside('v1', 'Service', 'services', { spec: { selector: labels, ports: [{ port: 80 }] } }),
];

const WORKLOADS: readonly KindObject[] = [
  inside('apps/v1', 'ControllerRevision', 'controllerrevisions', { revision: 1, data: { a: 'b' } }),
  inside('apps/v1', 'DaemonSet', 'daemonsets', { spec: { selector, template } }),
  inside('apps/v1', 'Deployment', 'deployments', { spec: { selector, template } }),
  inside('apps/v1', 'ReplicaSet', 'replicasets', { spec: { selector, template } }),
  inside('apps/v1', 'StatefulSet', 'statefulsets', { spec: { serviceName: 'services', selector, template } }),
  inside('batch/v1', 'Job', 'jobs', { spec: { template: onFailure } }),
  inside('batch/v1', 'CronJob', 'cronjobs', { spec: { schedule: '0 3 * * *', jobTemplate: { spec: { template: onFailure } } } }),
  inside('autoscaling/v2', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers', {
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'deployments' }, maxReplicas: 3 },
  }),
  inside('policy/v1', 'PodDisruptionBudget', 'poddisruptionbudgets', { spec: { minAvailable: 1, selector } }),
  cluster('scheduling.k8s.io/v1', 'PriorityClass', 'priorityclasses', { value: 7, description: 'For tests.' }),
  cluster('node.k8s.io/v1', 'RuntimeClass', 'runtimeclasses', { handler: 'runc' }),
  inside('coordination.k8s.io/v1', 'Lease', 'leases', { spec: { holderIdentity: 'somebody', leaseDurationSeconds: 15 } }),
];

const NETWORK: readonly KindObject[] = [
  inside('discovery.k8s.io/v1', 'EndpointSlice', 'endpointslices', {
    addressType: 'IPv4',
    endpoints: [{ addresses: ['192.0.2.1'] }],
    ports: [{ name: '', port: 80 }],
  }),
  cluster('networking.k8s.io/v1', 'IngressClass', 'ingressclasses', { spec: { controller: 'example.com/controller' } }),
  inside('networking.k8s.io/v1', 'Ingress', 'ingresses', { spec: { defaultBackend: { service: { name: 'services', port: { number: 80 } } } } }),
  cluster('networking.k8s.io/v1', 'IPAddress', '198.51.100.7', {
    spec: { parentRef: { resource: 'services', namespace: NAMESPACE, name: 'services' } },
  }),
  inside('networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies', { spec: { podSelector: selector, policyTypes: ['Ingress'] } }),
  cluster('networking.k8s.io/v1', 'ServiceCIDR', 'servicecidrs', { spec: { cidrs: ['198.51.100.0/24'] } }),
];

const STORAGE: readonly KindObject[] = [
  cluster('storage.k8s.io/v1', 'CSIDriver', 'csidrivers.example.com', { spec: { attachRequired: false } }),
  cluster('storage.k8s.io/v1', 'CSINode', 'csinodes', { spec: { drivers: [{ name: 'csidrivers.example.com', nodeID: 'n' }] } }),
  inside('storage.k8s.io/v1', 'CSIStorageCapacity', 'csistoragecapacities', { storageClassName: 'storageclasses', capacity: '1Gi' }),
  cluster('storage.k8s.io/v1', 'StorageClass', 'storageclasses', { provisioner: 'csidrivers.example.com' }),
  cluster('storage.k8s.io/v1', 'VolumeAttachment', 'volumeattachments', {
    spec: { attacher: 'csidrivers.example.com', nodeName: 'nodes', source: { persistentVolumeName: 'persistentvolumes' } },
  }),
  cluster('storage.k8s.io/v1', 'VolumeAttributesClass', 'volumeattributesclasses', { driverName: 'csidrivers.example.com', parameters: { a: 'b' } }),
  cluster('resource.k8s.io/v1', 'DeviceClass', 'deviceclasses', { spec: {} }),
  inside('resource.k8s.io/v1', 'ResourceClaim', 'resourceclaims', { spec: { devices } }),
  inside('resource.k8s.io/v1', 'ResourceClaimTemplate', 'resourceclaimtemplates', { spec: { spec: { devices } } }),
  cluster('resource.k8s.io/v1', 'ResourceSlice', 'resourceslices', {
    spec: {
      driver: 'devices.example.com',
      nodeName: 'nodes',
      pool: { name: 'pool', generation: 1, resourceSliceCount: 1 },
      devices: [{ name: 'one' }],
    },
  }),
];

const ACCESS: readonly KindObject[] = [
  cluster('rbac.authorization.k8s.io/v1', 'ClusterRole', 'clusterroles', { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] }),
  cluster('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', 'clusterrolebindings', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'clusterroles' },
    subjects: [{ kind: 'ServiceAccount', name: 'serviceaccounts', namespace: NAMESPACE }],
  }),
  inside('rbac.authorization.k8s.io/v1', 'Role', 'roles', { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] }),
  inside('rbac.authorization.k8s.io/v1', 'RoleBinding', 'rolebindings', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'roles' },
    subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'jane' }],
  }),
  cluster('flowcontrol.apiserver.k8s.io/v1', 'PriorityLevelConfiguration', 'prioritylevelconfigurations', {
    spec: { type: 'Limited', limited: { nominalConcurrencyShares: 1, limitResponse: { type: 'Reject' } } },
  }),
  cluster('flowcontrol.apiserver.k8s.io/v1', 'FlowSchema', 'flowschemas', {
    spec: { priorityLevelConfiguration: { name: 'prioritylevelconfigurations' }, matchingPrecedence: 9000 },
  }),
  cluster('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'validatingwebhookconfigurations', { webhooks: [webhook] }),
  cluster('admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', 'mutatingwebhookconfigurations', { webhooks: [webhook] }),
  cluster('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', 'validatingadmissionpolicies', {
    spec: { matchConstraints: { resourceRules: [rule] }, validations: [{ expression: 'true' }] },
  }),
  cluster('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicyBinding', 'validatingadmissionpolicybindings', {
    spec: { policyName: 'nobody', validationActions: ['Deny'] },
  }),
  cluster('admissionregistration.k8s.io/v1', 'MutatingAdmissionPolicy', 'mutatingadmissionpolicies', {
    spec: {
      matchConstraints: { resourceRules: [rule] },
      reinvocationPolicy: 'Never',
      mutations: [{ patchType: 'JSONPatch', jsonPatch: { expression: '[]' } }],
    },
  }),
  cluster('admissionregistration.k8s.io/v1', 'MutatingAdmissionPolicyBinding', 'mutatingadmissionpolicybindings', { spec: { policyName: 'nobody' } }),
  cluster('apiregistration.k8s.io/v1', 'APIService', 'v1.every-kind.example.com', {
    spec: { group: 'every-kind.example.com', version: 'v1', groupPriorityMinimum: 1, versionPriority: 1 },
  }),
  cluster('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'things.kinds.example.com', {
    spec: {
      group: 'kinds.example.com',
      scope: 'Cluster',
      names: { plural: 'things', kind: 'Thing' },
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  }),
];

export const EVERY_KIND: readonly KindObject[] = [...CORE, ...WORKLOADS, ...NETWORK, ...STORAGE, ...ACCESS];
