/**
 * The types of coordination.k8s.io/v1beta1: one declaration per type, one line per field, in the vocabulary of machinery/descriptor.ts. Names,
 * Protobuf numbers and markers are those of k8s.io/api/coordination/v1beta1, release 1.36; they are wire format and never change.
 */
import { field, inline, int32, list, type StructType, string, struct } from '../../../machinery/descriptor.ts';
import { CoordinatedLeaseStrategy } from '../../coordination/v1/types.ts';
import { MicroTime } from '../../meta/opaques.ts';
import { ListMeta, ObjectMeta, TypeMeta } from '../../meta/v1/types.ts';

export const Lease: StructType = struct('k8s.io/api/coordination/v1beta1.Lease', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', LeaseSpec, 2, { omitempty: false, optional: true }),
]);

export const LeaseSpec: StructType = struct('k8s.io/api/coordination/v1beta1.LeaseSpec', () => [
  field('holderIdentity', string, 1, { pointer: true, optional: true }),
  field('leaseDurationSeconds', int32, 2, { pointer: true, optional: true }),
  field('acquireTime', MicroTime, 3, { pointer: true, optional: true }),
  field('renewTime', MicroTime, 4, { pointer: true, optional: true }),
  field('leaseTransitions', int32, 5, { pointer: true, optional: true }),
  field('strategy', CoordinatedLeaseStrategy, 6, { pointer: true, optional: true, gate: 'CoordinatedLeaderElection' }),
  field('preferredHolder', string, 7, { pointer: true, optional: true, gate: 'CoordinatedLeaderElection' }),
]);

export const LeaseList: StructType = struct('k8s.io/api/coordination/v1beta1.LeaseList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(Lease), 2, { omitempty: false }),
]);

export const LeaseCandidate: StructType = struct('k8s.io/api/coordination/v1beta1.LeaseCandidate', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', LeaseCandidateSpec, 2, { omitempty: false }),
]);

export const LeaseCandidateSpec: StructType = struct('k8s.io/api/coordination/v1beta1.LeaseCandidateSpec', () => [
  field('leaseName', string, 1, { omitempty: false }),
  field('pingTime', MicroTime, 2, { pointer: true, optional: true }),
  field('renewTime', MicroTime, 3, { pointer: true, optional: true }),
  field('binaryVersion', string, 4, { omitempty: false }),
  field('emulationVersion', string, 5, { optional: true }),
  field('strategy', CoordinatedLeaseStrategy, 6),
]);

export const LeaseCandidateList: StructType = struct('k8s.io/api/coordination/v1beta1.LeaseCandidateList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(LeaseCandidate), 2, { omitempty: false }),
]);
