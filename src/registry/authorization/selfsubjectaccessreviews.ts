/**
 * Self-subject access reviews: may I do this? A question that is answered, not stored.
 */
import { SelfSubjectAccessReview } from '../../apis/authorization/v1/types.ts';
import { virtual } from '../vocabulary/connected.ts';

export const selfsubjectaccessreviews = virtual({
  group: 'authorization.k8s.io',
  version: 'v1',
  resource: 'selfsubjectaccessreviews',
  kind: 'SelfSubjectAccessReview',
  type: SelfSubjectAccessReview,
  namespaced: false,
});
