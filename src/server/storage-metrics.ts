/** Figures of the storage. A Store that counts: etcd_request_* with upstream's names, whichever backend it is, because dashboards look for them. */
import { statSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import type { CounterSeries, Family, HistogramSeries, MetricsRegistry } from '../base/metrics.ts';
import { groupResourceName } from '../machinery/gvk.ts';
import type { RegistryStore } from '../registry/generic/store.ts';
import { RevisionConflict } from '../storage/errors.ts';
import type { ListResult, Store } from '../storage/interface.ts';

const SECONDS = [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60];

/** What upstream calls the first of its stores. */
const STORE_NAME = 'etcd-0';
/** The unit in which systems count the blocks of a file. */
const BLOCK_BYTES = 512;

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

/** How many objects there are of each resource. */
export function exportObjects(registry: MetricsRegistry, stores: () => Iterable<RegistryStore>): void {
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
  registry.collect(() => {
    for (const { storage, groupResource } of stores()) {
      older.labels(groupResourceName(groupResource)).set(storage.count());
      objects.labels(groupResource.group, groupResource.resource).set(storage.count());
    }
  });
}

/** How much of the disk the store takes. @param file which holds all of it */
export function exportStoreSize(registry: MetricsRegistry, file: string): void {
  const size = registry.gauge({
    name: 'apiserver_storage_size_bytes',
    stability: 'STABLE',
    help: 'Disk space that the store takes, in bytes.',
    labels: ['storage_cluster_id'],
  });
  registry.collect(() => {
    const found = statSync(file, { throwIfNoEntry: false });
    if (found !== undefined) size.labels(STORE_NAME).set(found.blocks * BLOCK_BYTES);
  });
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
    deliversBeforeAcknowledging: store.deliversBeforeAcknowledging,
    close: () => store.close(),
  });
}
