/** Generated from types.ts by scripts/generate-objects.ts: what objects of these types look like in memory. */
import type { ObjectMeta } from '../../meta/v1/objects.gen.ts';
import type { UserInfo } from '../v1/objects.gen.ts';

export interface SelfSubjectReview {
  kind?: string;
  apiVersion?: string;
  metadata: ObjectMeta;
  status: SelfSubjectReviewStatus;
}

export interface SelfSubjectReviewStatus {
  userInfo: UserInfo;
}
