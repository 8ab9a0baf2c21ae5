/** An authorizer with its place in the configuration, and what it can tell about a user's rules. */
import type { Authorizer } from '../request/authorizer.ts';
import type { UserInfo } from '../request/user.ts';
import type { Rule } from './rbac/rules.ts';

export interface ModeRules {
  readonly rules: readonly Rule[];
  /** There may be more that this mode cannot list. */
  readonly incomplete: boolean;
  readonly errors: readonly string[];
}

export interface Mode {
  /** ABAC, AlwaysAllow, AlwaysDeny, Node, RBAC, Webhook. */
  readonly type: string;
  /** How the configuration calls it; metrics and logs say so. */
  readonly name: string;
  readonly authorizer: Authorizer;
  rulesFor(user: UserInfo, namespace: string): ModeRules;
}

export const NO_RULES: ModeRules = { rules: [], incomplete: false, errors: [] };
