/**
 * Self-subject access reviews: may I do this? A question that is answered, not stored.
 */
import { SelfSubjectAccessReview } from '../../apis/authorization/v1/types.ts';
import { virtualResource } from '../strategies/virtual.ts';

export const selfsubjectaccessreviews = virtualResource({
  group: 'authorization.k8s.io',
  version: 'v1',
  resource: 'selfsubjectaccessreviews',
  kind: 'SelfSubjectAccessReview',
  type: SelfSubjectAccessReview,
  namespaced: false,
});
