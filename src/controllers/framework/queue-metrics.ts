/** What is counted of work queues, with upstream's names (k8s.io/component-base: metrics/prometheus/workqueue). One series per queue. */
import type { CounterSeries, GaugeSeries, HistogramSeries, MetricsRegistry } from '../../base/metrics.ts';

export interface QueueSeries {
  readonly adds: CounterSeries;
  readonly depth: GaugeSeries;
  readonly retries: CounterSeries;
  /** How long a key waited for a worker, and how long it was worked on, in seconds. */
  readonly waited: HistogramSeries;
  readonly worked: HistogramSeries;
}

export type QueueMetrics = (name: string) => QueueSeries;

/** From ten nanoseconds to a thousand seconds. */
const SECONDS = Array.from({ length: 12 }, (_, i) => Number(`1e${i - 8}`));

export function queueMetrics(registry: MetricsRegistry): QueueMetrics {
  const labels = ['name'];
  const adds = registry.counter({ name: 'workqueue_adds_total', help: 'Keys that were added to a work queue.', labels });
  const depth = registry.gauge({ name: 'workqueue_depth', help: 'Keys that wait in a work queue.', labels });
  const retries = registry.counter({ name: 'workqueue_retries_total', help: 'Keys that came back to a work queue.', labels });
  const waited = registry.histogram({
    name: 'workqueue_queue_duration_seconds',
    help: 'How long keys waited in a work queue, in seconds.',
    labels,
    buckets: SECONDS,
  });
  const worked = registry.histogram({
    name: 'workqueue_work_duration_seconds',
    help: 'How long working on a key took, in seconds.',
    labels,
    buckets: SECONDS,
  });
  return (name) => ({
    adds: adds.labels(name),
    depth: depth.labels(name),
    retries: retries.labels(name),
    waited: waited.labels(name),
    worked: worked.labels(name),
  });
}
