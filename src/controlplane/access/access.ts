/**
 * Who calls one server and what they may do. Callers and rules live in the store, and the store is opened later: until `follow`, nobody but those
 * whom the options name is known.
 */
import { RbacPolicy } from '../../authorization/rbac/policy.ts';
import type { LoopbackClient } from '../../controllers/loopback-client.ts';
import type { WriteGuard } from '../../endpoints/handlers/write/deps.ts';
import type { ResourceTable } from '../../endpoints/routing/resources.ts';
import type { Identity } from '../../endpoints/virtual/interface.ts';
import type { CompletedConfig } from '../config.ts';
import type { Registries } from '../storage/install.ts';
import { type Authentication, makeAuthentication } from './authentication.ts';
import { makeAuthorization, type ServerAuthorization } from './authorization.ts';
import { claimGuard, escalationGuard, firstOf, signingGuard } from './guards.ts';
import { usedTokenMarker } from './legacy-token-use.ts';
import { parameterGuard } from './parameter-guard.ts';
import { NodeGraphLoader, watchPolicy } from './role-policy.ts';
import { makeServiceAccounts, type ServiceAccounts } from './service-accounts.ts';

/** Where callers and rules are stored. */
export interface StoredAccess {
  readonly registries: Registries;
  readonly table: ResourceTable;
  readonly loopback: LoopbackClient;
}

export interface Access {
  readonly authentication: Authentication;
  readonly authorization: ServerAuthorization;
  readonly serviceAccounts: ServiceAccounts;
  /** What reviews and token requests need to know. */
  readonly identity: Identity;
  /** Keeps writers from granting more than they hold. */
  readonly guard: WriteGuard;
  /** Begins to read what is stored. @returns when all roles and bindings have been seen */
  follow(stored: StoredAccess): { readonly synced: Promise<void> };
  /** What nodes would wait for is done before the server is ready. */
  openForNodes(): Promise<void>;
}

/** @throws {Error} of one line for options, keys and files that cannot be used */
export function makeAccess({ options, clock, log, metrics, featureEnabled, cleanup }: CompletedConfig): Access {
  let stored: StoredAccess | undefined;
  const registries = (): Registries | undefined => stored?.registries;
  const markUsed = usedTokenMarker(() => stored?.loopback, log);
  const serviceAccounts = makeServiceAccounts(options, clock, registries, markUsed, metrics);
  const authentication = makeAuthentication({ options, serviceAccounts, clock, log, metrics });
  cleanup.defer(() => authentication.close());
  const policy = new RbacPolicy();
  const nodes = new NodeGraphLoader(registries, clock, metrics);
  const authorization = makeAuthorization({ options, policy, graph: () => nodes.graph(), featureEnabled, clock, log, metrics });
  const { audiences, issuer } = serviceAccounts;
  return {
    authentication,
    authorization,
    serviceAccounts,
    identity: { rules: authorization.rules, tokens: authentication.tokens, anonymous: authentication.anonymous, audiences, issuer },
    guard: firstOf([
      escalationGuard(policy, authorization.authorizer, registries),
      signingGuard(authorization.authorizer),
      parameterGuard(authorization.authorizer, () => stored),
      ...(featureEnabled('DRAResourceClaimGranularStatusAuthorization') ? [claimGuard(authorization.authorizer)] : []),
    ]),
    follow(found) {
      stored = found;
      cleanup.defer(authorization.watch());
      const following = watchPolicy(found.registries, policy, clock);
      cleanup.defer(() => following.close());
      cleanup.defer(() => nodes.close());
      return following;
    },
    openForNodes: async () => {
      if (authorization.asksNodes) await nodes.openForNodes();
    },
  };
}
