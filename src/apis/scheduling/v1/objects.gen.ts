/** Generated from types.ts by scripts/generate-objects.ts: what objects of these types look like in memory. */
import type { ListMeta, ObjectMeta } from '../../meta/v1/objects.gen.ts';

export interface PriorityClass {
  kind?: string;
  apiVersion?: string;
  metadata: ObjectMeta;
  value: number;
  globalDefault?: boolean;
  description?: string;
  preemptionPolicy?: string;
}

export interface PriorityClassList {
  kind?: string;
  apiVersion?: string;
  metadata: ListMeta;
  items: PriorityClass[] | null;
}
