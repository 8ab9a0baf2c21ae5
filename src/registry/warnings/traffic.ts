/** What writers of endpoints, endpoint slices and network policies are warned of: addresses and ranges in odd forms. */
import { FieldPath } from '../../machinery/field-errors.ts';
import { getKey, type KubeObject } from '../../machinery/object.ts';
import { addressWarnings, rangeWarnings } from './addresses.ts';

type Addresses = readonly { readonly ip?: string }[] | null;

interface Subset {
  readonly addresses?: Addresses;
  readonly notReadyAddresses?: Addresses;
}

interface Peer {
  readonly ipBlock?: { readonly cidr?: string; readonly except?: readonly string[] | null };
}

type Peers = readonly Peer[] | null;

interface PolicySpec {
  readonly ingress?: readonly { readonly from?: Peers }[] | null;
  readonly egress?: readonly { readonly to?: Peers }[] | null;
}

const MANAGED_BY = 'endpoints.kubernetes.io/managed-by';
const SLICE_MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
/** Controllers copy what pods and services say: they cannot help it. */
const SLICE_CONTROLLERS: ReadonlySet<string | undefined> = new Set(['endpointslice-controller.k8s.io', 'endpointslicemirroring-controller.k8s.io']);

export function endpointsWarnings(object: KubeObject): readonly string[] {
  if (getKey(object.metadata.labels, MANAGED_BY) === 'endpoint-controller') return [];
  const warn = (addresses: Addresses | undefined, at: FieldPath): string[] =>
    (addresses ?? []).flatMap(({ ip = '' }, i) => addressWarnings(ip, at.index(i).child('ip')));
  return ((object.subsets as readonly Subset[] | null | undefined) ?? []).flatMap((subset, i) => {
    const at = FieldPath.root('subsets').index(i);
    return [...warn(subset.addresses, at.child('addresses')), ...warn(subset.notReadyAddresses, at.child('notReadyAddresses'))];
  });
}

export function endpointSliceWarnings(object: KubeObject): readonly string[] {
  if (SLICE_CONTROLLERS.has(getKey(object.metadata.labels, SLICE_MANAGED_BY))) return [];
  const endpoints = (object.endpoints as readonly { readonly addresses?: readonly string[] | null }[] | null | undefined) ?? [];
  return endpoints.flatMap(({ addresses }, i) => {
    const at = FieldPath.root('endpoints').index(i).child('addresses');
    return (addresses ?? []).flatMap((text, k) => addressWarnings(text, at.index(k)));
  });
}

export function networkPolicyWarnings(object: KubeObject): readonly string[] {
  const spec = (object.spec ?? {}) as PolicySpec;
  const at = FieldPath.root('spec');
  return [
    ...(spec.ingress ?? []).flatMap(({ from }, i) => peerWarnings(from, at.child('ingress').index(i).child('from'))),
    ...(spec.egress ?? []).flatMap(({ to }, i) => peerWarnings(to, at.child('egress').index(i).child('to'))),
  ];
}

function peerWarnings(peers: Peers | undefined, at: FieldPath): string[] {
  return (peers ?? []).flatMap(({ ipBlock }, i) => {
    const block = at.index(i).child('ipBlock');
    const except = (ipBlock?.except ?? []).flatMap((text, k) => rangeWarnings(text, block.child('except').index(k)));
    return [...rangeWarnings(ipBlock?.cidr ?? '', block.child('cidr')), ...except];
  });
}
