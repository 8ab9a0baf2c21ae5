/** The server as a client of its own registries: who writes what exists at the start and what loops keep in step. */
import type { Clock } from '../base/clock.ts';
import type { StrategyContext } from '../registry/generic/declaration.ts';
import { ALL_AUTHENTICATED, PRIVILEGED_GROUP, type UserInfo } from '../request/user.ts';

export const LOOPBACK_USER: UserInfo = { name: 'system:apiserver', uid: '', groups: [PRIVILEGED_GROUP, ALL_AUTHENTICATED], extra: new Map() };

export function loopbackContext(clock: Clock, featureEnabled: (gate: string) => boolean, namespace = '', subresource = ''): StrategyContext {
  return { clock, user: LOOPBACK_USER, namespace, dryRun: false, subresource, featureEnabled, warn: () => {} };
}
