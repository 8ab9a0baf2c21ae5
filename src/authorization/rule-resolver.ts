/** What may somebody do? The list behind `kubectl auth can-i --list`, as far as the modes of a server can tell. */
import type { UserInfo } from '../request/user.ts';
import { joinErrors } from './rbac/authorizer.ts';
import type { RbacPolicy } from './rbac/policy.ts';
import type { Rule } from './rbac/rules.ts';

export interface ResolvedRules {
  readonly rules: readonly Rule[];
  /** Some mode could not tell. */
  readonly incomplete: boolean;
  /** '' when nothing went wrong. */
  readonly error: string;
}

export interface RuleResolver {
  rulesFor(user: UserInfo, namespace: string): ResolvedRules;
}

const EVERYTHING: readonly Rule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'], resourceNames: [], nonResourceURLs: [] },
  { verbs: ['*'], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: ['*'] },
];

const NODE = 'system:node:';
const NODES = 'system:nodes';

/** Asks every mode. */
export function ruleResolver(modes: readonly string[], policy: RbacPolicy): RuleResolver {
  return {
    rulesFor(user, namespace) {
      const rules: Rule[] = [];
      const errors: Error[] = [];
      for (const mode of modes) {
        if (mode === 'AlwaysAllow') rules.push(...EVERYTHING);
        else if (mode === 'Node' && user.name.startsWith(NODE) && user.groups.includes(NODES))
          errors.push(new Error('node authorizer does not support user rule resolution'));
        else if (mode === 'RBAC') {
          const found = policy.rulesFor(user, namespace);
          rules.push(...found.rules);
          errors.push(...found.errors);
        }
      }
      return { rules, incomplete: errors.length > 0, error: errors.length === 0 ? '' : joinErrors(errors) };
    },
  };
}
