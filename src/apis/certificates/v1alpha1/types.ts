/**
 * The types of certificates.k8s.io/v1alpha1: one declaration per type, one line per field, in the vocabulary of machinery/descriptor.ts. Names,
 * Protobuf numbers and markers are those of k8s.io/api/certificates/v1alpha1, release 1.36; they are wire format and never change.
 */
import { field, inline, list, type StructType, string, struct } from '../../../machinery/descriptor.ts';
import { ListMeta, ObjectMeta, TypeMeta } from '../../meta/v1/types.ts';

export const ClusterTrustBundle: StructType = struct('k8s.io/api/certificates/v1alpha1.ClusterTrustBundle', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', ClusterTrustBundleSpec, 2, { omitempty: false }),
]);

export const ClusterTrustBundleSpec: StructType = struct('k8s.io/api/certificates/v1alpha1.ClusterTrustBundleSpec', () => [
  field('signerName', string, 1, { optional: true }),
  field('trustBundle', string, 2, { omitempty: false }),
]);

export const ClusterTrustBundleList: StructType = struct('k8s.io/api/certificates/v1alpha1.ClusterTrustBundleList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(ClusterTrustBundle), 2, { omitempty: false }),
]);
