/** How long changes of the node graph take, with upstream's names (k8s.io/kubernetes: plugin/pkg/auth/authorizer/node). */
import { performance } from 'node:perf_hooks';
import type { MetricsRegistry } from '../../base/metrics.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { GraphKind, NodeGraph } from './graph.ts';

const OPERATIONS: { readonly [kind in GraphKind]: string } = {
  pods: 'Pod',
  persistentvolumes: 'PV',
  volumeattachments: 'VolumeAttachment',
  resourceslices: 'ResourceSlice',
  podcertificaterequests: 'PodCertificateRequest',
};
const SECONDS = Array.from({ length: 12 }, (_, i) => 0.0001 * 2 ** i);

/** What follows objects of a kind. */
export interface GraphFollower {
  put(object: KubeObject): void;
  remove(namespace: string, name: string): void;
}

/** @returns makes followers that keep `graph` in step and measure it */
export function measuredGraph(graph: NodeGraph, registry: MetricsRegistry): (kind: GraphKind) => GraphFollower {
  const durations = registry.histogram({
    name: 'node_authorizer_graph_actions_duration_seconds',
    stability: 'ALPHA',
    help: 'How long changes of the graph of the node authorizer took, in seconds, by operation.',
    labels: ['operation'],
    buckets: SECONDS,
  });
  const measured = (operation: string, action: () => void): void => {
    const started = performance.now();
    action();
    durations.labels(operation).observe((performance.now() - started) / 1000);
  };
  return (kind) => ({
    put: (object) => measured(`Add${OPERATIONS[kind]}`, () => graph.put(kind, object)),
    remove: (namespace, name) => measured(`Delete${OPERATIONS[kind]}`, () => graph.remove(kind, namespace, name)),
  });
}
