/** Generated from types.ts by scripts/generate-objects.ts: what objects of these types look like in memory. */
import type { ObjectMeta } from '../../meta/v1/objects.gen.ts';
import type { UserInfo as AuthenticationUserInfo } from '../v1/objects.gen.ts';

export interface SelfSubjectReview {
  kind?: string;
  apiVersion?: string;
  metadata: ObjectMeta;
  status: SelfSubjectReviewStatus;
}

export interface SelfSubjectReviewStatus {
  userInfo: AuthenticationUserInfo;
}

export interface TokenReview {
  kind?: string;
  apiVersion?: string;
  metadata: ObjectMeta;
  spec: TokenReviewSpec;
  status: TokenReviewStatus;
}

export interface TokenReviewSpec {
  token?: string;
  audiences?: string[];
}

export interface TokenReviewStatus {
  authenticated?: boolean;
  user: UserInfo;
  audiences?: string[];
  error?: string;
}

export interface UserInfo {
  username?: string;
  uid?: string;
  groups?: string[];
  extra?: { [key: string]: string[] };
}
