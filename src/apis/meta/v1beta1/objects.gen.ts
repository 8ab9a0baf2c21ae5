/** Generated from types.ts by scripts/generate-objects.ts: what objects of these types look like in memory. */
import type { ListMeta, PartialObjectMetadata } from '../v1/objects.gen.ts';

export interface PartialObjectMetadataList {
  kind?: string;
  apiVersion?: string;
  metadata: ListMeta;
  items: PartialObjectMetadata[] | null;
}
