/** Defaults of runtime classes: amounts are rounded as everywhere. */
import type { KubeObject } from '../../../machinery/object.ts';
import { type ResourceList, roundResources } from '../../core/v1/quantities.ts';

export function setRuntimeClassDefaults(object: KubeObject): void {
  roundResources((object.overhead as { podFixed?: ResourceList | null } | undefined)?.podFixed);
}
