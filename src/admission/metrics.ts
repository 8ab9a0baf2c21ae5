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

/** @param seconds how long it took */
type Observe = (operation: AdmissionOperation, rejected: boolean, seconds: number) => void;

function observer(series: (operation: string, rejected: string) => HistogramSeries): Observe {
  const passed = new Map<AdmissionOperation, HistogramSeries>();
  const refused = new Map<AdmissionOperation, HistogramSeries>();
  return (operation, rejected, seconds) => {
    const known = rejected ? refused : passed;
    let found = known.get(operation);
    if (found === undefined) {
      found = series(operation, String(rejected));
      known.set(operation, found);
    }
    found.observe(seconds);
  };
}

/** What is decided at once takes no time that a clock could be worth, and stays decided at once. */
function measured(decide: Decide, observe: Observe): Decide {
  return (attributes) => {
    let asked: Promise<void> | void;
    try {
      asked = decide(attributes);
    } catch (error) {
      observe(attributes.operation, true, 0);
      throw error;
    }
    if (asked !== undefined) return settled(asked, attributes.operation, observe);
    observe(attributes.operation, false, 0);
  };
}

async function settled(asked: Promise<void>, operation: AdmissionOperation, observe: Observe): Promise<void> {
  // What a plugin does before it waits is as short as what others do at once.
  const started = performance.now();
  let rejected = true;
  try {
    await asked;
    rejected = false;
  } finally {
    observe(operation, rejected, (performance.now() - started) / 1000);
  }
}
