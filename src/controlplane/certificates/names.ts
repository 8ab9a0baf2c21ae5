/** The names that the serving certificate must carry, so that every usual way to reach the server is believed. */
import { isIP } from 'node:net';
import { firstServiceAddress } from '../post-start/service-range.ts';

export interface ServingNames {
  readonly dns: readonly string[];
  readonly ips: readonly string[];
}

export interface NameSources {
  readonly hostName?: string | undefined;
  readonly advertiseAddress?: string | undefined;
  readonly bindAddress?: string | undefined;
  readonly externalHostname?: string | undefined;
  /** The first address of this range is the one of service `kubernetes`. */
  readonly serviceClusterIpRange?: string | undefined;
}

const DNS_NAMES = ['localhost', 'kubernetes', 'kubernetes.default', 'kubernetes.default.svc', 'kubernetes.default.svc.cluster.local'];

export function servingNames(sources: NameSources): ServingNames {
  const given: readonly (string | undefined)[] = [sources.hostName, sources.advertiseAddress, sources.bindAddress, sources.externalHostname];
  const others = given.filter((name): name is string => name !== undefined && name !== '');
  const range = sources.serviceClusterIpRange?.split(',') ?? [];
  const addresses = ['127.0.0.1', '::1', ...range.map(firstServiceAddress), ...others.filter((name) => isIP(name) !== 0 && !isUnspecified(name))];
  return { dns: [...new Set([...DNS_NAMES, ...others.filter((name) => isIP(name) === 0)])], ips: [...new Set(addresses)] };
}

/** Listening on all addresses names none of them. */
export function isUnspecified(address: string): boolean {
  return address === '0.0.0.0' || address === '::';
}
