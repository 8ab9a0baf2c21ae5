/**
 * What creating and updating a service settle before addresses and ports are handed out. An update that leaves out what the server had handed out
 * keeps it; one that changes the type drops what the new type has no use for, unless the client changed that too (then validation speaks).
 */
import { equal } from '../../../machinery/clone.ts';
import type { Strategy } from '../../generic/declaration.ts';
import { clearStatus, keepStatus } from '../../strategies/status.ts';

interface Port {
  readonly name?: string;
  nodePort?: number;
}

interface Spec {
  readonly type?: string;
  clusterIP?: string;
  clusterIPs?: readonly string[] | null;
  ipFamilies?: readonly string[] | null;
  ipFamilyPolicy?: string;
  internalTrafficPolicy?: string;
  readonly ports?: readonly Port[] | null;
  readonly externalIPs?: readonly string[] | null;
  externalTrafficPolicy?: string;
  healthCheckNodePort?: number;
  allocateLoadBalancerNodePorts?: boolean;
  loadBalancerClass?: string;
}

export const prepareService: Required<Pick<Strategy, 'prepareForCreate' | 'prepareForUpdate'>> = {
  prepareForCreate: (_context, object) => {
    clearStatus(object);
    const spec = (object.spec ?? {}) as Spec;
    // Old clients write the one address only; the list follows it.
    if (spec.clusterIP && (spec.clusterIPs?.length ?? 0) === 0) spec.clusterIPs = [spec.clusterIP];
  },
  prepareForUpdate: (_context, object, old) => {
    const spec = (object.spec ?? {}) as Spec;
    const before = (old.spec ?? {}) as Spec;
    keepAllocated(spec, before);
    pairAddresses(spec, before);
    keepStatus(object, old);
    // Nothing balances the load any more.
    if (isBalanced(before) && !isBalanced(spec)) object.status = { ...(object.status as object | undefined), loadBalancer: {} };
    dropForType(spec, before);
  },
};

const hasAddress = ({ type }: Spec): boolean => type !== 'ExternalName';
const isBalanced = ({ type }: Spec): boolean => type === 'LoadBalancer';
const hasNodePorts = (spec: Spec): boolean => spec.type === 'NodePort' || (isBalanced(spec) && spec.allocateLoadBalancerNodePorts !== false);
const hasHealthPort = (spec: Spec): boolean => isBalanced(spec) && spec.externalTrafficPolicy === 'Local';
const isExternal = (spec: Spec): boolean =>
  spec.type === 'NodePort' || isBalanced(spec) || (spec.type === 'ClusterIP' && (spec.externalIPs?.length ?? 0) > 0);

function keepAllocated(spec: Spec, before: Spec): void {
  if (hasAddress(spec) && hasAddress(before)) {
    if (!spec.clusterIP && before.clusterIP) spec.clusterIP = before.clusterIP;
    const same = spec.clusterIP === before.clusterIP;
    if ((spec.clusterIPs?.length ?? 0) === 0 && same && before.clusterIPs) spec.clusterIPs = before.clusterIPs;
  }
  if (hasNodePorts(spec) && hasNodePorts(before)) keepNodePorts(spec.ports ?? [], before.ports ?? []);
  if (hasHealthPort(spec) && hasHealthPort(before) && !spec.healthCheckNodePort && before.healthCheckNodePort) {
    spec.healthCheckNodePort = before.healthCheckNodePort;
  }
}

/** A port without a node port gets back the one that its namesake had, unless the client gave that to another port. */
function keepNodePorts(ports: readonly Port[], before: readonly Port[]): void {
  const given = new Set(ports.map(({ nodePort }) => nodePort ?? 0));
  const byName = new Map(before.map(({ name, nodePort }) => [name ?? '', nodePort ?? 0]));
  for (const port of ports) {
    const known = byName.get(port.name ?? '') ?? 0;
    if (!port.nodePort && known !== 0 && !given.has(known)) port.nodePort = known;
  }
}

/** A client that changed the one address and not the list means both. */
function pairAddresses(spec: Spec, before: Spec): void {
  const address = spec.clusterIP ?? '';
  if (address === (before.clusterIP ?? '') || !equal(spec.clusterIPs ?? [], before.clusterIPs ?? [])) return;
  if (address === '') delete spec.clusterIPs;
  else spec.clusterIPs = [address];
}

function dropForType(spec: Spec, before: Spec): void {
  const dropSame = (...fields: readonly (keyof Spec)[]): void => {
    if (!fields.every((field) => equal(spec[field], before[field]))) return;
    for (const field of fields) delete spec[field];
  };
  const leaves = (uses: (spec: Spec) => boolean): boolean => uses(before) && !uses(spec);
  if (leaves(hasAddress)) {
    dropSame('clusterIP', 'clusterIPs');
    dropSame('ipFamilies');
    dropSame('ipFamilyPolicy');
    dropSame('internalTrafficPolicy');
  }
  if (leaves(hasNodePorts) && sameNodePorts(spec, before)) for (const port of spec.ports ?? []) delete port.nodePort;
  if (leaves(hasHealthPort)) dropSame('healthCheckNodePort');
  if (leaves(isBalanced)) dropSame('allocateLoadBalancerNodePorts');
  if (leaves(isBalanced)) dropSame('loadBalancerClass');
  if (leaves(isExternal)) dropSame('externalTrafficPolicy');
}

function sameNodePorts(spec: Spec, before: Spec): boolean {
  const used = ({ ports }: Spec): number[] => [...new Set((ports ?? []).map(({ nodePort }) => nodePort ?? 0).filter((each) => each !== 0))].sort();
  return equal(used(spec), used(before));
}
