/** Defaults of pod groups. */
import type { KubeObject } from '../../../machinery/object.ts';

export function setPodGroupDefaults(object: KubeObject): void {
  const spec = object.spec as { disruptionMode?: string } | undefined;
  if (spec !== undefined && spec !== null) spec.disruptionMode ??= 'Pod';
}
