/**
 * Nobody grants what they do not hold: roles may only contain what their writer may do, bindings only lead to such roles, unless the writer is
 * allowed to `escalate` or to `bind` (or is an administrator). Asked behind mutating admission and before validation.
 */
import { inSlices } from '../../base/event-loop.ts';
import { equal } from '../../machinery/clone.ts';
import { aggregate, goQuote, goQuotedList } from '../../machinery/go/text.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { ApiError, forbidden, notFound } from '../../machinery/status.ts';
import type { AuthorizationAttributes, Authorizer } from '../../request/authorizer.ts';
import { PRIVILEGED_GROUP, type UserInfo } from '../../request/user.ts';
import { describeRules, missingRules, missingRulesInSteps } from './coverage.ts';
import { missingRole, RBAC_GROUP, type RbacPolicy, type RoleRef } from './policy.ts';
import { type Rule, rulesOf } from './rules.ts';

/** A role or binding that is about to be written. */
export interface Grant {
  readonly user: UserInfo;
  /** roles, clusterroles, rolebindings, clusterrolebindings. */
  readonly resource: string;
  readonly namespace: string;
  /** As the URL says it; '' for a creation. */
  readonly requestName: string;
  readonly object: KubeObject;
  readonly old: KubeObject | undefined;
}

const FULL_AUTHORITY: readonly Rule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'], resourceNames: [], nonResourceURLs: [] },
  { verbs: ['*'], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: ['*'] },
];

export interface EscalationDeps {
  /** What the writer holds. */
  readonly policy: RbacPolicy;
  readonly authorizer: Authorizer;
  /** A role as it is stored now: who has just written one may bind it, whether or not decisions have heard of it. Undefined when there is none. */
  readonly storedRole: (resource: 'roles' | 'clusterroles', namespace: string, name: string) => Promise<KubeObject | undefined>;
}

/** @throws {ApiError} 403, 404 for a role that is missing, 500 for a role of an unknown kind */
export async function preventEscalation(deps: EscalationDeps, grant: Grant): Promise<void> {
  const { user, resource, object, old } = grant;
  if (user.groups.includes(PRIVILEGED_GROUP)) return;
  if (old !== undefined && onlyForCollection(object, old)) return;
  if (resource === 'roles' || resource === 'clusterroles') await checkRole(deps, grant);
  else await checkBinding(deps, grant);
}

async function checkRole({ policy, authorizer }: EscalationDeps, grant: Grant): Promise<void> {
  const { user, resource, namespace, requestName, object, old } = grant;
  if (await allowed(authorizer, { user, verb: 'escalate', group: RBAC_GROUP, resource, namespace, name: requestName })) return;
  await refuseMissing(policy, grant, rulesOf(object.rules));
  if (resource !== 'clusterroles' || !(aggregates(object) || aggregates(old))) return;
  const { rules } = policy.rulesFor(user, namespace);
  if (missingRules(rules, FULL_AUTHORITY).length > 0) refuse(grant, 'must have cluster-admin privileges to use the aggregationRule');
}

async function checkBinding({ policy, authorizer, storedRole }: EscalationDeps, grant: Grant): Promise<void> {
  const { user, namespace, object } = grant;
  const roleRef = (object.roleRef ?? {}) as RoleRef;
  const { kind, name = '', apiGroup = '' } = roleRef;
  const resource = kind === 'ClusterRole' ? 'clusterroles' : kind === 'Role' ? 'roles' : undefined;
  if (resource === undefined) throw missingRole(roleRef);
  if (await allowed(authorizer, { user, verb: 'bind', group: apiGroup, resource, namespace, name })) return;
  const role = await storedRole(resource, resource === 'roles' ? namespace : '', name);
  if (role === undefined) throw asOfTheRequest(missingRole(roleRef), grant);
  await refuseMissing(policy, grant, rulesOf(role.rules));
}

/** A role that is missing is told as one of what the request is about: a missing binding of the role's name, say. */
function asOfTheRequest(error: Error, { resource }: Grant): Error {
  return error instanceof ApiError && error.code === 404 ? notFound({ group: RBAC_GROUP, resource }, error.status.details?.name ?? '') : error;
}

async function refuseMissing(policy: RbacPolicy, grant: Grant, wanted: readonly Rule[]): Promise<void> {
  const { user, namespace } = grant;
  const { rules, errors } = policy.rulesFor(user, namespace);
  const missing = await inSlices(missingRulesInSteps(rules, wanted));
  if (missing.length === 0) return;
  const who = `user ${goQuote(user.name)} (groups=${goQuotedList(user.groups)})`;
  const faults = errors.map((each) => asOfTheRequest(each, grant).message);
  const resolution = faults.length === 0 ? '' : `; resolution errors: [${aggregate(faults)}]`;
  refuse(grant, `${who} is attempting to grant RBAC permissions not currently held:\n${describeRules(missing)}${resolution}`);
}

function refuse({ resource, object }: Grant, text: string): never {
  throw forbidden({ group: RBAC_GROUP, resource }, object.metadata.name ?? '', text);
}

/** A rule that selects nothing is for validation to refuse. */
function aggregates(role: KubeObject | undefined): boolean {
  const rule = role?.aggregationRule as { readonly clusterRoleSelectors?: readonly unknown[] | null } | null | undefined;
  return (rule?.clusterRoleSelectors?.length ?? 0) > 0;
}

/** Owners and finalizers are the garbage collector's business, who holds nothing. */
function onlyForCollection(object: KubeObject, old: KubeObject): boolean {
  const { ownerReferences: _, finalizers: __, managedFields: ___, ...metadata } = object.metadata;
  const { ownerReferences: _a, finalizers: _b, managedFields: _c, ...oldMetadata } = old.metadata;
  return equal({ ...object, metadata }, { ...old, metadata: oldMetadata });
}

type Question = Pick<AuthorizationAttributes, 'user' | 'verb' | 'group' | 'resource' | 'namespace' | 'name'>;

async function allowed(authorizer: Authorizer, question: Question): Promise<boolean> {
  const attributes = { ...question, version: '*', subresource: '', isResourceRequest: true, path: '' };
  return (await authorizer.authorize(attributes)).decision === 'allow';
}
