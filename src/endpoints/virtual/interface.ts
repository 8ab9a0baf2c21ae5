/** What handlers of virtual subresources and virtual resources are made from. */
import type { Authentication, TokenAuthenticator } from '../../authentication/interface.ts';
import type { TokenIssuer } from '../../authentication/service-accounts/issuer.ts';
import type { RuleResolver } from '../../authorization/rule-resolver.ts';
import type { RegistryStore } from '../../registry/generic/store.ts';
import type { WriteDeps } from '../handlers/write/deps.ts';
import type { VirtualHandler } from '../routing/resources.ts';

export interface VirtualDeps extends WriteDeps {
  /** The registry of a built-in resource. @throws {ApiError} 500 when it is not served */
  registry(group: string, resource: string): RegistryStore;
  readonly identity: Identity;
}

/** Who somebody is and what they may do, for those who ask about it. */
export interface Identity {
  readonly rules: RuleResolver;
  readonly tokens: TokenAuthenticator;
  /** Who calls without credentials: somebody without a name, or nobody. */
  readonly anonymous: Authentication;
  /** The names that this server answers to in tokens. */
  readonly audiences: readonly string[];
  readonly issuer: TokenIssuer;
}

export type MakeVirtualHandler = (deps: VirtualDeps) => VirtualHandler;
