/** The modes of authorization: what they are called, and what one is: an authorizer that can also tell about a user's rules. */
import type { Authorizer } from '../request/authorizer.ts';
import type { UserInfo } from '../request/user.ts';
import type { Rule } from './rbac/rules.ts';

/** Upstream's, in its order. All but Webhook stand at most once in a configuration. */
export const MODES: readonly string[] = ['AlwaysAllow', 'AlwaysDeny', 'ABAC', 'Webhook', 'RBAC', 'Node'];

/** Where upstream allows everything when nothing is said, this server does what every real cluster does. */
export const DEFAULT_MODES: readonly string[] = ['Node', 'RBAC'];

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
