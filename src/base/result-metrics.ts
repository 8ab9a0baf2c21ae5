/** What decisions of one kind are counted as: how many had which result, and how long they took, with the buckets that upstream has for both. */
import type { CounterSeries, HistogramSeries, MetricsRegistry } from './metrics.ts';

interface Named {
  readonly name: string;
  readonly help: string;
}

const SECONDS = Array.from({ length: 15 }, (_, i) => 0.001 * 2 ** i);

/** @returns counts one decision; results that never happened are not printed */
export function resultMetrics<Result extends string>(
  registry: MetricsRegistry,
  names: { readonly attempts: Named; readonly durations: Named },
): (result: Result, seconds: number) => void {
  const attempts = registry.counter({ ...names.attempts, stability: 'ALPHA', labels: ['result'] });
  const durations = registry.histogram({ ...names.durations, stability: 'ALPHA', labels: ['result'], buckets: SECONDS });
  const series = new Map<Result, { readonly count: CounterSeries; readonly duration: HistogramSeries }>();
  return (result, seconds) => {
    let counted = series.get(result);
    if (counted === undefined) {
      counted = { count: attempts.labels(result), duration: durations.labels(result) };
      series.set(result, counted);
    }
    counted.count.inc();
    counted.duration.observe(seconds);
  };
}
