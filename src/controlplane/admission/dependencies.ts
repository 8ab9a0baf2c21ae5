/** What plugins are made from: the server in which they run, and how they look things up in its caches. */
import type { Getter, Lister, MaybePromise, NamespaceGetter } from '../../admission/interface.ts';
import type { OwnerResource } from '../../admission/plugins/owner-references-permission-enforcement.ts';
import type { Clock } from '../../base/clock.ts';
import type { FeatureEnabled } from '../../base/feature-gates.ts';
import type { MetricsRegistry } from '../../base/metrics.ts';
import type { LoopbackClient } from '../../controllers/loopback-client.ts';
import { nameIsPathSegment } from '../../machinery/grammar/names.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { everyEntry } from '../../registry/generic/every-entry.ts';
import type { RegistryStore } from '../../registry/generic/store.ts';
import type { Authorizer } from '../../request/authorizer.ts';
import type { ResourceStorage } from '../../storage/resource-storage.ts';
import type { CompletedOptions } from '../options.ts';

export interface AdmissionDependencies {
  readonly options: CompletedOptions;
  readonly clock: Clock;
  readonly metrics: MetricsRegistry;
  readonly authorizer: Authorizer;
  readonly featureEnabled: FeatureEnabled;
  /** Writes in the name of the server. */
  readonly loopback: LoopbackClient;
  readonly registry: (group: string, resource: string) => RegistryStore;
  /** The resources of a kind; empty when nothing such is served. */
  readonly resourcesOf: (apiVersion: string, kind: string) => readonly OwnerResource[];
}

export function namespaceGetter({ registry }: AdmissionDependencies): NamespaceGetter {
  const namespaces = registry('', 'namespaces');
  return (name, from) => read(namespaces.storage, namespaces.keyOf('', name), from === 'store' ? '' : '0');
}

/** What needs no waiting is no promise: most writes ask for several objects that the cache has. */
function read(storage: ResourceStorage, key: string, resourceVersion: '' | '0'): MaybePromise<KubeObject | undefined> {
  const found = storage.get(key, resourceVersion);
  return found instanceof Promise ? found.then((entry) => entry?.object()) : found?.object();
}

/** What a plugin's configuration says; the plugin's defaults without one. @throws {AdmissionConfigurationError} */
export function configured<Configuration>(
  { options }: AdmissionDependencies,
  plugin: string,
  read: (value: unknown) => Configuration,
): Configuration {
  return read(options.admissionConfiguration?.get(plugin));
}

export function getter({ registry }: AdmissionDependencies, group: string, resource: string): Getter {
  const store = registry(group, resource);
  return (namespace, name) => {
    // What is no name cannot be found.
    if (name === '' || nameIsPathSegment(name).length > 0) return undefined;
    return read(store.storage, store.keyOf(namespace, name), '0');
  };
}

export function lister({ registry }: AdmissionDependencies, group: string, resource: string): Lister {
  const { storage } = registry(group, resource);
  return (namespace) => (storage.count() === 0 ? [] : listObjects(storage, namespace, '0'));
}

/** @param resourceVersion '0': what the cache knows; '': the most recent state */
export async function listObjects(storage: ResourceStorage, namespace: string, resourceVersion: '' | '0'): Promise<readonly KubeObject[]> {
  const entries = await everyEntry(storage, namespace, resourceVersion);
  return entries.map((entry) => entry.object());
}
