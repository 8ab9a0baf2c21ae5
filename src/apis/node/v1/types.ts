/**
 * The types of node.k8s.io/v1: one declaration per type, one line per field, in the vocabulary of machinery/descriptor.ts. Names, Protobuf numbers
 * and markers are those of k8s.io/api/node/v1, release 1.36; they are wire format and never change.
 */
import { field, inline, list, map, type StructType, string, struct } from '../../../machinery/descriptor.ts';
import { ResourceList, Toleration } from '../../core/v1/types.ts';
import { ListMeta, ObjectMeta, TypeMeta } from '../../meta/v1/types.ts';

export const RuntimeClass: StructType = struct('k8s.io/api/node/v1.RuntimeClass', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('handler', string, 2, { omitempty: false }),
  field('overhead', Overhead, 3, { pointer: true, optional: true }),
  field('scheduling', Scheduling, 4, { pointer: true, optional: true }),
]);

export const Overhead: StructType = struct('k8s.io/api/node/v1.Overhead', () => [field('podFixed', ResourceList, 1, { optional: true })]);

export const Scheduling: StructType = struct('k8s.io/api/node/v1.Scheduling', () => [
  field('nodeSelector', map(string), 1, { optional: true, atomic: true }),
  field('tolerations', list(Toleration), 2, { optional: true, list: 'atomic' }),
]);

export const RuntimeClassList: StructType = struct('k8s.io/api/node/v1.RuntimeClassList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(RuntimeClass), 2, { omitempty: false }),
]);
