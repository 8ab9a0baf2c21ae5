/** Decisions by roles and bindings: the first rule that allows ends the search, nothing ever denies. */
import { goQuote } from '../../machinery/go-text.ts';
import type { AuthorizationAttributes, Authorizer, Decision } from '../../request/authorizer.ts';
import type { UserInfo } from '../../request/user.ts';
import { type Binding, describeSubject, type RbacPolicy } from './policy.ts';
import { ruleAllows } from './rules.ts';

type Answer = { readonly decision: Decision; readonly reason: string };

const NO_OPINION: Answer = { decision: 'no-opinion', reason: '' };

export function rbacAuthorizer(policy: RbacPolicy): Authorizer {
  return { authorize: (attributes) => decide(policy, attributes) };
}

function decide(policy: RbacPolicy, attributes: AuthorizationAttributes): Answer {
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
  return errors === undefined ? NO_OPINION : { decision: 'no-opinion', reason: `RBAC: ${joinErrors(errors)}` };
}

function allowReason(binding: Binding, user: UserInfo): string {
  const { name, namespace, roleRef } = binding;
  const what = namespace === '' ? `ClusterRoleBinding ${goQuote(name)}` : `RoleBinding ${goQuote(`${name}/${namespace}`)}`;
  return `RBAC: allowed by ${what} of ${roleRef.kind} ${goQuote(roleRef.name ?? '')} to ${describeSubject(binding, user)}`;
}

/** Several errors as upstream's aggregate prints them. */
export function joinErrors(errors: readonly Error[]): string {
  const texts = [...new Set(errors.map((each) => each.message))];
  return texts.length === 1 ? (texts[0] as string) : `[${texts.join(', ')}]`;
}
