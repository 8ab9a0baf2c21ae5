/**
 * The counters of requests that reached a handler, with upstream's names, labels and buckets (k8s.io/apiserver/pkg/endpoints/metrics).
 *
 * Requests that are refused before (401, 403, 404 for unknown paths, 405) are not in apiserver_request_total, as upstream.
 */
import type { CounterSeries, Family, GaugeSeries, HistogramSeries, MetricsRegistry } from '../../base/metrics.ts';

/** What is counted together. */
export interface RequestLabels {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly subresource: string;
  /** cluster, namespace, resource, or empty. */
  readonly scope: string;
  /** GET, LIST, WATCH, POST, PUT, PATCH, APPLY, DELETE, CONNECT. */
  readonly verb: string;
  readonly dryRun: string;
  readonly component: string;
}

const SECONDS = [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60];
const SLI_SECONDS = SECONDS.filter((each) => each >= 0.05);
const BYTES = [1000, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];
const EVENT_BYTES = [1024, 2048, 4096, 8192, 16384, 32768, 65536, 131072];
const BODY_BYTES = Array.from({ length: 31 }, (_, i) => 50_000 + 100_000 * i);
const FILTER_SECONDS = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 5, 10, 15, 30];
/** What writes with a body are called there. */
const BODY_VERBS: { readonly [verb: string]: string } = { POST: 'create', PUT: 'update', PATCH: 'patch', APPLY: 'patch', DELETE: 'delete' };
const LIST_SECONDS = [0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 2, 4, 6, 8, 10, 15, 20, 30, 45, 60];
const READ_VERBS: ReadonlySet<string> = new Set(['GET', 'LIST', 'WATCH']);
const PLACE = ['group', 'version', 'resource', 'subresource', 'scope', 'component'] as const;
const MAX_SERIES = 20_000;

interface Counted {
  readonly labels: RequestLabels;
  readonly codes: Map<number, CounterSeries>;
  readonly duration: HistogramSeries;
  readonly sli: HistogramSeries | undefined;
  readonly sizes: HistogramSeries | undefined;
  /** Made when they are first counted on. */
  bodies: HistogramSeries | undefined;
  own: CounterSeries | undefined;
}

/** The families, with upstream's names and buckets (k8s.io/apiserver: pkg/endpoints/metrics). */
const FAMILIES = {
  total: {
    name: 'apiserver_request_total',
    stability: 'STABLE',
    help: 'Requests that reached a handler, by verb, dry run value, group, version, resource, scope, component and HTTP response code.',
    labels: ['verb', 'dry_run', ...PLACE, 'code'],
    maxSeries: MAX_SERIES,
  },
  duration: {
    name: 'apiserver_request_duration_seconds',
    stability: 'STABLE',
    help: 'How long requests took, in seconds, by verb, dry run value, group, version, resource, subresource, scope and component.',
    labels: ['verb', 'dry_run', ...PLACE],
    buckets: SECONDS,
  },
  sli: {
    name: 'apiserver_request_sli_duration_seconds',
    help: 'How long requests took without the time that webhooks and queues took, in seconds.',
    labels: ['verb', ...PLACE],
    buckets: SLI_SECONDS,
  },
  sizes: {
    name: 'apiserver_response_sizes',
    stability: 'STABLE',
    help: 'Sizes of the answers to reading requests, in bytes.',
    labels: ['verb', ...PLACE],
    buckets: BYTES,
  },
  longRunning: {
    name: 'apiserver_longrunning_requests',
    stability: 'STABLE',
    help: 'Long-running requests (watch, log, exec ...) that are under way.',
    labels: ['verb', ...PLACE],
  },
  terminations: {
    name: 'apiserver_request_terminations_total',
    help: 'Requests that the server ended to protect itself.',
    labels: ['verb', ...PLACE, 'code'],
  },
  aborts: {
    name: 'apiserver_request_aborts_total',
    help: 'Requests whose answer was broken off.',
    labels: ['verb', 'group', 'version', 'resource', 'subresource', 'scope'],
  },
  late: {
    name: 'apiserver_request_post_timeout_total',
    help: 'Requests whose handler ended after their deadline, when the answer had been given.',
    labels: ['source', 'status'],
  },
  events: {
    name: 'apiserver_watch_events_total',
    help: 'Events sent to watching clients.',
    labels: ['group', 'version', 'resource'],
  },
  eventSizes: {
    name: 'apiserver_watch_events_sizes',
    help: 'Sizes of the events sent to watching clients, in bytes.',
    labels: ['group', 'version', 'resource'],
    buckets: EVENT_BYTES,
  },
  deprecated: {
    name: 'apiserver_requested_deprecated_apis',
    stability: 'STABLE',
    help: 'Deprecated APIs that have been requested, with the release that removes them.',
    labels: ['group', 'version', 'resource', 'subresource', 'removed_release'],
  },
  bodies: {
    name: 'apiserver_request_body_size_bytes',
    help: 'Sizes of the bodies of requests, in bytes, by resource and verb.',
    labels: ['group', 'resource', 'verb'],
    buckets: BODY_BYTES,
  },
  filters: {
    name: 'apiserver_request_filter_duration_seconds',
    help: 'How long the steps in front of the handler took, in seconds, by step.',
    labels: ['filter'],
    buckets: FILTER_SECONDS,
  },
  own: {
    name: 'apiserver_selfrequest_total',
    help: 'Requests of the server to itself, by verb, resource and subresource.',
    labels: ['verb', 'resource', 'subresource'],
  },
  streamed: {
    name: 'apiserver_watch_list_duration_seconds',
    help: 'How long it took until watches that begin with a list had sent it, in seconds.',
    labels: ['group', 'version', 'resource', 'scope'],
    buckets: LIST_SECONDS,
  },
} as const;

