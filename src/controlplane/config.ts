/**
 * The completed configuration of one server: its options, and what every part shares before there is a store (clock, log, feature gates, metrics,
 * health checks, limits). `cleanup` is what has to be closed in the end; what was opened last is closed first, and one failure does not keep the
 * others open.
 */
import type { Clock } from '../base/clock.ts';
import { type FeatureEnabled, FeatureGates } from '../base/feature-gates.ts';
import type { Logger } from '../base/log.ts';
import { MetricsRegistry } from '../base/metrics.ts';
import { RequestMetrics } from '../endpoints/routing/request-metrics.ts';
import { InFlightLimiter } from '../flowcontrol/in-flight.ts';
import { HealthChecks } from '../server/health.ts';
import { ActiveRequests } from '../server/lifecycle.ts';
import { exportLimits } from '../server/metrics.ts';
import { exportInFlight } from '../server/pipeline.ts';
import { type CompletedOptions, completeOptions, type ServerOptions } from './options.ts';

export interface CompletedConfig {
  readonly options: CompletedOptions;
  readonly clock: Clock;
  readonly log: Logger;
  readonly gates: FeatureGates;
  readonly featureEnabled: FeatureEnabled;
  readonly metrics: MetricsRegistry;
  readonly requestMetrics: RequestMetrics;
  readonly health: HealthChecks;
  readonly requests: ActiveRequests;
  readonly inFlight: InFlightLimiter;
  readonly cleanup: AsyncDisposableStack;
}

/** @throws {Error} of one line for gates that do not exist */
export function completeConfig(given: ServerOptions): CompletedConfig {
  const options = completeOptions(given);
  const { clock, log } = options;
  const gates = new FeatureGates(options.featureGates);
  const metrics = new MetricsRegistry(options.metricsLimits);
  exportLimits(metrics, options.metricsLimits);
  const inFlight = new InFlightLimiter({
    readOnly: options.maxRequestsInFlight,
    mutating: options.maxMutatingRequestsInFlight,
  });
  exportInFlight(metrics, inFlight);
  return {
    options,
    clock,
    log,
    gates,
    featureEnabled: (gate) => gates.enabled(gate),
    metrics,
    requestMetrics: new RequestMetrics(metrics),
    health: new HealthChecks(log, { clock, livezGracePeriod: options.livezGracePeriod }),
    requests: new ActiveRequests(),
    inFlight,
    cleanup: new AsyncDisposableStack(),
  };
}
