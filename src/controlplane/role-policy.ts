/** Roles and bindings of one server: the policy that decisions read, kept in step with the store, and the guard against granting more than one holds. */
import { type Following, follow } from '../authorization/follow.ts';
import { preventEscalation } from '../authorization/rbac/escalation.ts';
import { type PolicyKind, RBAC_GROUP, type RbacPolicy } from '../authorization/rbac/policy.ts';
import type { Clock } from '../base/clock.ts';
import type { WriteGuard } from '../endpoints/handlers/write/deps.ts';
import type { Authorizer } from '../request/authorizer.ts';
import type { Registries } from './install.ts';

export const POLICY_KINDS: readonly PolicyKind[] = ['clusterroles', 'roles', 'clusterrolebindings', 'rolebindings'];

/** Resources that are not served hold nothing. */
export function followPolicy(registries: Registries, policy: RbacPolicy, clock: Clock): Following {
  const following = POLICY_KINDS.flatMap((kind) => {
    const registry = registries.get(RBAC_GROUP, kind);
    if (registry === undefined) return [];
    const follower = {
      put: (object: Parameters<RbacPolicy['put']>[1]) => policy.put(kind, object),
      remove: (namespace: string, name: string) => policy.remove(kind, namespace, name),
    };
    return [follow(registry.storage, follower, (ms, task) => clock.after(ms, task))];
  });
  return {
    synced: Promise.all(following.map((each) => each.synced)).then(() => {}),
    close: () => {
      for (const each of following) each.close();
    },
  };
}

export function escalationGuard(policy: RbacPolicy, authorizer: Authorizer): WriteGuard {
  const guarded: ReadonlySet<string> = new Set(POLICY_KINDS);
  return (write) =>
    write.group === RBAC_GROUP && write.subresource === '' && guarded.has(write.resource) ? preventEscalation(policy, authorizer, write) : undefined;
}
