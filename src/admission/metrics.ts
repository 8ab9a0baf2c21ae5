/**
 * What is counted of admission, with upstream's names (k8s.io/apiserver: pkg/admission/metrics): how long each plugin took, and the whole of a phase.
 * Series are looked up once; what never happened is not printed.
 */
import { performance } from 'node:perf_hooks';
import type { Family, HistogramSeries, MetricsRegistry } from '../base/metrics.ts';
import type { AdmissionAttributes, AdmissionChain, AdmissionOperation, AdmissionPlugin } from './interface.ts';

const SECONDS = [0.005, 0.025, 0.1, 0.5, 1, 2.5];

type Phase = 'admit' | 'validate';
type Decide = (attributes: AdmissionAttributes) => Promise<void> | void;

export interface AdmissionMetrics {
  /** The same plugin, measured. */
  plugin(plugin: AdmissionPlugin): AdmissionPlugin;
  /** The same chain, measured as a whole. */
  chain(chain: AdmissionChain): AdmissionChain;
}

export function admissionMetrics(registry: MetricsRegistry): AdmissionMetrics {
  const family = (what: string, help: string, labels: readonly string[]): Family<HistogramSeries> =>
    registry.histogram({ name: `apiserver_admission_${what}_admission_duration_seconds`, stability: 'STABLE', help, labels, buckets: SECONDS });
  const labels = ['type', 'operation', 'rejected'];
  const plugins = family('controller', 'How long an admission plugin took, in seconds, by name, phase and operation.', ['name', ...labels]);
  const phases = family('step', 'How long all plugins of a phase took, in seconds, by operation.', labels);
  return {
    plugin(plugin) {
      const observe = (phase: Phase): Observe => observer((...values) => plugins.labels(plugin.name, phase, ...values));
      return {
        name: plugin.name,
        operations: plugin.operations,
        ...(plugin.resources === undefined ? {} : { resources: plugin.resources }),
        ...(plugin.mutate === undefined ? {} : { mutate: measured(plugin.mutate.bind(plugin), observe('admit')) }),
        ...(plugin.validate === undefined ? {} : { validate: measured(plugin.validate.bind(plugin), observe('validate')) }),
      };
    },
    chain(chain) {
      const observe = (phase: Phase): Observe => observer((...values) => phases.labels(phase, ...values));
      return {
        mutate: measured((attributes) => chain.mutate(attributes), observe('admit')) as AdmissionChain['mutate'],
        validate: measured((attributes) => chain.validate(attributes), observe('validate')) as AdmissionChain['validate'],
        handles: (operation) => chain.handles(operation),
      };
    },
  };
}

type Observe = (operation: AdmissionOperation, rejected: boolean, started: number) => void;

function observer(series: (operation: string, rejected: string) => HistogramSeries): Observe {
  const known = new Map<string, HistogramSeries>();
  return (operation, rejected, started) => {
    const key = rejected ? `${operation}!` : operation;
    let found = known.get(key);
    if (found === undefined) {
      found = series(operation, String(rejected));
      known.set(key, found);
    }
    found.observe((performance.now() - started) / 1000);
  };
}

/** A plugin that decides at once stays one that decides at once. */
function measured(decide: Decide, observe: Observe): Decide {
  return (attributes) => {
    const started = performance.now();
    const { operation } = attributes;
    let asked: Promise<void> | void;
    try {
      asked = decide(attributes);
    } catch (error) {
      observe(operation, true, started);
      throw error;
    }
    if (asked !== undefined) return measuredLater(asked, observe, operation, started);
    observe(operation, false, started);
  };
}

/** A function of its own, not a part of `measured`: most calls decide at once and should not pay for making these closures. */
function measuredLater(asked: Promise<void>, observe: Observe, operation: AdmissionOperation, started: number): Promise<void> {
  return asked.then(
    () => observe(operation, false, started),
    (error: unknown) => {
      observe(operation, true, started);
      throw error;
    },
  );
}
