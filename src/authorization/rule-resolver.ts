/** What may somebody do? The list behind `kubectl auth can-i --list`, as far as the modes of a server can tell. */
import type { UserInfo } from '../request/user.ts';
import type { Rule } from './rbac/rules.ts';

export interface ResolvedRules {
  readonly rules: readonly Rule[];
  /** Some mode could not list all that it may allow. */
  readonly incomplete: boolean;
  /** '' when nothing went wrong. */
  readonly error: string;
}

export interface RuleResolver {
  rulesFor(user: UserInfo, namespace: string): ResolvedRules;
}
