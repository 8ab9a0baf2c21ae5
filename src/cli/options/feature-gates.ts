/** --feature-gates -> settings of gates. */
import { FeatureGateError, FeatureGates, parseFeatureGates } from '../../base/feature-gates.ts';
import type { FlagSet } from '../flags/parse.ts';
import { UsageError } from '../flags/usage-error.ts';

/** @throws {UsageError} for a gate that there is not, or that cannot be set so */
export function featureGatesOf(flags: FlagSet): { readonly [gate: string]: boolean } {
  try {
    const gates = parseFeatureGates(flags.list('feature-gates'));
    // The constructor checks what the syntax cannot.
    void new FeatureGates(gates);
    return gates;
  } catch (error) {
    if (error instanceof FeatureGateError) throw new UsageError(error.message);
    throw error;
  }
}
