/**
 * The field manager's step, before mutating admission. Ownership of fields is not tracked yet: what a client says of it is dropped, what is stored
 * (by another server) stays as it is.
 */
import type { KubeObject } from '../../../machinery/object.ts';

export function trackOwnership(object: KubeObject, old: KubeObject | undefined): void {
  const kept = old?.metadata.managedFields;
  if (kept === undefined) delete object.metadata.managedFields;
  else object.metadata.managedFields = kept;
}
