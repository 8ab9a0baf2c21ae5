/** What reviews and token requests need to know about who callers are and what they may do. */
import type { TokenAuthenticator } from '../authentication/interface.ts';
import type { RuleResolver } from '../authorization/rule-resolver.ts';
import type { Identity } from '../endpoints/connect/interface.ts';
import type { ServiceAccounts } from './service-accounts.ts';

export function identityOf(rules: RuleResolver, tokens: TokenAuthenticator, serviceAccounts: ServiceAccounts): Identity {
  const { audiences, issuer } = serviceAccounts;
  return { rules, tokens, audiences, issuer };
}
