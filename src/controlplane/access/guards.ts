/**
 * What a writer may not write although the object may be written: roles that hold more than the writer, devices that only others may bind, others'
 * certificates.
 */
import { checkClaimStatus } from '../../authorization/device-claims.ts';
import { checkPodCertificateStatus } from '../../authorization/pod-certificates.ts';
import { type EscalationDeps, preventEscalation } from '../../authorization/rbac/escalation.ts';
import { POLICY_KINDS, RBAC_GROUP, type RbacPolicy } from '../../authorization/rbac/policy.ts';
import type { WriteGuard } from '../../endpoints/handlers/write/deps.ts';
import type { Authorizer } from '../../request/authorizer.ts';
import type { Registries } from '../storage/install.ts';

/** Each is about other objects: whoever has something to say decides. */
export function firstOf(guards: readonly WriteGuard[]): WriteGuard {
  return (write) => {
    for (const guard of guards) {
      const asked = guard(write);
      if (asked !== undefined) return asked;
    }
    return undefined;
  };
}

/** @param registries known once resources are installed; nobody writes before */
export function escalationGuard(policy: RbacPolicy, authorizer: Authorizer, registries: () => Registries | undefined): WriteGuard {
  const guarded: ReadonlySet<string> = new Set(POLICY_KINDS);
  const storedRole: EscalationDeps['storedRole'] = async (resource, namespace, name) => {
    const registry = registries()?.get(RBAC_GROUP, resource);
    return (await registry?.storage.get(registry.keyOf(namespace, name), ''))?.object();
  };
  const deps = { policy, authorizer, storedRole };
  return (write) =>
    write.group === RBAC_GROUP && write.subresource === '' && guarded.has(write.resource) ? preventEscalation(deps, write) : undefined;
}

export function claimGuard(authorizer: Authorizer): WriteGuard {
  return (write) => {
    const { group, resource, subresource, old } = write;
    return group === 'resource.k8s.io' && resource === 'resourceclaims' && subresource === 'status' && old !== undefined
      ? checkClaimStatus(authorizer, { ...write, old })
      : undefined;
  };
}

export function signingGuard(authorizer: Authorizer): WriteGuard {
  return (write) => {
    const { group, resource, subresource, old } = write;
    return group === 'certificates.k8s.io' && resource === 'podcertificaterequests' && subresource === 'status' && old !== undefined
      ? checkPodCertificateStatus(authorizer, { ...write, old })
      : undefined;
  };
}
