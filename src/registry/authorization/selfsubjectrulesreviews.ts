/**
 * Self-subject rules reviews: what may I do in a namespace? A question that is answered, not stored.
 */
import { SelfSubjectRulesReview } from '../../apis/authorization/v1/types.ts';
import { virtualResource } from '../strategies/virtual.ts';

export const selfsubjectrulesreviews = virtualResource({
  group: 'authorization.k8s.io',
  version: 'v1',
  resource: 'selfsubjectrulesreviews',
  kind: 'SelfSubjectRulesReview',
  type: SelfSubjectRulesReview,
  namespaced: false,
});
