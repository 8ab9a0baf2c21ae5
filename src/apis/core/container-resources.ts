/**
 * What the containers of a pod request, or may use, together (k8s.io/component-helpers/resource): regular containers and sidecars run side by side;
 * an init container runs alone with the sidecars that started before it, so only the peak counts.
 */
import { parseQuantity, type Quantity } from '../../machinery/quantity.ts';

/** Amounts by the name of the resource; a Map because users choose the names. */
export type Quantities = Map<string, Quantity>;

type AmountTexts = { readonly [name: string]: string };

/** A container, as far as its resources go. */
export interface ResourceUser {
  readonly restartPolicy?: string;
  readonly resources?: { readonly requests?: AmountTexts | null; readonly limits?: AmountTexts | null };
}

export interface ResourceUsers {
  readonly containers?: readonly ResourceUser[] | null;
  readonly initContainers?: readonly ResourceUser[] | null;
}

/** An init container that goes on running beside the others. */
export function isSidecar({ restartPolicy }: ResourceUser): boolean {
  return restartPolicy === 'Always';
}

/** @throws {QuantityError} for what is no quantity */
export function quantitiesOf(list: AmountTexts | null | undefined): Quantities {
  const quantities: Quantities = new Map();
  for (const [name, text] of Object.entries(list ?? {})) quantities.set(name, parseQuantity(text));
  return quantities;
}

/** The result belongs to the caller. @throws {QuantityError} for what is no quantity */
export function containerResources(spec: ResourceUsers, kind: 'requests' | 'limits'): Quantities {
  const running: Quantities = new Map();
  const sidecars: Quantities = new Map();
  const starting: Quantities = new Map();
  for (const { resources } of spec.containers ?? []) join(running, quantitiesOf(resources?.[kind]), sum);
  for (const container of spec.initContainers ?? []) {
    const own = quantitiesOf(container.resources?.[kind]);
    if (isSidecar(container)) {
      join(running, own, sum);
      join(sidecars, own, sum);
      join(starting, sidecars, larger);
    } else {
      join(own, sidecars, sum);
      join(starting, own, larger);
    }
  }
  join(running, starting, larger);
  return running;
}

const sum = (a: Quantity, b: Quantity): Quantity => a.add(b);
const larger = (a: Quantity, b: Quantity): Quantity => (a.cmp(b) < 0 ? b : a);

function join(into: Quantities, from: ReadonlyMap<string, Quantity>, how: (a: Quantity, b: Quantity) => Quantity): void {
  for (const [name, quantity] of from) {
    const there = into.get(name);
    into.set(name, there === undefined ? quantity : how(there, quantity));
  }
}
