/**
 * Self-subject reviews: who am I? A question that is answered, not stored.
 */
import { SelfSubjectReview } from '../../apis/authentication/v1/types.ts';
import { virtualResource } from '../strategies/virtual.ts';

export const selfsubjectreviews = virtualResource({
  group: 'authentication.k8s.io',
  version: 'v1',
  resource: 'selfsubjectreviews',
  kind: 'SelfSubjectReview',
  type: SelfSubjectReview,
  namespaced: false,
});
