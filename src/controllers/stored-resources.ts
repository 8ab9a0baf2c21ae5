/** Every stored resource that is served, once, in the version that its group prefers: what loops over all kinds work on. */
import type { InstalledResource, ServedResources } from '../endpoints/routing/resources.ts';
import type { GroupVersionResource } from '../machinery/gvk.ts';
import type { Verb } from '../registry/generic/declaration.ts';
import type { RegistryStore } from '../registry/generic/store.ts';

export interface StoredResource extends GroupVersionResource {
  readonly kind: string;
  readonly namespaced: boolean;
  readonly store: RegistryStore;
}

/** @param verb only those that can be treated so */
export function storedResources(served: ServedResources, verb: Verb): readonly StoredResource[] {
  const found = new Map<InstalledResource, StoredResource>();
  for (const { group, versions } of served.groups) {
    for (const { version, resources } of versions) {
      for (const installed of resources) {
        const { declaration, store } = installed;
        // Events are served in two groups and stored once.
        if (store === undefined || found.has(installed) || !declaration.verbs.includes(verb)) continue;
        const { kind, namespaced, resource } = declaration;
        found.set(installed, { group, version, resource, kind, namespaced, store });
      }
    }
  }
  return [...found.values()];
}
