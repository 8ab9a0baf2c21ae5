/** Which container and which node a request for a pod's log, exec, attach or portforward is about. */
import { goQuote } from '../../machinery/go/text.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { type ApiError, badRequest, internalError, notFound, rawError } from '../../machinery/status.ts';
import type { VirtualDeps } from './interface.ts';

interface PodSpec {
  readonly nodeName?: string;
  readonly containers?: readonly { readonly name: string }[] | null;
  readonly initContainers?: readonly { readonly name: string }[] | null;
  readonly ephemeralContainers?: readonly { readonly name: string }[] | null;
}

/** @throws {ApiError} 404 */
export async function podOf(deps: VirtualDeps, namespace: string, name: string): Promise<KubeObject> {
  return (await deps.registry('', 'pods').get(namespace, name)).object();
}

/** The container asked for, or the only one. @throws {ApiError} 400 */
export function containerOf(pod: KubeObject, asked: string): string {
  const spec = pod.spec as PodSpec;
  const all = [...(spec.initContainers ?? []), ...(spec.containers ?? []), ...(spec.ephemeralContainers ?? [])].map((each) => each.name);
  const name = pod.metadata.name ?? '';
  if (asked !== '') {
    if (!all.includes(asked)) throw badRequest(`container ${asked} is not valid for pod ${name}`);
    return asked;
  }
  const [only, second] = spec.containers ?? [];
  if (only !== undefined && second === undefined) return only.name;
  const choice = only === undefined ? '' : `, choose one of: [${all.join(' ')}]`;
  throw badRequest(`a container name must be specified for pod ${name}${choice}`);
}

export function nodeNameOf(pod: KubeObject): string {
  return (pod.spec as PodSpec).nodeName ?? '';
}

/** @throws {ApiError} 400 */
export function requireNode(pod: KubeObject): string {
  const node = nodeNameOf(pod);
  if (node === '') throw badRequest(`pod ${pod.metadata.name ?? ''} does not have a host assigned`);
  return node;
}

/**
 * Where the node's kubelet would be. This server keeps no connections to kubelets, so that the way ends here in any case.
 * @param resource of the request, by which upstream names a missing node
 */
export async function kubeletFailure(deps: VirtualDeps, resource: string, nodeName: string): Promise<ApiError> {
  const nodes = deps.registry('', 'nodes');
  const node = (await nodes.storage.get(nodes.keyOf('', nodeName), '0'))?.object();
  if (node === undefined) return notFound({ group: '', resource }, nodeName);
  const address = addressOf(node);
  if (address === undefined) return rawError('no preferred addresses found; known addresses: []');
  return internalError(`error dialing backend: dial tcp ${address}: connect: connection refused`);
}

/** "host:port" of the node's kubelet, by the order of preference that is upstream's default. */
export function addressOf(node: KubeObject): string | undefined {
  const status = node.status as
    | {
        readonly addresses?: readonly { readonly type: string; readonly address: string }[] | null;
        readonly daemonEndpoints?: { readonly kubeletEndpoint?: { readonly Port?: number } };
      }
    | undefined;
  const port = status?.daemonEndpoints?.kubeletEndpoint?.Port;
  for (const type of ['Hostname', 'InternalDNS', 'InternalIP', 'ExternalDNS', 'ExternalIP']) {
    const found = status?.addresses?.find((each) => each.type === type);
    const host = found?.address ?? (type === 'Hostname' ? node.metadata.labels?.['kubernetes.io/hostname'] : undefined);
    if (host !== undefined && host !== '') return `${host.includes(':') ? `[${host}]` : host}:${port === undefined || port === 0 ? 10250 : port}`;
  }
  return undefined;
}

/** "scheme:name:port" and its shorter forms, of which only the name is required; undefined for anything else. */
function splitSchemeNamePort(id: string): { readonly scheme: string; readonly name: string; readonly port: string } | undefined {
  const parts = id.split(':');
  const [scheme, name, port] =
    parts.length === 1 ? ['', parts[0], ''] : parts.length === 2 ? ['', parts[0], parts[1]] : parts.length === 3 ? parts : ['', '', ''];
  if (name === undefined || name === '' || (scheme !== '' && scheme !== 'http' && scheme !== 'https')) return undefined;
  return { scheme: scheme ?? '', name, port: port ?? '' };
}

/** @throws {ApiError} 400 */
export function requireSchemeNamePort(kind: string, id: string): { readonly scheme: string; readonly name: string; readonly port: string } {
  const split = splitSchemeNamePort(id);
  if (split === undefined) throw badRequest(`invalid ${kind} request ${goQuote(id)}`);
  return split;
}
