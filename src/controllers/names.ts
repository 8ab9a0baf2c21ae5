/**
 * The names of controllers and the syntax that chooses among them, both kube-controller-manager's (`--controllers`): "*" all, "foo" this one, "-foo"
 * not this one; the first mention of a name decides. Names from before v1.28 are still known. `none`, ours, stands alone.
 */

/** Controllers that run inside this server. */
export const AVAILABLE_CONTROLLERS = [
  'serviceaccount-controller',
  'root-ca-certificate-publisher-controller',
  'namespace-controller',
  'resourcequota-controller',
  'garbage-collector-controller',
] as const;

export type ControllerName = (typeof AVAILABLE_CONTROLLERS)[number];

/** What upstream has beside them: its users switch some of them off, which needs nothing of us. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  'bootstrap-signer-controller',
  'certificatesigningrequest-approving-controller',
  'certificatesigningrequest-cleaner-controller',
  'certificatesigningrequest-signing-controller',
  'cloud-node-lifecycle-controller',
  'clusterrole-aggregation-controller',
  'cronjob-controller',
  'daemonset-controller',
  'deployment-controller',
  'device-taint-eviction-controller',
  'disruption-controller',
  'endpoints-controller',
  'endpointslice-controller',
  'endpointslice-mirroring-controller',
  'ephemeral-volume-controller',
  'horizontal-pod-autoscaler-controller',
  'job-controller',
  'kube-apiserver-serving-clustertrustbundle-publisher-controller',
  'legacy-serviceaccount-token-cleaner-controller',
  'node-ipam-controller',
  'node-lifecycle-controller',
  'node-route-controller',
  'persistentvolume-attach-detach-controller',
  'persistentvolume-binder-controller',
  'persistentvolume-expander-controller',
  'persistentvolume-protection-controller',
  'persistentvolumeclaim-protection-controller',
  'pod-garbage-collector-controller',
  'podcertificaterequest-cleaner-controller',
  'replicaset-controller',
  'replicationcontroller-controller',
  'resourceclaim-controller',
  'selinux-warning-controller',
  'service-cidr-controller',
  'service-lb-controller',
  'serviceaccount-token-controller',
  'statefulset-controller',
  'storage-version-migrator-controller',
  'storageversion-garbage-collector-controller',
  'taint-eviction-controller',
  'token-cleaner-controller',
  'ttl-after-finished-controller',
  'ttl-controller',
  'validatingadmissionpolicy-status-controller',
  'volumeattributesclass-protection-controller',
]);

/** Old names. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['attachdetach', 'persistentvolume-attach-detach-controller'],
  ['bootstrapsigner', 'bootstrap-signer-controller'],
  ['cloud-node-lifecycle', 'cloud-node-lifecycle-controller'],
  ['clusterrole-aggregation', 'clusterrole-aggregation-controller'],
  ['cronjob', 'cronjob-controller'],
  ['csrapproving', 'certificatesigningrequest-approving-controller'],
  ['csrcleaner', 'certificatesigningrequest-cleaner-controller'],
  ['csrsigning', 'certificatesigningrequest-signing-controller'],
  ['daemonset', 'daemonset-controller'],
  ['deployment', 'deployment-controller'],
  ['disruption', 'disruption-controller'],
  ['endpoint', 'endpoints-controller'],
  ['endpointslice', 'endpointslice-controller'],
  ['endpointslicemirroring', 'endpointslice-mirroring-controller'],
  ['ephemeral-volume', 'ephemeral-volume-controller'],
  ['garbagecollector', 'garbage-collector-controller'],
  ['horizontalpodautoscaling', 'horizontal-pod-autoscaler-controller'],
  ['job', 'job-controller'],
  ['legacy-service-account-token-cleaner', 'legacy-serviceaccount-token-cleaner-controller'],
  ['namespace', 'namespace-controller'],
  ['nodeipam', 'node-ipam-controller'],
  ['nodelifecycle', 'node-lifecycle-controller'],
  ['persistentvolume-binder', 'persistentvolume-binder-controller'],
  ['persistentvolume-expander', 'persistentvolume-expander-controller'],
  ['podgc', 'pod-garbage-collector-controller'],
  ['pv-protection', 'persistentvolume-protection-controller'],
  ['pvc-protection', 'persistentvolumeclaim-protection-controller'],
  ['replicaset', 'replicaset-controller'],
  ['replicationcontroller', 'replicationcontroller-controller'],
  ['resource-claim-controller', 'resourceclaim-controller'],
  ['resourcequota', 'resourcequota-controller'],
  ['root-ca-cert-publisher', 'root-ca-certificate-publisher-controller'],
  ['route', 'node-route-controller'],
  ['service', 'service-lb-controller'],
  ['serviceaccount', 'serviceaccount-controller'],
  ['serviceaccount-token', 'serviceaccount-token-controller'],
  ['statefulset', 'statefulset-controller'],
  ['storage-version-gc', 'storageversion-garbage-collector-controller'],
  ['tokencleaner', 'token-cleaner-controller'],
  ['ttl', 'ttl-controller'],
  ['ttl-after-finished', 'ttl-after-finished-controller'],
]);

/**
 * Which controllers run. An empty list is "none".
 * @throws {Error} of one line for a name that nobody knows, and for one that is asked for and does not run here
 */
export function chosenControllers(list: readonly string[]): readonly ControllerName[] {
  if (list.includes('none')) {
    if (list.length > 1) throw new Error('"none" and other controllers exclude each other');
    return [];
  }
  const wishes = list.map(readWish);
  const all = wishes.some((each) => each.name === '*');
  return AVAILABLE_CONTROLLERS.filter((name) => wishes.find((each) => each.name === name)?.on ?? all);
}

function readWish(text: string): { readonly name: string; readonly on: boolean } {
  if (text === '*') return { name: text, on: true };
  const on = !text.startsWith('-');
  const given = on ? text : text.slice(1);
  const name = ALIASES.get(given) ?? given;
  if ((AVAILABLE_CONTROLLERS as readonly string[]).includes(name)) return { name, on };
  if (!ELSEWHERE.has(name)) throw new Error(`${JSON.stringify(given)} is not in the list of known controllers`);
  if (on) throw new Error(`controller ${JSON.stringify(given)} does not run inside this server, only ${AVAILABLE_CONTROLLERS.join(', ')}`);
  return { name, on };
}
