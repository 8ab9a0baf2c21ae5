/** What is counted of calls to other services, with upstream's names (k8s.io/component-base: metrics/prometheus/restclient). */
import type { MetricsRegistry } from '../base/metrics.ts';

const SECONDS = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60];
/** 64 bytes to 16 MiB. */
const BYTES = [64, 256, 512, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216];
/** The code of a call that got no answer. */
const NO_ANSWER = '<error>';
const METHOD = 'POST';

export interface CallMetrics {
  /** A call is over. @param code of the answer; undefined: there was none */
  called(url: string, call: { readonly seconds: number; readonly sent: number; readonly received: number; readonly code: number | undefined }): void;
}

/** All clients of one server count on the same families. */
const known = new WeakMap<MetricsRegistry, CallMetrics>();

export function callMetricsOf(registry: MetricsRegistry): CallMetrics {
  const found = known.get(registry) ?? make(registry);
  known.set(registry, found);
  return found;
}

function make(registry: MetricsRegistry): CallMetrics {
  const labels = ['verb', 'host'];
  const histogram = (name: string, help: string, buckets: readonly number[]) =>
    registry.histogram({ name: `rest_client_${name}`, help: `${help}, by verb and host.`, labels, buckets });
  const duration = histogram('request_duration_seconds', 'How long calls to other services took, in seconds', SECONDS);
  const sentBytes = histogram('request_size_bytes', 'Bytes of calls to other services', BYTES);
  const receivedBytes = histogram('response_size_bytes', 'Bytes of the answers of other services', BYTES);
  const total = registry.counter({
    name: 'rest_client_requests_total',
    help: 'Calls to other services, by code, method and host.',
    labels: ['code', 'method', 'host'],
  });
  return {
    called(url, { seconds, sent, received, code }) {
      const { host } = new URL(url);
      duration.labels(METHOD, host).observe(seconds);
      sentBytes.labels(METHOD, host).observe(sent);
      if (code !== undefined) receivedBytes.labels(METHOD, host).observe(received);
      total.labels(code === undefined ? NO_ANSWER : String(code), METHOD, host).inc();
    },
  };
}
