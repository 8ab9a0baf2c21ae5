/** Decisions by roles and bindings: the first rule that allows ends the search, nothing ever denies. */
import { aggregate, goQuote } from '../../machinery/go/text.ts';
import type { AuthorizationAnswer, AuthorizationAttributes, Authorizer } from '../../request/authorizer.ts';
import type { UserInfo } from '../../request/user.ts';
import type { Mode } from '../mode.ts';
import { type Binding, describeSubject, type RbacPolicy } from './policy.ts';
import { ruleAllows } from './rules.ts';

const NO_OPINION: AuthorizationAnswer = { decision: 'no-opinion', reason: '' };

export function rbacAuthorizer(policy: RbacPolicy): Authorizer {
  return { authorize: (attributes) => decide(policy, attributes) };
}

export function rbacMode(policy: RbacPolicy): Pick<Mode, 'authorizer' | 'rulesFor'> {
  return {
    authorizer: rbacAuthorizer(policy),
    rulesFor(user, namespace) {
      const { rules, errors } = policy.rulesFor(user, namespace);
      return { rules, incomplete: false, errors: errors.map(({ message }) => message) };
    },
  };
}

function decide(policy: RbacPolicy, attributes: AuthorizationAttributes): AuthorizationAnswer {
  let allowedBy: Binding | undefined;
  let errors: Error[] | undefined;
  policy.visit(attributes.user, attributes.namespace, (rule, binding, error) => {
    if (error !== undefined) {
      errors ??= [];
      errors.push(error);
    } else if (rule !== undefined && ruleAllows(rule, attributes)) {
      allowedBy = binding;
      return false;
    }
    return true;
  });
  if (allowedBy !== undefined) return { decision: 'allow', reason: allowReason(allowedBy, attributes.user) };
  return errors === undefined ? NO_OPINION : { decision: 'no-opinion', reason: `RBAC: ${aggregate(errors.map(({ message }) => message))}` };
}

function allowReason(binding: Binding, user: UserInfo): string {
  const { name, namespace, roleRef } = binding;
  const what = namespace === '' ? `ClusterRoleBinding ${goQuote(name)}` : `RoleBinding ${goQuote(`${name}/${namespace}`)}`;
  return `RBAC: allowed by ${what} of ${roleRef.kind} ${goQuote(roleRef.name ?? '')} to ${describeSubject(binding, user)}`;
}
