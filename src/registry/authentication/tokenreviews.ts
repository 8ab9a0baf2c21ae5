/**
 * Token reviews: whose is this token? A question that is answered, not stored.
 */
import { TokenReview } from '../../apis/authentication/v1/types.ts';
import { virtualResource } from '../strategies/virtual.ts';

export const tokenreviews = virtualResource({
  group: 'authentication.k8s.io',
  version: 'v1',
  resource: 'tokenreviews',
  kind: 'TokenReview',
  type: TokenReview,
  namespaced: false,
});
