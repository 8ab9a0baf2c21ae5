/** Generated from types.ts by scripts/generate-objects.ts: what objects of these types look like in memory. */
import type { ListMeta, ObjectMeta } from '../../meta/v1/objects.gen.ts';

export interface LeaseCandidate {
  kind?: string;
  apiVersion?: string;
  metadata: ObjectMeta;
  spec: LeaseCandidateSpec;
}

export interface LeaseCandidateList {
  kind?: string;
  apiVersion?: string;
  metadata: ListMeta;
  items: LeaseCandidate[] | null;
}

export interface LeaseCandidateSpec {
  leaseName: string;
  pingTime?: string;
  renewTime?: string;
  binaryVersion: string;
  emulationVersion?: string;
  strategy?: string;
}
