/** How often a configuration file was read again while the server runs, with upstream's names. */
import type { MetricsRegistry } from './metrics.ts';

export interface ReloadMetrics {
  reloaded(status: 'success' | 'failure'): void;
}

export interface ReloadMetricsOptions {
  /** Whose file it is: "authentication". */
  readonly what: string;
  /** A hash of the server's identity. */
  readonly server: string;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

export function reloadMetrics(registry: MetricsRegistry, { what, server, now }: ReloadMetricsOptions): ReloadMetrics {
  const prefix = `apiserver_${what}_config_controller_automatic_reload`;
  const labels = ['status', 'apiserver_id_hash'];
  const total = registry.counter({
    name: `${prefix}s_total`,
    stability: 'BETA',
    help: `Reloads of the ${what} configuration file, by status and server.`,
    labels,
  });
  const last = registry.gauge({
    name: `${prefix}_last_timestamp_seconds`,
    stability: 'BETA',
    help: `When the ${what} configuration file was last reloaded, by status and server.`,
    labels,
  });
  return {
    reloaded(status) {
      total.labels(status, server).inc();
      last.labels(status, server).set(now());
    },
  };
}