export class RequestMetrics {
  readonly #total: Family<CounterSeries>;
  readonly #duration: Family<HistogramSeries>;
  readonly #sli: Family<HistogramSeries>;
  readonly #sizes: Family<HistogramSeries>;
  readonly #longRunning: Family<GaugeSeries>;
  readonly #terminations: Family<CounterSeries>;
  readonly #aborts: Family<CounterSeries>;
  readonly #late: Family<CounterSeries>;
  readonly #events: Family<CounterSeries>;
  readonly #eventSizes: Family<HistogramSeries>;
  readonly #deprecated: Family<GaugeSeries>;
  readonly #bodies: Family<HistogramSeries>;
  readonly #filters: Family<HistogramSeries>;
  readonly #own: Family<CounterSeries>;
  readonly #streamed: Family<HistogramSeries>;
  /** By resource: what is counted together there is a few dozen, and looking through them costs less than joining eight labels into a key. */
  readonly #counted = new Map<string, Counted[]>();
  #countedSize = 0;

  constructor(registry: MetricsRegistry) {
    this.#total = registry.counter(FAMILIES.total);
    this.#duration = registry.histogram(FAMILIES.duration);
    this.#sli = registry.histogram(FAMILIES.sli);
    this.#sizes = registry.histogram(FAMILIES.sizes);
    this.#longRunning = registry.gauge(FAMILIES.longRunning);
    this.#terminations = registry.counter(FAMILIES.terminations);
    this.#aborts = registry.counter(FAMILIES.aborts);
    this.#late = registry.counter(FAMILIES.late);
    this.#events = registry.counter(FAMILIES.events);
    this.#eventSizes = registry.histogram(FAMILIES.eventSizes);
    this.#deprecated = registry.gauge(FAMILIES.deprecated);
    this.#bodies = registry.histogram(FAMILIES.bodies);
    this.#filters = registry.histogram(FAMILIES.filters);
    this.#own = registry.counter(FAMILIES.own);
    this.#streamed = registry.histogram(FAMILIES.streamed);
  }

