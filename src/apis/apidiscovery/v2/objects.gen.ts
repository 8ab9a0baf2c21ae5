/** Generated from types.ts by scripts/generate-objects.ts: what objects of these types look like in memory. */
import type { GroupVersionKind, ListMeta, ObjectMeta } from '../../meta/v1/objects.gen.ts';

export interface APIGroupDiscovery {
  kind?: string;
  apiVersion?: string;
  metadata: ObjectMeta;
  versions?: APIVersionDiscovery[];
}

export interface APIGroupDiscoveryList {
  kind?: string;
  apiVersion?: string;
  metadata: ListMeta;
  items: APIGroupDiscovery[] | null;
}

export interface APIResourceDiscovery {
  resource: string;
  responseKind?: GroupVersionKind;
  scope: string;
  singularResource: string;
  verbs: string[] | null;
  shortNames?: string[];
  categories?: string[];
  subresources?: APISubresourceDiscovery[];
}

export interface APISubresourceDiscovery {
  subresource: string;
  responseKind?: GroupVersionKind;
  acceptedTypes?: GroupVersionKind[];
  verbs: string[] | null;
}

export interface APIVersionDiscovery {
  version: string;
  resources?: APIResourceDiscovery[];
  freshness?: string;
}
