/** Generated from types.ts by scripts/generate-objects.ts: what objects of these types look like in memory. */
import type { ListMeta, ObjectMeta } from '../../meta/v1/objects.gen.ts';

export interface Lease {
  kind?: string;
  apiVersion?: string;
  metadata: ObjectMeta;
  spec: LeaseSpec;
}

export interface LeaseList {
  kind?: string;
  apiVersion?: string;
  metadata: ListMeta;
  items: Lease[] | null;
}

export interface LeaseSpec {
  holderIdentity?: string;
  leaseDurationSeconds?: number;
  acquireTime?: string;
  renewTime?: string;
  leaseTransitions?: number;
  strategy?: string;
  preferredHolder?: string;
}
