/**
 * What a pod asks for as a whole: its containers together, or the most that its init containers need while they run, one after the other, beside
 * the sidecars that were started before them; overridden by what the pod says for itself, plus its overhead.
 */
import type { PodSpec, ResourceRequirements } from '../../apis/core/v1/objects.gen.ts';
import { parseQuantity, type Quantity } from '../../machinery/quantity.ts';

export type QuantityMap = ReadonlyMap<string, Quantity>;

type Quantities = Map<string, Quantity>;

export interface PodResourcesOptions {
  /** Adds the runtime's overhead. */
  readonly overhead?: boolean;
  /** Lets what the pod says for itself take the place of its containers' sum (KEP-2837). */
  readonly podLevel?: boolean;
}

/** Names with their amounts; a Map because users choose the names. @throws {QuantityError} for what is no quantity */
export function quantitiesOf(list: { readonly [name: string]: string } | null | undefined): Quantities {
  const quantities: Quantities = new Map();
  for (const [name, text] of Object.entries(list ?? {})) quantities.set(name, parseQuantity(text));
  return quantities;
}

export function podResources(spec: PodSpec, kind: 'requests' | 'limits', options: PodResourcesOptions = {}): QuantityMap {
  const running: Quantities = new Map();
  const sidecars: Quantities = new Map();
  const starting: Quantities = new Map();
  const ownOf = ({ resources }: { readonly resources?: ResourceRequirements }): Quantities => quantitiesOf(resources?.[kind]);
  for (const container of spec.containers ?? []) join(running, ownOf(container), sum);
  for (const container of spec.initContainers ?? []) {
    const own = ownOf(container);
    if (container.restartPolicy === 'Always') {
      join(running, own, sum);
      join(sidecars, own, sum);
      join(starting, sidecars, larger);
    } else {
      join(own, sidecars, sum);
      join(starting, own, larger);
    }
  }
  join(running, starting, larger);
  if (options.podLevel === true && spec.resources !== undefined && spec.resources !== null) {
    for (const [name, quantity] of quantitiesOf(spec.resources[kind])) if (isPodLevel(name)) running.set(name, quantity);
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

function isPodLevel(name: string): boolean {
  return name === 'cpu' || name === 'memory' || name.startsWith('hugepages-');
}

const sum = (a: Quantity, b: Quantity): Quantity => a.add(b);
const larger = (a: Quantity, b: Quantity): Quantity => (a.cmp(b) < 0 ? b : a);

function join(into: Quantities, from: QuantityMap, how: (a: Quantity, b: Quantity) => Quantity): void {
  for (const [name, quantity] of from) {
    const there = into.get(name);
    into.set(name, there === undefined ? quantity : how(there, quantity));
  }
}
