/**
 * The admission chain: plugins in upstream's order, indexed by operation. All mutating plugins run before the object is validated, all
 * validating ones after it; the first refusal ends the request with exactly its error.
 */
import type { AdmissionAttributes, AdmissionChain, AdmissionOperation, AdmissionPlugin } from './interface.ts';

const OPERATIONS: readonly AdmissionOperation[] = ['CREATE', 'UPDATE', 'DELETE', 'CONNECT'];

export function makeAdmissionChain(plugins: readonly AdmissionPlugin[]): AdmissionChain {
  const index = new Map(
    OPERATIONS.map((operation) => {
      const handling = plugins.filter((each) => each.operations.includes(operation));
      return [
        operation,
        { mutating: handling.filter((each) => each.mutate !== undefined), validating: handling.filter((each) => each.validate !== undefined) },
      ] as const;
    }),
  );
  return {
    async mutate(attributes: AdmissionAttributes): Promise<void> {
      for (const plugin of index.get(attributes.operation)?.mutating ?? []) await plugin.mutate?.(attributes);
    },
    async validate(attributes: AdmissionAttributes): Promise<void> {
      for (const plugin of index.get(attributes.operation)?.validating ?? []) await plugin.validate?.(attributes);
    },
    handles(operation: AdmissionOperation): boolean {
      const handling = index.get(operation);
      return handling !== undefined && handling.mutating.length + handling.validating.length > 0;
    },
  };
}
