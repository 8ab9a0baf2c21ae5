/** What is counted of calls to authorization webhooks, with upstream's names (k8s.io/apiserver: plugin/pkg/authorizer/webhook/metrics). */
import type { MetricsRegistry } from '../../base/metrics.ts';

export type CallResult = 'success' | 'error' | 'timeout';

export interface WebhookMetrics {
  /** One call of the webhook `name`, retries included, in seconds. */
  called(name: string, result: CallResult, seconds: number): void;
  /** A failure that was passed over. */
  failedOpen(name: string, result: CallResult): void;
}

const LABELS = ['name', 'result'] as const;

export function webhookMetrics(registry: MetricsRegistry): WebhookMetrics {
  const prefix = 'apiserver_authorization_webhook';
  const evaluations = registry.counter({
    name: `${prefix}_evaluations_total`,
    stability: 'ALPHA',
    help: 'Calls of authorization webhooks, by webhook and result.',
    labels: LABELS,
  });
  const durations = registry.histogram({
    name: `${prefix}_duration_seconds`,
    stability: 'ALPHA',
    help: 'How long calls of authorization webhooks took, in seconds.',
    labels: LABELS,
  });
  const failures = registry.counter({
    name: `${prefix}_evaluations_fail_open_total`,
    stability: 'ALPHA',
    help: 'Failed calls of authorization webhooks that counted as no opinion.',
    labels: LABELS,
  });
  return {
    called(name, result, seconds) {
      evaluations.labels(name, result).inc();
      durations.labels(name, result).observe(seconds);
    },
    failedOpen: (name, result) => failures.labels(name, result).inc(),
  };
}
