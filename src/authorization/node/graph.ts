/**
 * Which objects does which node have to do with? A node may read what its pods use: secrets, config maps, claims with their volumes and the volumes'
 * secrets, service accounts, resource claims; and attachments, slices and requests for certificates that name it. Kept by what refers to what, so
 * that a question is a few look-ups.
 */
import type { KubeObject } from '../../machinery/object.ts';
import { podReferences, type Reference, volumeSecrets } from './references.ts';

/** What a reference leads from: the resource, its namespace, its name. */
const keyOf = (resource: string, namespace: string, name: string): string => `${resource}/${namespace}/${name}`;

export type GraphKind = 'pods' | 'persistentvolumes' | 'volumeattachments' | 'resourceslices' | 'podcertificaterequests';

export const GRAPH_KINDS: readonly (readonly [group: string, kind: GraphKind])[] = [
  ['', 'pods'],
  ['', 'persistentvolumes'],
  ['storage.k8s.io', 'volumeattachments'],
  ['resource.k8s.io', 'resourceslices'],
  ['certificates.k8s.io', 'podcertificaterequests'],
];

export class NodeGraph {
  /** By object: how many edges lead from it to each target (a node, or another object). */
  readonly #edges = new Map<string, Map<string, number>>();
  /** By the object that made them: which edges. */
  readonly #made = new Map<string, readonly (readonly [from: string, to: string])[]>();

  put(kind: GraphKind, object: KubeObject): void {
    const { namespace = '', name = '' } = object.metadata;
    this.remove(kind, namespace, name);
    const edges = edgesOf(kind, object);
    if (edges.length === 0) return;
    this.#made.set(keyOf(kind, namespace, name), edges);
    for (const [from, to] of edges) this.#count(from, to, 1);
  }

  remove(kind: GraphKind, namespace: string, name: string): void {
    const key = keyOf(kind, namespace, name);
    for (const [from, to] of this.#made.get(key) ?? []) this.#count(from, to, -1);
    this.#made.delete(key);
  }

  #count(from: string, to: string, step: number): void {
    let targets = this.#edges.get(from);
    if (targets === undefined) {
      targets = new Map();
      this.#edges.set(from, targets);
    }
    const count = (targets.get(to) ?? 0) + step;
    if (count > 0) targets.set(to, count);
    else targets.delete(to);
    if (targets.size === 0) this.#edges.delete(from);
  }

  /** Whether the object leads to the node. Paths are three steps long at most: secret, volume, claim, node. */
  reaches(node: string, resource: string, namespace: string, name: string): boolean {
    return this.#walk(keyOf(resource, namespace, name), keyOf('nodes', '', node), 0);
  }

  #walk(from: string, node: string, steps: number): boolean {
    const targets = this.#edges.get(from);
    if (targets === undefined || steps > 3) return false;
    if (targets.has(node)) return true;
    for (const target of targets.keys()) if (!target.startsWith('nodes/') && this.#walk(target, node, steps + 1)) return true;
    return false;
  }
}

function edgesOf(kind: GraphKind, object: KubeObject): (readonly [from: string, to: string])[] {
  const { namespace = '', name = '' } = object.metadata;
  const spec = (object.spec ?? {}) as { readonly nodeName?: string; readonly claimRef?: Reference | null };
  const { nodeName = '' } = spec;
  const own = keyOf(kind, namespace, name);
  const node = keyOf('nodes', '', nodeName);
  if (kind === 'persistentvolumes') {
    const claim = spec.claimRef;
    if (claim === undefined || claim === null) return [];
    return [
      [own, keyOf('persistentvolumeclaims', claim.namespace ?? '', claim.name ?? '')],
      ...volumeSecrets(object).map((each) => [keyOf('secrets', each.namespace ?? '', each.name ?? ''), own] as const),
    ];
  }
  if (nodeName === '') return [];
  if (kind !== 'pods') return [[own, node]];
  return [[own, node], ...podReferences(object).map(([resource, each]) => [keyOf(resource, namespace, each), node] as const)];
}
