/** Roles and bindings of one server: the policy that decisions read, kept in step with the store; and who runs what on which node. */
import { GRAPH_KINDS, NodeGraph } from '../../authorization/node/graph.ts';
import { measuredGraph } from '../../authorization/node/metrics.ts';
import { POLICY_KINDS, RBAC_GROUP, type RbacPolicy } from '../../authorization/rbac/policy.ts';
import type { Clock } from '../../base/clock.ts';
import type { MetricsRegistry } from '../../base/metrics.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { type Informer, startInformer } from '../../storage/informer.ts';
import type { Registries } from '../storage/install.ts';

/** A graph that is kept from the first question on. */
export class NodeGraphLoader {
  readonly #registries: () => Registries | undefined;
  readonly #clock: Clock;
  readonly #metrics: MetricsRegistry;
  #graph: Promise<NodeGraph> | undefined;
  #informers: readonly Informer[] = [];

  constructor(registries: () => Registries | undefined, clock: Clock, metrics: MetricsRegistry) {
    this.#registries = registries;
    this.#clock = clock;
    this.#metrics = metrics;
  }

  /** Resolves when everything that is there has been seen. */
  graph(): Promise<NodeGraph> {
    this.#graph ??= this.#open();
    return this.#graph;
  }

  /** What nodes would wait for is done before the server is ready, when there are any. */
  async openForNodes(): Promise<void> {
    const nodes = this.#registries()?.get('', 'nodes');
    if (nodes !== undefined && nodes.storage.count() !== 0) await this.graph();
  }

  async #open(): Promise<NodeGraph> {
    const graph = new NodeGraph();
    const followerOf = measuredGraph(graph, this.#metrics);
    this.#informers = GRAPH_KINDS.flatMap(([group, kind]) => {
      const registry = this.#registries()?.get(group, kind);
      if (registry === undefined) return [];
      return [startInformer(registry.storage, followerOf(kind), this.#clock)];
    });
    await Promise.all(this.#informers.map((each) => each.synced));
    return graph;
  }

  close(): void {
    for (const each of this.#informers) each.close();
  }
}

/** Resources that are not served hold nothing. */
export function watchPolicy(registries: Registries, policy: RbacPolicy, clock: Clock): Informer {
  const informers = POLICY_KINDS.flatMap((kind) => {
    const registry = registries.get(RBAC_GROUP, kind);
    if (registry === undefined) return [];
    const handler = {
      put: (object: KubeObject) => policy.put(kind, object),
      remove: (namespace: string, name: string) => policy.remove(kind, namespace, name),
    };
    return [startInformer(registry.storage, handler, clock)];
  });
  return {
    synced: Promise.all(informers.map((each) => each.synced)).then(() => {}),
    close: () => {
      for (const each of informers) each.close();
    },
  };
}
