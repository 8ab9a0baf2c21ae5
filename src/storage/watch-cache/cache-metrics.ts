/**
 * What watch caches count, under upstream's names (k8s.io/apiserver/pkg/storage/cacher/metrics): events, lists, and how long reads waited for the
 * cache to become fresh.
 */
import { type CounterSeries, type Family, type GaugeSeries, type HistogramSeries, MetricsRegistry, type Stability } from '../../base/metrics.ts';

/** The series of one resource: looked up once, then counted on. */
export interface CacheCounters {
  /** Events that came from the store, and those that went to watchers. */
  readonly received: CounterSeries;
  readonly dispatched: CounterSeries;
  /** How often the cache was filled. */
  readonly initializations: CounterSeries;
  /** Objects sent to watchers as the state that they start from. */
  readonly initEvents: CounterSeries;
  readonly lists: CounterSeries;
  /** Objects that lists looked at, and those that they answered with. */
  readonly fetched: CounterSeries;
  readonly returned: CounterSeries;
  /** How long reads waited, in seconds. */
  readonly waits: HistogramSeries;
  /** A read that had to see everything acknowledged before it. `fallback`: the store answered, because the cache was not fresh in time. */
  consistentRead(success: boolean, fallback: boolean): void;
  /** What is looked at when somebody asks. The result ends that. */
  observe(state: () => CacheState): () => void;
}

export interface CacheState {
  readonly revision: number;
  /** How many of them it holds. */
  readonly events: number;
}

/** Ours grows and shrinks by age and bytes; what upstream's begins with is what dashboards know as "empty". */
const LEAST_CAPACITY = 100;

const WAIT_SECONDS = [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3];

export class CacheMetrics {
  readonly #waits: Family<HistogramSeries>;
  readonly #consistent: Family<CounterSeries>;
  readonly #counter: (name: string) => Family<CounterSeries>;
  readonly #states = new Set<() => void>();
  readonly #revision: Family<GaugeSeries>;
  readonly #capacity: Family<GaugeSeries>;

  constructor(registry: MetricsRegistry) {
    const labels = ['group', 'resource'];
    registry.collect(() => {
      for (const look of this.#states) look();
    });
    this.#revision = registry.gauge({ name: 'apiserver_watch_cache_resource_version', help: 'The revision that the watch cache has seen.', labels });
    this.#capacity = registry.gauge({ name: 'watch_cache_capacity', help: 'Room for events in the watch cache.', labels });
    const families = new Map<string, Family<CounterSeries>>();
    for (const [name, help, more, stability = 'ALPHA'] of COUNTERS)
      families.set(name, registry.counter({ name, help, stability, labels: [...labels, ...more] }));
    this.#counter = (name) => families.get(name) as Family<CounterSeries>;
    this.#waits = registry.histogram({
      name: 'apiserver_watch_cache_read_wait_seconds',
      help: 'How long reads waited for the watch cache to become fresh, in seconds.',
      labels,
      buckets: WAIT_SECONDS,
    });
    this.#consistent = registry.counter({
      name: 'apiserver_watch_cache_consistent_read_total',
      help: 'Reads from the watch cache that had to see everything written before them.',
      labels: [...labels, 'success', 'fallback'],
    });
  }

  of(group: string, resource: string): CacheCounters {
    const series = (name: string, ...more: string[]): CounterSeries => this.#counter(name).labels(group, resource, ...more);
    const fromStore = series('apiserver_storage_events_received_total');
    const received = series('apiserver_watch_cache_events_received_total');
    return {
      // One feed brings the store's events to the cache: what upstream counts at both ends is one figure here.
      received: {
        inc(by) {
          fromStore.inc(by);
          received.inc(by);
        },
      },
      dispatched: series('apiserver_watch_cache_events_dispatched_total'),
      initializations: series('apiserver_watch_cache_initializations_total'),
      initEvents: series('apiserver_init_events_total'),
      lists: series('apiserver_cache_list_total', ''),
      fetched: series('apiserver_cache_list_fetched_objects_total', ''),
      returned: series('apiserver_cache_list_returned_objects_total'),
      waits: this.#waits.labels(group, resource),
      consistentRead: (success, fallback) => this.#consistent.labels(group, resource, String(success), String(fallback)).inc(),
      observe: (state) => {
        const revisions = this.#revision.labels(group, resource);
        const capacities = this.#capacity.labels(group, resource);
        const look = (): void => {
          const { revision, events } = state();
          revisions.set(revision);
          capacities.set(Math.max(LEAST_CAPACITY, events));
        };
        this.#states.add(look);
        return () => this.#states.delete(look);
      },
    };
  }
}

/** For storages whose figures nobody asks for. */
export function uncounted(): CacheCounters {
  return new CacheMetrics(new MetricsRegistry()).of('', '');
}

/** Name, help, labels beside group and resource. */
const COUNTERS: readonly (readonly [string, string, readonly string[], Stability?])[] = [
  ['apiserver_storage_events_received_total', 'Events that came from the store.', [], 'BETA'],
  ['apiserver_watch_cache_events_received_total', 'Events that the watch cache got from the store.', []],
  ['apiserver_watch_cache_events_dispatched_total', 'Events that the watch cache passed on.', []],
  ['apiserver_watch_cache_initializations_total', 'How often the watch cache was filled.', []],
  ['apiserver_init_events_total', 'Objects that watches were sent as the state they start from.', []],
  ['apiserver_cache_list_total', 'Lists answered from the watch cache.', ['index']],
  ['apiserver_cache_list_fetched_objects_total', 'Objects that lists from the watch cache looked at.', ['index']],
  ['apiserver_cache_list_returned_objects_total', 'Objects that lists from the watch cache answered with.', []],
];
