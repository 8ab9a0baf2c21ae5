/**
 * Roles and bindings that a cluster starts with. What is missing is made; what is there gets back the rules and subjects that it has lost, unless its
 * annotation rbac.authorization.kubernetes.io/autoupdate says "false". What somebody added stays, but for an aggregation. A binding that leads to
 * another role is made anew (k8s.io/component-helpers/auth/rbac/reconciliation).
 */
import { bootstrapPolicy } from '../../authorization/rbac/bootstrap/policy.ts';
import { missingRules } from '../../authorization/rbac/coverage.ts';
import { POLICY_KINDS, RBAC_GROUP } from '../../authorization/rbac/policy.ts';
import { rulesOf } from '../../authorization/rbac/rules.ts';
import type { LoopbackClient, Place } from '../../controllers/loopback-client.ts';
import { clone, equal } from '../../machinery/clone.ts';
import { getKey, type KubeObject, type StringMap, setKey } from '../../machinery/object.ts';
import { ApiError } from '../../machinery/status.ts';

const MAX_ATTEMPTS = 5;
const AUTOUPDATE = 'rbac.authorization.kubernetes.io/autoupdate';

export interface BootstrapOptions {
  readonly loopback: LoopbackClient;
}

export async function ensureBootstrapPolicy({ loopback }: BootstrapOptions): Promise<void> {
  const policy = bootstrapPolicy();
  await Promise.all(
    POLICY_KINDS.flatMap((kind) =>
      loopback.store(RBAC_GROUP, kind) === undefined ? [] : policy[kind].map((object) => ensure(loopback, kind, object)),
    ),
  );
}

async function ensure(loopback: LoopbackClient, kind: string, wanted: KubeObject): Promise<void> {
  const { name = '', namespace = '' } = wanted.metadata;
  const place = { group: RBAC_GROUP, resource: kind, namespace, name };
  // Another replica may be at work: then what it made is looked at.
  for (let attempt = 1; ; attempt++) {
    try {
      const present = await loopback.get(place, '0');
      if (present === undefined) await loopback.create(RBAC_GROUP, kind, clone(wanted));
      else if (getKey(present.metadata.annotations, AUTOUPDATE) !== 'false') await repair(loopback, place, wanted, present);
      return;
    } catch (error) {
      if (attempt >= MAX_ATTEMPTS || !(error instanceof ApiError && (error.code === 409 || error.code === 404))) throw error;
    }
  }
}

async function repair(loopback: LoopbackClient, place: Place, wanted: KubeObject, present: KubeObject): Promise<void> {
  if (wanted.roleRef !== undefined && !equal(wanted.roleRef, present.roleRef)) {
    await loopback.delete(place);
    await loopback.create(place.group, place.resource, clone(wanted));
    return;
  }
  if (completed(wanted, present).changed) await loopback.update(place, (current) => completed(wanted, current).object);
}

/** A copy of `present` with everything that is wanted of it. */
function completed(wanted: KubeObject, present: KubeObject): { readonly object: KubeObject; readonly changed: boolean } {
  const object = clone(present);
  object.metadata.labels = merged(object.metadata.labels, wanted.metadata.labels);
  object.metadata.annotations = merged(object.metadata.annotations, wanted.metadata.annotations);
  if (wanted.aggregationRule !== undefined) {
    const selectors = withMissing(selectorsOf(object), selectorsOf(wanted));
    if (selectors !== undefined) object.aggregationRule = { ...(object.aggregationRule as object | undefined), clusterRoleSelectors: selectors };
  } else if (wanted.rules !== undefined) {
    // The policy gives this role rules of its own, so nothing may aggregate them from other roles.
    delete object.aggregationRule;
    const missing = missingRules(rulesOf(object.rules), rulesOf(wanted.rules)).map(stored);
    if (missing.length > 0) object.rules = [...((object.rules as readonly unknown[] | null) ?? []), ...missing];
  }
  const subjects = withMissing(object.subjects, wanted.subjects);
  if (subjects !== undefined) object.subjects = subjects;
  return { object, changed: !equal(object, present) };
}

/** What is there and behind it what is wanted besides; undefined when nothing is missing. */
function withMissing(present: unknown, wanted: unknown): readonly unknown[] | undefined {
  const there = (present ?? []) as readonly unknown[];
  const missing = ((wanted ?? []) as readonly unknown[]).filter((each) => !there.some((other) => equal(each, other)));
  return missing.length === 0 ? undefined : [...there, ...missing];
}

function selectorsOf({ aggregationRule }: KubeObject): unknown {
  return (aggregationRule as { readonly clusterRoleSelectors?: unknown } | null | undefined)?.clusterRoleSelectors;
}

function stored(rule: ReturnType<typeof rulesOf>[number]): object {
  const { verbs, apiGroups, resources, resourceNames, nonResourceURLs } = rule;
  if (nonResourceURLs.length > 0) return { verbs, nonResourceURLs };
  return { verbs, apiGroups, resources, ...(resourceNames.length === 0 ? {} : { resourceNames }) };
}

function merged(present: StringMap | undefined, wanted: StringMap | undefined): StringMap {
  const result: StringMap = { ...present };
  for (const [key, value] of Object.entries(wanted ?? {})) if (getKey(result, key) === undefined) setKey(result, key, value);
  return result;
}
