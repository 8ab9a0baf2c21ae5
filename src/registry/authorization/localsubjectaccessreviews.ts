/**
 * Local access reviews: may somebody do this in this namespace? A question that is answered, not stored.
 */
import { LocalSubjectAccessReview } from '../../apis/authorization/v1/types.ts';
import { virtualResource } from '../strategies/virtual.ts';

export const localsubjectaccessreviews = virtualResource({
  group: 'authorization.k8s.io',
  version: 'v1',
  resource: 'localsubjectaccessreviews',
  kind: 'LocalSubjectAccessReview',
  type: LocalSubjectAccessReview,
  namespaced: true,
});
