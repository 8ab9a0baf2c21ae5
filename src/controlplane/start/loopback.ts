/** The server as a client of its own registries: who writes what exists at the start and what loops keep in step. */
import type { Clock } from '../../base/clock.ts';
import { LOOPBACK_USER } from '../../controllers/own-writes.ts';
import type { StrategyContext } from '../../registry/generic/declaration.ts';

export function loopbackContext(clock: Clock, featureEnabled: (gate: string) => boolean, namespace = '', subresource = ''): StrategyContext {
  return { clock, user: LOOPBACK_USER, namespace, dryRun: false, subresource, featureEnabled, warn: () => {} };
}
