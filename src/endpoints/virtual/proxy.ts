/**
 * The proxies of pods, services and nodes: where a request would go, and every refusal before it goes there. Nothing is dialled from here: this
 * server has no way into the pods' network.
 */
import { BlockList, isIP } from 'node:net';
import type { KubeObject } from '../../machinery/object.ts';
import { badRequest, notFound, serviceUnavailable } from '../../machinery/status.ts';
import type { RegistryStore } from '../../registry/generic/store.ts';
import type { ResourceTarget, VirtualHandler } from '../routing/resources.ts';
import { admitConnect } from './connect-admission.ts';
import type { VirtualDeps } from './interface.ts';
import { addressOf, podOf, requireSchemeNamePort } from './pod-location.ts';

type Locate = (deps: VirtualDeps, target: ResourceTarget) => Promise<string>;

export const makePodProxy = (deps: VirtualDeps): VirtualHandler => proxy(deps, podLocation);
export const makeServiceProxy = (deps: VirtualDeps): VirtualHandler => proxy(deps, serviceLocation);
export const makeNodeProxy = (deps: VirtualDeps): VirtualHandler => proxy(deps, nodeLocation);

function proxy(deps: VirtualDeps, locate: Locate): VirtualHandler {
  return async (context, target) => {
    await admitConnect(deps, context, target, { path: context.info.parts.slice(3).join('/') });
    const host = await locate(deps, target);
    throw serviceUnavailable(`error trying to reach service: dial tcp ${host}: connect: connection refused`);
  };
}

async function podLocation(deps: VirtualDeps, target: ResourceTarget): Promise<string> {
  const { name, port } = requireSchemeNamePort('pod', target.name);
  const pod = await podOf(deps, target.namespace, name);
  const { podIP = '' } = (pod.status ?? {}) as { readonly podIP?: string };
  requireProxyable(podIP);
  const { containers } = pod.spec as { readonly containers?: readonly { readonly ports?: readonly { readonly containerPort: number }[] | null }[] };
  const first = containers?.find((each) => (each.ports?.length ?? 0) > 0)?.ports?.[0]?.containerPort;
  return hostPort(podIP, port === '' ? String(first ?? 80) : port);
}

interface ServicePort {
  readonly name?: string;
  readonly port: number;
}

interface Subset {
  readonly addresses?:
    | readonly { readonly ip: string; readonly targetRef?: { readonly kind?: string; readonly namespace?: string; readonly name?: string } }[]
    | null;
  readonly ports?: readonly ServicePort[] | null;
}

async function serviceLocation(deps: VirtualDeps, target: ResourceTarget): Promise<string> {
  const { name, port } = requireSchemeNamePort('service', target.name);
  const portName = !/^[0-9]+$/.test(port) ? port : await portNameOf(deps.registry('', 'services'), target.namespace, name, port);
  const endpoints = deps.registry('', 'endpoints');
  const found = (await endpoints.storage.get(endpoints.keyOf(target.namespace, name), '0'))?.object();
  // The resource of the request is what upstream calls missing.
  if (found === undefined) throw notFound({ group: '', resource: 'services' }, name);
  const subsets = (found.subsets ?? []) as readonly Subset[];
  if (subsets.length === 0) throw serviceUnavailable(`no endpoints available for service "${name}"`);
  for (const subset of subsets) {
    for (const each of subset.ports ?? []) {
      if ((each.name ?? '') !== portName) continue;
      const ip = await readyAddress(deps, target.namespace, subset);
      if (ip !== undefined) return hostPort(ip, String(each.port));
    }
  }
  throw serviceUnavailable(`no endpoints available for service "${target.name}"`);
}

/** A service's port by its name or number. @throws {ApiError} 404, 503 */
async function portNameOf(services: RegistryStore, namespace: string, name: string, port: string): Promise<string> {
  const { spec } = (await services.get(namespace, name)).object() as KubeObject & {
    readonly spec?: { readonly ports?: readonly ServicePort[] | null };
  };
  const found = spec?.ports?.find((each) => each.name === port || String(each.port) === port);
  if (found === undefined) throw serviceUnavailable(`no service port ${port} found for service "${name}"`);
  return found.name ?? '';
}

/** Only addresses of pods that say the same address themselves: anything else would let a writer of endpoints reach any host. */
async function readyAddress(deps: VirtualDeps, namespace: string, { addresses }: Subset): Promise<string | undefined> {
  const pods = deps.registry('', 'pods');
  for (const { ip, targetRef } of addresses ?? []) {
    if (targetRef?.kind !== 'Pod' || targetRef.name === undefined || targetRef.name === '') continue;
    const pod = (await pods.storage.get(pods.keyOf(targetRef.namespace ?? namespace, targetRef.name), '0'))?.object();
    const { podIPs } = (pod?.status ?? {}) as { readonly podIPs?: readonly { readonly ip: string }[] | null };
    if (podIPs?.some((each) => each.ip === ip) === true) return ip;
  }
  return undefined;
}

async function nodeLocation(deps: VirtualDeps, target: ResourceTarget): Promise<string> {
  const { name, port } = requireSchemeNamePort('node', target.name);
  const node = (await deps.registry('', 'nodes').get('', name)).object();
  const address = addressOf(node) ?? ':10250';
  return port === '' ? address : address.replace(/:[0-9]+$/, `:${port}`);
}

const INTERNAL = new BlockList();
INTERNAL.addSubnet('127.0.0.0', 8);
INTERNAL.addSubnet('169.254.0.0', 16);
INTERNAL.addSubnet('224.0.0.0', 24);
INTERNAL.addAddress('::1', 'ipv6');
INTERNAL.addSubnet('fe80::', 10, 'ipv6');
INTERNAL.addSubnet('ff01::', 16, 'ipv6');
INTERNAL.addSubnet('ff02::', 16, 'ipv6');

/** @throws {ApiError} 400 for addresses that lead to this host or its link */
function requireProxyable(ip: string): void {
  const family = isIP(ip);
  if (family === 0 || INTERNAL.check(ip, family === 6 ? 'ipv6' : 'ipv4')) throw badRequest('address not allowed');
}

function hostPort(host: string, port: string): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
