/**
 * Roles and bindings that a cluster starts with. What is missing is made; what is there gets back the rules and subjects that it has lost, unless its
 * annotation rbac.authorization.kubernetes.io/autoupdate says "false". What somebody added stays. A binding that leads to another role is made anew.
 */
import { bootstrapPolicy } from '../authorization/rbac/bootstrap/policy.ts';
import { missingRules } from '../authorization/rbac/coverage.ts';
import { POLICY_KINDS, RBAC_GROUP } from '../authorization/rbac/policy.ts';
import { rulesOf } from '../authorization/rbac/rules.ts';
import type { Clock } from '../base/clock.ts';
import { clone, equal } from '../machinery/clone.ts';
import { getKey, type KubeObject, type StringMap, setKey } from '../machinery/object.ts';
import { ApiError } from '../machinery/status.ts';
import type { StrategyContext } from '../registry/generic/declaration.ts';
import type { RegistryStore } from '../registry/generic/store.ts';
import { loopbackContext } from './loopback.ts';

const AUTOUPDATE = 'rbac.authorization.kubernetes.io/autoupdate';

export interface BootstrapOptions {
  readonly store: (group: string, resource: string) => RegistryStore | undefined;
  readonly clock: Clock;
  readonly featureEnabled: (gate: string) => boolean;
}

export async function ensureBootstrapPolicy(options: BootstrapOptions): Promise<void> {
  const policy = bootstrapPolicy();
  await Promise.all(
    POLICY_KINDS.flatMap((kind) => {
      const store = options.store(RBAC_GROUP, kind);
      return store === undefined ? [] : policy[kind].map((object) => ensure(options, store, object));
    }),
  );
}

async function ensure(options: BootstrapOptions, store: RegistryStore, wanted: KubeObject): Promise<void> {
  const { name = '', namespace = '' } = wanted.metadata;
  const context = loopbackContext(options.clock, options.featureEnabled, namespace);
  // Another replica may be at work: then what it made is looked at.
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      const present = (await store.storage.get(store.keyOf(namespace, name), '0'))?.object();
      if (present === undefined) await store.create({ context, object: clone(wanted), admit: async () => {} });
      else if (getKey(present.metadata.annotations, AUTOUPDATE) !== 'false') await repair(store, context, wanted, present);
      return;
    } catch (error) {
      if (!(error instanceof ApiError && (error.code === 409 || error.code === 404))) throw error;
    }
  }
}

async function repair(store: RegistryStore, context: StrategyContext, wanted: KubeObject, present: KubeObject): Promise<void> {
  const name = wanted.metadata.name ?? '';
  if (wanted.roleRef !== undefined && !equal(wanted.roleRef, present.roleRef)) {
    await store.delete({ context, name, options: {}, admit: async () => {} });
    await store.create({ context, object: clone(wanted), admit: async () => {} });
    return;
  }
  if (!completed(wanted, present).changed) return;
  await store.update({
    context,
    name,
    strategy: store.declaration.strategy,
    transform: async (current) => completed(wanted, current?.object() ?? wanted).object,
    admitCreate: async () => {},
    admitUpdate: async () => {},
  });
}

/** A copy of `present` with everything that is wanted of it. */
function completed(wanted: KubeObject, present: KubeObject): { readonly object: KubeObject; readonly changed: boolean } {
  const object = clone(present);
  object.metadata.labels = merged(object.metadata.labels, wanted.metadata.labels);
  object.metadata.annotations = merged(object.metadata.annotations, wanted.metadata.annotations);
  if (wanted.aggregationRule !== undefined) object.aggregationRule = wanted.aggregationRule;
  else if (wanted.rules !== undefined) {
    const missing = missingRules(rulesOf(object.rules), rulesOf(wanted.rules)).map(stored);
    if (missing.length > 0) object.rules = [...((object.rules as readonly unknown[] | null) ?? []), ...missing];
  }
  if (wanted.subjects !== undefined) {
    const there = (object.subjects ?? []) as readonly unknown[];
    const missing = (wanted.subjects as readonly unknown[]).filter((each) => !there.some((other) => equal(each, other)));
    if (missing.length > 0) object.subjects = [...there, ...missing];
  }
  return { object, changed: !equal(object, present) };
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
