/** What one server stands on before it has a store: its clock, log, gates, figures, and the list of what is to be closed in the end. */
import { type Clock, systemClock } from '../base/clock.ts';
import { FeatureGates } from '../base/feature-gates.ts';
import { type Logger, silentLogger } from '../base/log.ts';
import { MetricsRegistry } from '../base/metrics.ts';
import { RequestMetrics } from '../endpoints/request-metrics.ts';
import { InFlightLimiter } from '../flowcontrol/in-flight.ts';
import { HealthChecks } from '../server/health.ts';
import { ActiveRequests } from '../server/lifecycle.ts';
import { exportInFlight } from '../server/pipeline.ts';
import type { ServerOptions } from './options.ts';

const DEFAULT_READ_ONLY_IN_FLIGHT = 400;
const DEFAULT_MUTATING_IN_FLIGHT = 200;

export interface Ground {
  readonly options: ServerOptions;
  readonly clock: Clock;
  readonly log: Logger;
  readonly gates: FeatureGates;
  readonly featureEnabled: (gate: string) => boolean;
  readonly metrics: MetricsRegistry;
  readonly requestMetrics: RequestMetrics;
  readonly health: HealthChecks;
  readonly requests: ActiveRequests;
  readonly inFlight: InFlightLimiter;
  readonly closing: Closing;
}

/** @throws {Error} of one line for gates that do not exist */
export function layGround(options: ServerOptions): Ground {
  const log = options.log ?? silentLogger;
  const gates = new FeatureGates(options.featureGates);
  const metrics = new MetricsRegistry();
  const inFlight = new InFlightLimiter({
    readOnly: options.maxRequestsInFlight ?? DEFAULT_READ_ONLY_IN_FLIGHT,
    mutating: options.maxMutatingRequestsInFlight ?? DEFAULT_MUTATING_IN_FLIGHT,
  });
  exportInFlight(metrics, inFlight);
  return {
    options,
    clock: options.clock ?? systemClock,
    log,
    gates,
    featureEnabled: (gate) => gates.enabled(gate),
    metrics,
    requestMetrics: new RequestMetrics(metrics),
    health: new HealthChecks(log),
    requests: new ActiveRequests(),
    inFlight,
    closing: new Closing(),
  };
}

type Task = () => void | Promise<void>;

/** What is closed in the end: what was opened last goes first. */
export class Closing {
  readonly #tasks: Task[] = [];

  add(task: Task): void {
    this.#tasks.push(task);
  }

  /** Every task, whatever the others do. @throws the first failure, when all are done */
  async run(): Promise<void> {
    let failure: { readonly error: unknown } | undefined;
    for (let task = this.#tasks.pop(); task !== undefined; task = this.#tasks.pop()) {
      try {
        await task();
      } catch (error) {
        failure ??= { error };
      }
    }
    if (failure !== undefined) throw failure.error;
  }
}
