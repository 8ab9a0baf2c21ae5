/** Flags about services and service `kubernetes` -> options. */
import { ENDPOINT_RECONCILER_TYPES } from '../../controllers/kubernetes-service/reconciler.ts';
import { DEFAULT_SERVICE_RANGE, type ServerOptions } from '../../controlplane/options.ts';
import { firstServiceAddress } from '../../controlplane/post-start/service-range.ts';
import { parseRange } from '../../machinery/grammar/addresses.ts';
import { type PortRange, parsePortRange } from '../../registry/core/services/allocation/ports.ts';
import type { FlagSet } from '../flags/parse.ts';
import { UsageError } from '../flags/usage-error.ts';

type ServiceOptions = Pick<ServerOptions, 'serviceNodePorts' | 'kubernetesServiceNodePort' | 'endpointReconciler' | 'apiServerCount'> & {
  readonly serviceClusterIpRange: string;
};

/** @throws {UsageError} for values that make no sense */
export function serviceOptions(flags: FlagSet): ServiceOptions {
  const serviceNodePorts = nodePorts(flags);
  return {
    serviceClusterIpRange: addressRange(flags),
    serviceNodePorts,
    kubernetesServiceNodePort: ownPort(flags, serviceNodePorts),
    endpointReconciler: endpointReconciler(flags),
    apiServerCount: serverCount(flags),
  };
}

function addressRange(flags: FlagSet): string {
  const range = flags.string('service-cluster-ip-range') || DEFAULT_SERVICE_RANGE;
  const parts = range.split(',').map((each) => each.trim());
  try {
    for (const each of parts) firstServiceAddress(each);
  } catch {
    throw new UsageError(`--service-cluster-ip-range: ${JSON.stringify(range)} is not a range of addresses`);
  }
  if (parts.length > 2) throw new UsageError('--service-cluster-ip-range must not contain more than two entries');
  const families = parts.map((each) => parseRange(each)?.family);
  if (families.length === 2 && families[0] === families[1])
    throw new UsageError('--service-cluster-ip-range and --secondary-service-cluster-ip-range must be of different IP family');
  return parts.join(',');
}

function nodePorts(flags: FlagSet): PortRange {
  const text = flags.string('service-node-port-range');
  const range = parsePortRange(text);
  if (range === undefined || range.first < 1)
    throw new UsageError(`invalid argument ${JSON.stringify(text)} for "--service-node-port-range" flag: unable to parse port range: ${text}`);
  return range;
}

function ownPort(flags: FlagSet, { first, size }: PortRange): number {
  const port = flags.number('kubernetes-service-node-port');
  if (port < 0 || port > 65_535)
    throw new UsageError(
      `--kubernetes-service-node-port ${port} must be between 0 and 65535, inclusive. If 0, the Kubernetes master service will be of type ClusterIP`,
    );
  if (port > 0 && (port < first || port >= first + size))
    throw new UsageError(`kubernetes service node port range ${first}-${first + size - 1} doesn't contain ${port}`);
  return port;
}

function endpointReconciler(flags: FlagSet): NonNullable<ServerOptions['endpointReconciler']> {
  const given = flags.string('endpoint-reconciler-type');
  const found = ENDPOINT_RECONCILER_TYPES.find((each) => each === given);
  if (found === undefined) throw new UsageError(`Reconciler not implemented: ${given}`);
  return found;
}

function serverCount(flags: FlagSet): number {
  const count = flags.number('apiserver-count');
  if (count <= 0) throw new UsageError(`--apiserver-count should be a positive number, but value '${count}' provided`);
  return count;
}
