/**
 * The types of meta.k8s.io/v1beta1: one declaration per type, one line per field, in the vocabulary of machinery/descriptor.ts. Names, Protobuf
 * numbers and markers are those of k8s.io/apimachinery/pkg/apis/meta/v1beta1, release 1.36; they are wire format and never change.
 */
import { field, inline, list, type StructType, struct } from '../../../machinery/descriptor.ts';
import { ListMeta, PartialObjectMetadata as MetaPartialObjectMetadata, TypeMeta } from '../../meta/v1/types.ts';

export const PartialObjectMetadataList: StructType = struct('k8s.io/apimachinery/pkg/apis/meta/v1beta1.PartialObjectMetadataList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 2, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(MetaPartialObjectMetadata), 1, { omitempty: false }),
]);
