/** What strategies are told about a request, for tests: a user in namespace "ns", at a time that stands still, with all features off. */
import { ManualClock } from '../../base/manual-clock.ts';
import type { StrategyContext } from './declaration.ts';

export function strategyContext(differences: Partial<StrategyContext> = {}): StrategyContext {
  return {
    clock: new ManualClock(),
    user: { name: 'u', uid: '', groups: [], extra: new Map() },
    namespace: 'ns',
    dryRun: false,
    subresource: '',
    featureEnabled: () => false,
    warn: () => {},
    ...differences,
  };
}
