/** Roles and bindings of one server: the policy that decisions read, kept in step with the store, and the guard against granting more than one holds. */
import { type Following, follow } from '../../authorization/follow.ts';
import { GRAPH_KINDS, NodeGraph } from '../../authorization/node/graph.ts';
import { measuredGraph } from '../../authorization/node/metrics.ts';
import { preventEscalation } from '../../authorization/rbac/escalation.ts';
import { POLICY_KINDS, RBAC_GROUP, type RbacPolicy } from '../../authorization/rbac/policy.ts';
import type { Clock } from '../../base/clock.ts';
import type { MetricsRegistry } from '../../base/metrics.ts';
import type { WriteGuard } from '../../endpoints/handlers/write/deps.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { Authorizer } from '../../request/authorizer.ts';
import type { Registries } from '../storage/install.ts';

/** A graph that is kept from the first question on. */
export class NodeGraphKeeper {
  readonly #registries: () => Registries | undefined;
  readonly #clock: Clock;
  readonly #metrics: MetricsRegistry;
  #graph: Promise<NodeGraph> | undefined;
  #following: readonly Following[] = [];

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
    if ((this.#registries()?.get('', 'nodes')?.storage.count() ?? 0) > 0) await this.graph();
  }

  async #open(): Promise<NodeGraph> {
    const graph = new NodeGraph();
    const followerOf = measuredGraph(graph, this.#metrics);
    this.#following = GRAPH_KINDS.flatMap(([group, kind]) => {
      const registry = this.#registries()?.get(group, kind);
      if (registry === undefined) return [];
      return [follow(registry.storage, followerOf(kind), (ms, task) => this.#clock.after(ms, task))];
    });
    await Promise.all(this.#following.map((each) => each.synced));
    return graph;
  }

  close(): void {
    for (const each of this.#following) each.close();
  }
}

/** Resources that are not served hold nothing. */
export function followPolicy(registries: Registries, policy: RbacPolicy, clock: Clock): Following {
  const following = POLICY_KINDS.flatMap((kind) => {
    const registry = registries.get(RBAC_GROUP, kind);
    if (registry === undefined) return [];
    const follower = {
      put: (object: KubeObject) => policy.put(kind, object),
      remove: (namespace: string, name: string) => policy.remove(kind, namespace, name),
    };
    return [follow(registry.storage, follower, (ms, task) => clock.after(ms, task))];
  });
  return {
    synced: Promise.all(following.map((each) => each.synced)).then(() => {}),
    close: () => {
      for (const each of following) each.close();
    },
  };
}

export function escalationGuard(policy: RbacPolicy, authorizer: Authorizer): WriteGuard {
  const guarded: ReadonlySet<string> = new Set(POLICY_KINDS);
  return (write) =>
    write.group === RBAC_GROUP && write.subresource === '' && guarded.has(write.resource) ? preventEscalation(policy, authorizer, write) : undefined;
}
