/** What is counted of remembered tokens, with upstream's names (k8s.io/apiserver: pkg/authentication/token/cache). */
import type { MetricsRegistry } from '../../base/metrics.ts';

export interface TokenCacheMetrics {
  /** A token was looked at. @param known it was remembered @param seconds how long the answer took */
  answered(known: boolean, seconds: number): void;
  /** Whoever knows is asked, for one that came or several that wait. @returns tells how it went */
  fetching(): (good: boolean) => void;
  /** Somebody waits for such an answer. @returns the waiting ends */
  waiting(): () => void;
}

const LABELS = ['status'] as const;

export function tokenCacheMetrics(registry: MetricsRegistry): TokenCacheMetrics {
  const prefix = 'authentication_token_cache';
  const requests = registry.counter({
    name: `${prefix}_request_total`,
    stability: 'ALPHA',
    help: 'Tokens that were looked at, by whether they were remembered.',
    labels: LABELS,
  });
  const durations = registry.histogram({
    name: `${prefix}_request_duration_seconds`,
    stability: 'ALPHA',
    help: 'How long answers about tokens took, in seconds, by whether they were remembered.',
    labels: LABELS,
  });
  const fetches = registry.counter({
    name: `${prefix}_fetch_total`,
    stability: 'ALPHA',
    help: 'How often others were asked about tokens, by whether they answered.',
    labels: LABELS,
  });
  const active = registry.gauge({
    name: `${prefix}_active_fetch_count`,
    stability: 'ALPHA',
    help: 'Questions about tokens to others, and requests that wait for their answers.',
    labels: LABELS,
  });
  return {
    answered(known, seconds) {
      const status = known ? 'hit' : 'miss';
      requests.labels(status).inc();
      durations.labels(status).observe(seconds);
    },
    fetching() {
      active.labels('in_flight').add(1);
      return (good) => {
        active.labels('in_flight').add(-1);
        fetches.labels(good ? 'ok' : 'error').inc();
      };
    },
    waiting() {
      active.labels('blocked').add(1);
      return () => active.labels('blocked').add(-1);
    },
  };
}
