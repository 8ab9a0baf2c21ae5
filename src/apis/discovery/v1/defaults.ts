/** Defaults of endpoint slices: a port without a name has the empty name. */
import type { KubeObject } from '../../../machinery/object.ts';

export function setEndpointSliceDefaults(object: KubeObject): void {
  for (const port of (object.ports as { name?: string; protocol?: string }[] | null | undefined) ?? []) {
    port.name ??= '';
    port.protocol ??= 'TCP';
  }
}
