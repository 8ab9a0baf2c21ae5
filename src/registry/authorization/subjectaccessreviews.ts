/**
 * Access reviews: may somebody do this? A question that is answered, not stored.
 */
import { SubjectAccessReview } from '../../apis/authorization/v1/types.ts';
import { virtualResource } from '../strategies/virtual.ts';

export const subjectaccessreviews = virtualResource({
  group: 'authorization.k8s.io',
  version: 'v1',
  resource: 'subjectaccessreviews',
  kind: 'SubjectAccessReview',
  type: SubjectAccessReview,
  namespaced: false,
});