  /** Counts an answer. @param seconds from arrival to the end of the answer @param bytes of the body */
  answered(labels: RequestLabels, code: number, seconds: number, bytes: number): void {
    const counted = this.#countedFor(labels);
    let total = counted.codes.get(code);
    if (total === undefined) {
      total = this.#total.labels(labels.verb, labels.dryRun, ...place(labels), String(code));
      counted.codes.set(code, total);
    }
    total.inc();
    counted.duration.observe(seconds);
    counted.sli?.observe(seconds);
    counted.sizes?.observe(bytes);
  }

  /** A body was read for a request that is counted. */
  bodyRead(labels: RequestLabels, bytes: number): void {
    const counted = this.#countedFor(labels);
    if (counted.bodies === undefined) {
      const verb = labels.verb === 'DELETE' && labels.scope !== 'resource' ? 'delete_collection' : (BODY_VERBS[labels.verb] ?? labels.verb);
      counted.bodies = this.#bodies.labels(labels.group, labels.resource, verb);
    }
    counted.bodies.observe(bytes);
  }

  /** A request of the server to itself. */
  ownRequest(labels: RequestLabels): void {
    const counted = this.#countedFor(labels);
    counted.own ??= this.#own.labels(labels.verb, labels.resource, labels.subresource);
    counted.own.inc();
  }

  /** The series of a step of the pipeline: how long it took, in seconds. */
  filter(name: string): HistogramSeries {
    return this.#filters.labels(name);
  }

  /** A long-running request begins; the result ends it. */
  longRunning(labels: RequestLabels): () => void {
    const gauge = this.#longRunning.labels(labels.verb, ...place(labels));
    gauge.add(1);
    return () => gauge.add(-1);
  }

  terminated(labels: RequestLabels, code: number): void {
    this.#terminations.labels(labels.verb, ...place(labels), String(code)).inc();
  }

  aborted(labels: RequestLabels): void {
    this.#aborts.labels(labels.verb, labels.group, labels.version, labels.resource, labels.subresource, labels.scope).inc();
  }

  /** A handler ended after its request's deadline. */
  endedLate(status: 'ok' | 'error'): void {
    this.#late.labels('timeout-handler', status).inc();
  }

  /** The series that a watch counts its events on: look it up once per watch. */
  watchEvents(group: string, version: string, resource: string): { readonly count: CounterSeries; readonly sizes: HistogramSeries } {
    return { count: this.#events.labels(group, version, resource), sizes: this.#eventSizes.labels(group, version, resource) };
  }

  /** A watch has sent the list that it began with. */
  listStreamed({ group, version, resource, scope }: RequestLabels, seconds: number): void {
    this.#streamed.labels(group, version, resource, scope).observe(seconds);
  }

  deprecatedApi(group: string, version: string, resource: string, subresource: string, removedRelease: string): void {
    this.#deprecated.labels(group, version, resource, subresource, removedRelease).set(1);
  }

  #countedFor(labels: RequestLabels): Counted {
    const known = this.#counted.get(labels.resource) ?? [];
    for (const each of known) if (sameLabels(each.labels, labels)) return each;
    const where = place(labels);
    const made: Counted = {
      labels,
      codes: new Map(),
      duration: this.#duration.labels(labels.verb, labels.dryRun, ...where),
      sli: labels.verb === 'WATCH' ? undefined : this.#sli.labels(labels.verb, ...where),
      sizes: READ_VERBS.has(labels.verb) ? this.#sizes.labels(labels.verb, ...where) : undefined,
      bodies: undefined,
      own: undefined,
    };
    if (this.#countedSize < MAX_SERIES) {
      this.#countedSize++;
      known.push(made);
      this.#counted.set(labels.resource, known);
    }
    return made;
  }
}

function sameLabels(a: RequestLabels, b: RequestLabels): boolean {
  return (
    a.verb === b.verb &&
    a.scope === b.scope &&
    a.subresource === b.subresource &&
    a.dryRun === b.dryRun &&
    a.version === b.version &&
    a.group === b.group &&
    a.component === b.component
  );
}

function place(labels: RequestLabels): string[] {
  return [labels.group, labels.version, labels.resource, labels.subresource, labels.scope, labels.component];
}
