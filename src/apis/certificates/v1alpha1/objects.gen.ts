/** Generated from types.ts by scripts/generate-objects.ts: what objects of these types look like in memory. */
import type { ListMeta, ObjectMeta } from '../../meta/v1/objects.gen.ts';

export interface ClusterTrustBundle {
  kind?: string;
  apiVersion?: string;
  metadata: ObjectMeta;
  spec: ClusterTrustBundleSpec;
}

export interface ClusterTrustBundleList {
  kind?: string;
  apiVersion?: string;
  metadata: ListMeta;
  items: ClusterTrustBundle[] | null;
}

export interface ClusterTrustBundleSpec {
  signerName?: string;
  trustBundle: string;
}
