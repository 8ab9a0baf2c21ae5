/**
 * The types of coordination.k8s.io/v1alpha2: one declaration per type, one line per field, in the vocabulary of machinery/descriptor.ts. Names,
 * Protobuf numbers and markers are those of k8s.io/api/coordination/v1alpha2, release 1.36; they are wire format and never change.
 */
import { field, inline, list, type StructType, string, struct } from '../../../machinery/descriptor.ts';
import { CoordinatedLeaseStrategy } from '../../coordination/v1/types.ts';
import { MicroTime } from '../../meta/opaques.ts';
import { ListMeta, ObjectMeta, TypeMeta } from '../../meta/v1/types.ts';

export const LeaseCandidate: StructType = struct('k8s.io/api/coordination/v1alpha2.LeaseCandidate', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', LeaseCandidateSpec, 2, { omitempty: false }),
]);

export const LeaseCandidateSpec: StructType = struct('k8s.io/api/coordination/v1alpha2.LeaseCandidateSpec', () => [
  field('leaseName', string, 1, { omitempty: false }),
  field('pingTime', MicroTime, 2, { pointer: true, optional: true }),
  field('renewTime', MicroTime, 3, { pointer: true, optional: true }),
  field('binaryVersion', string, 4, { omitempty: false }),
  field('emulationVersion', string, 5, { optional: true }),
  field('strategy', CoordinatedLeaseStrategy, 6),
]);

export const LeaseCandidateList: StructType = struct('k8s.io/api/coordination/v1alpha2.LeaseCandidateList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(LeaseCandidate), 2, { omitempty: false }),
]);
