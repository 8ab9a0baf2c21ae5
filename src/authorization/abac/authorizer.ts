/**
 * Decisions by a list of policies about attributes (k8s.io/kubernetes: pkg/auth/authorizer/abac). The first policy that matches allows, nothing ever
 * denies. A policy knows two sorts of verbs only: reading (get, list, watch) and everything.
 */
import type { AuthorizationAnswer, AuthorizationAttributes } from '../../request/authorizer.ts';
import type { UserInfo } from '../../request/user.ts';
import type { Mode } from '../mode.ts';
import { matchesPath, type Rule } from '../rbac/rules.ts';

/** One policy as v1beta1 says it, `*` of a user or group being everybody who is authenticated. */
export interface AbacPolicy {
  readonly user: string;
  readonly group: string;
  readonly readonly: boolean;
  readonly apiGroup: string;
  readonly resource: string;
  readonly namespace: string;
  readonly nonResourcePath: string;
}

const ALLOW: AuthorizationAnswer = { decision: 'allow', reason: '' };
const NO_MATCH: AuthorizationAnswer = { decision: 'no-opinion', reason: 'No policy matched.' };
const READING: readonly string[] = ['get', 'list', 'watch'];
const EVERYTHING: readonly string[] = ['*'];
const NONE: readonly string[] = [];

export function abacMode(policies: readonly AbacPolicy[]): Pick<Mode, 'authorizer' | 'rulesFor'> {
  return {
    authorizer: { authorize: (attributes) => (policies.some((each) => matches(each, attributes)) ? ALLOW : NO_MATCH) },
    rulesFor: (user, namespace) => ({
      rules: policies
        .filter((each) => isAbout(each, user) && (each.namespace === '*' || each.namespace === namespace))
        .flatMap((each) => rulesOfPolicy(each)),
      incomplete: false,
      errors: [],
    }),
  };
}

function matches(policy: AbacPolicy, attributes: AuthorizationAttributes): boolean {
  if (!isAbout(policy, attributes.user)) return false;
  if (policy.readonly && !READING.includes(attributes.verb)) return false;
  return attributes.isResourceRequest ? matchesResource(policy, attributes) : matchesPath(policy.nonResourcePath, attributes.path);
}

/** Both are optional, but one has to be there, and whichever is there has to be right. */
function isAbout({ user, group }: AbacPolicy, { name, groups }: UserInfo): boolean {
  if (user === '' && group === '') return false;
  return (user === '' || user === '*' || user === name) && (group === '' || group === '*' || groups.includes(group));
}

function matchesResource(policy: AbacPolicy, { namespace, resource, group }: AuthorizationAttributes): boolean {
  const is = (wanted: string, actual: string): boolean => wanted === '*' || wanted === actual;
  return is(policy.namespace, namespace) && is(policy.resource, resource) && is(policy.apiGroup, group);
}

function rulesOfPolicy({ readonly, apiGroup, resource, nonResourcePath }: AbacPolicy): readonly Rule[] {
  const verbs = readonly ? READING : EVERYTHING;
  const rules: Rule[] = [];
  if (resource !== '') rules.push({ verbs, apiGroups: [apiGroup], resources: [resource], resourceNames: NONE, nonResourceURLs: NONE });
  if (nonResourcePath !== '') rules.push({ verbs, apiGroups: NONE, resources: NONE, resourceNames: NONE, nonResourceURLs: [nonResourcePath] });
  return rules;
}
