/**
 * What a pod asks for as a whole: its containers together (apis/core/container-resources.ts), overridden by what the pod says for itself, plus its
 * overhead.
 */
import { containerResources, quantitiesOf } from '../../../apis/core/container-resources.ts';
import type { PodSpec } from '../../../apis/core/v1/objects.gen.ts';
import type { Quantity } from '../../../machinery/quantity.ts';

export type QuantityMap = ReadonlyMap<string, Quantity>;

export interface PodResourcesOptions {
  /** Adds the runtime's overhead. */
  readonly overhead?: boolean;
  /** Lets what the pod says for itself take the place of its containers' sum (KEP-2837). */
  readonly podLevel?: boolean;
}

export function podResources(spec: PodSpec, kind: 'requests' | 'limits', options: PodResourcesOptions = {}): QuantityMap {
  const running = containerResources(spec, kind);
  if (options.podLevel === true && spec.resources !== undefined && spec.resources !== null) {
    for (const [name, quantity] of quantitiesOf(spec.resources[kind])) if (isPodLevelResource(name)) running.set(name, quantity);
  }
  // A limit counts the overhead only where there is a limit at all.
  if (options.overhead === true) {
    for (const [name, quantity] of quantitiesOf(spec.overhead)) {
      const there = running.get(name);
      if (there !== undefined) running.set(name, there.add(quantity));
      else if (kind === 'requests') running.set(name, quantity);
    }
  }
  return running;
}

/** What a pod can ask for as a whole. */
export function isPodLevelResource(name: string): boolean {
  return name === 'cpu' || name === 'memory' || name.startsWith('hugepages-');
}
