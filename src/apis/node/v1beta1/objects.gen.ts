/** Generated from types.ts by scripts/generate-objects.ts: what objects of these types look like in memory. */
import type { Toleration } from '../../core/v1/objects.gen.ts';
import type { ListMeta, ObjectMeta } from '../../meta/v1/objects.gen.ts';

export interface Overhead {
  podFixed?: { [key: string]: string };
}

export interface RuntimeClass {
  kind?: string;
  apiVersion?: string;
  metadata: ObjectMeta;
  handler: string;
  overhead?: Overhead;
  scheduling?: Scheduling;
}

export interface RuntimeClassList {
  kind?: string;
  apiVersion?: string;
  metadata: ListMeta;
  items: RuntimeClass[] | null;
}

export interface Scheduling {
  nodeSelector?: { [key: string]: string };
  tolerations?: Toleration[];
}
