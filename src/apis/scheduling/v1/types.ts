/**
 * The types of scheduling.k8s.io/v1: one declaration per type, one line per field, in the vocabulary of machinery/descriptor.ts. Names, Protobuf
 * numbers and markers are those of k8s.io/api/scheduling/v1, release 1.36; they are wire format and never change.
 */
import { bool, field, inline, int32, list, type StructType, string, struct } from '../../../machinery/descriptor.ts';
import { PreemptionPolicy } from '../../core/v1/types.ts';
import { ListMeta, ObjectMeta, TypeMeta } from '../../meta/v1/types.ts';

export const PriorityClass: StructType = struct('k8s.io/api/scheduling/v1.PriorityClass', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('value', int32, 2, { omitempty: false, optional: true }),
  field('globalDefault', bool, 3, { optional: true }),
  field('description', string, 4, { optional: true }),
  field('preemptionPolicy', PreemptionPolicy, 5, { pointer: true, optional: true }),
]);

export const PriorityClassList: StructType = struct('k8s.io/api/scheduling/v1.PriorityClassList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(PriorityClass), 2, { omitempty: false }),
]);
