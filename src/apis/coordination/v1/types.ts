/**
 * The types of coordination.k8s.io/v1: one declaration per type, one line per field, in the vocabulary of machinery/descriptor.ts. Names, Protobuf
 * numbers and markers are those of k8s.io/api/coordination/v1, release 1.36; they are wire format and never change.
 */
import { enumeration, field, inline, int32, list, type ScalarType, type StructType, string, struct } from '../../../machinery/descriptor.ts';
import { MicroTime } from '../../meta/opaques.ts';
import { ListMeta, ObjectMeta, TypeMeta } from '../../meta/v1/types.ts';

export const CoordinatedLeaseStrategy: ScalarType = enumeration('v1.CoordinatedLeaseStrategy');

export const Lease: StructType = struct('k8s.io/api/coordination/v1.Lease', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', LeaseSpec, 2, { omitempty: false, optional: true }),
]);

export const LeaseSpec: StructType = struct('k8s.io/api/coordination/v1.LeaseSpec', () => [
  field('holderIdentity', string, 1, { pointer: true, optional: true }),
  field('leaseDurationSeconds', int32, 2, { pointer: true, optional: true }),
  field('acquireTime', MicroTime, 3, { pointer: true, optional: true }),
  field('renewTime', MicroTime, 4, { pointer: true, optional: true }),
  field('leaseTransitions', int32, 5, { pointer: true, optional: true }),
  field('strategy', CoordinatedLeaseStrategy, 6, { pointer: true, optional: true, gate: 'CoordinatedLeaderElection' }),
  field('preferredHolder', string, 7, { pointer: true, optional: true, gate: 'CoordinatedLeaderElection' }),
]);

export const LeaseList: StructType = struct('k8s.io/api/coordination/v1.LeaseList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(Lease), 2, { omitempty: false }),
]);
