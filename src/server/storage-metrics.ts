/** Figures of the storage. A Store that counts: etcd_request_* with upstream's names, whichever backend it is, because dashboards look for them. */
import { performance } from 'node:perf_hooks';
import type { Clock } from '../base/clock.ts';
import { errorText } from '../base/errors.ts';
import type { Logger } from '../base/log.ts';
import type { CounterSeries, Family, HistogramSeries, MetricsRegistry } from '../base/metrics.ts';
import { groupResourceName } from '../machinery/gvk.ts';
import type { RegistryStore } from '../registry/generic/store.ts';
import { RevisionConflict } from '../storage/errors.ts';
import type { ListResult, Store } from '../storage/interface.ts';

const SECONDS = [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60];

/** As upstream says that a count failed. */
const UNKNOWN_COUNT = -1;
/** What upstream calls its stores, with a number behind it. */
const STORE_NAME = 'etcd-';

export interface Place {
  readonly group: string;
  readonly resource: string;
}

/** Which resource a key belongs to: always the same object for the same resource. */
export type PlaceOfKey = (key: string) => Place;

interface Counted {
  readonly total: CounterSeries;
  readonly errors: () => CounterSeries;
  readonly duration: HistogramSeries;
}

export interface ObjectCountOptions {
  readonly stores: () => Iterable<RegistryStore>;
  readonly clock: Clock;
  /** Milliseconds between counts of what only the store can count; the rest is counted at each scrape. */
  readonly period: number;
}

/** How many objects there are of each resource. The result stops the counting. */
export function exportObjects(registry: MetricsRegistry, { stores, clock, period }: ObjectCountOptions): () => void {
  const older = registry.gauge({
    name: 'apiserver_storage_objects',
    stability: 'STABLE',
    help: 'Stored objects at the time of the last check, by kind.',
    labels: ['resource'],
  });
  const objects = registry.gauge({
    name: 'apiserver_resource_objects',
    help: 'Stored objects at the time of the last check, by group and resource.',
    labels: ['group', 'resource'],
  });
  const show = ({ groupResource }: RegistryStore, count: number): void => {
    older.labels(groupResourceName(groupResource)).set(count);
    objects.labels(groupResource.group, groupResource.resource).set(count);
  };
  registry.collect(() => {
    for (const each of stores()) {
      const count = each.storage.count();
      if (count !== undefined) show(each, count);
    }
  });
  let cancel = (): void => {};
  const countStored = (): void => {
    for (const each of stores()) {
      if (each.storage.count() !== undefined) continue;
      each.storage.countStored().then(
        (count) => show(each, count),
        () => show(each, UNKNOWN_COUNT),
      );
    }
    cancel = clock.after(period, countStored);
  };
  cancel = clock.after(0, countStored);
  return () => cancel();
}

export interface StoreSizeOptions {
  /** The server's own store first, then those of single resources. */
  readonly stores: readonly Store[];
  readonly clock: Clock;
  /** Milliseconds between measurements; 0: never. */
  readonly interval: number;
  readonly log: Logger;
}

/** How much of the disk the stores take, measured in the background: a scrape must not wait for a store. The result stops it. */
export function exportStoreSize(registry: MetricsRegistry, { stores, clock, interval, log }: StoreSizeOptions): () => void {
  const gauge = registry.gauge({
    name: 'apiserver_storage_size_bytes',
    stability: 'STABLE',
    help: 'Disk space that the store takes, in bytes.',
    labels: ['storage_cluster_id'],
  });
  let cancel = (): void => {};
  const measure = (): void => {
    stores.forEach((store, i) => {
      const name = `${STORE_NAME}${i}`;
      store.size?.().then(
        (bytes) => gauge.labels(name).set(bytes),
        (error: unknown) => log.warn('The size of the store is not known', { store: name, error: errorText(error) }),
      );
    });
    cancel = clock.after(interval, measure);
  };
  if (interval > 0) measure();
  return () => cancel();
}

/** Counts the lists that reached the store; every object that is read is handed on. */
function listCounter(registry: MetricsRegistry, placeOf: PlaceOfKey): (prefix: string, page: ListResult) => ListResult {
  const counter = (name: string, help: string): Family<CounterSeries> => registry.counter({ name, help, labels: ['group', 'resource'] });
  const lists = counter('apiserver_storage_list_total', 'Lists of the store.');
  const objects = [
    counter('apiserver_storage_list_fetched_objects_total', 'Objects that lists read from the store.'),
    counter('apiserver_storage_list_evaluated_objects_total', 'Objects of the store that lists looked at.'),
    counter('apiserver_storage_list_returned_objects_total', 'Objects that lists of the store answered with.'),
  ];
  return (prefix, page) => {
    const { group, resource } = placeOf(prefix);
    lists.labels(group, resource).inc();
    for (const family of objects) family.labels(group, resource).inc(page.items.length);
    return page;
  };
}

/** Counts the requests of all stores that are passed through the result. */
export function storeCounter(registry: MetricsRegistry, placeOf: PlaceOfKey): (store: Store) => Store {
  const labels = ['operation', 'group', 'resource'];
  const total = registry.counter({ name: 'etcd_requests_total', help: 'Requests to the store, by operation, group and resource.', labels });
  const errors = registry.counter({
    name: 'etcd_request_errors_total',
    help: 'Requests to the store that failed, by operation, group and resource.',
    labels,
  });
  const duration = registry.histogram({
    name: 'etcd_request_duration_seconds',
    help: 'How long requests to the store took, in seconds, by operation, group and resource.',
    labels,
    buckets: SECONDS,
  });
  const known = new Map<string, Map<Place, Counted>>();
  const countedFor = (operation: string, key: string): Counted => {
    const place = placeOf(key);
    let series = known.get(operation);
    if (series === undefined) {
      series = new Map();
      known.set(operation, series);
    }
    const found = series.get(place);
    if (found !== undefined) return found;
    const { group, resource } = place;
    const made: Counted = {
      total: total.labels(operation, group, resource),
      errors: () => errors.labels(operation, group, resource),
      duration: duration.labels(operation, group, resource),
    };
    series.set(place, made);
    return made;
  };
  const count = <T>(operation: string, key: string, ask: () => Promise<T>): Promise<T> => {
    const counted = countedFor(operation, key);
    counted.total.inc();
    const started = performance.now();
    return ask().then(
      (answer) => {
        counted.duration.observe((performance.now() - started) / 1000);
        return answer;
      },
      (error: unknown) => {
        if (!(error instanceof RevisionConflict)) counted.errors().inc();
        counted.duration.observe((performance.now() - started) / 1000);
        throw error;
      },
    );
  };
  const listed = listCounter(registry, placeOf);
  return (store) => ({
    get: (key) => count('get', key, () => store.get(key)),
    list: (prefix, options) => count('list', prefix, async () => listed(prefix, await store.list(prefix, options))),
    put: (key, value, expected, options) => count(expected === 0 ? 'create' : 'update', key, () => store.put(key, value, expected, options)),
    delete: (key, expected) => count('delete', key, () => store.delete(key, expected)),
    watch: (prefix, options, receiver) => store.watch(prefix, options, receiver),
    currentRevision: () => store.currentRevision(),
    requestProgress: () => store.requestProgress(),
    compact: (revision) => store.compact(revision),
    get compactedRevision() {
      return store.compactedRevision;
    },
    check: () => store.check(),
    ...(store.size === undefined ? {} : { size: () => (store.size as () => Promise<number>)() }),
    deliversBeforeAcknowledging: store.deliversBeforeAcknowledging,
    close: () => store.close(),
  });
}
