/**
 * What the containers of a pod request, or may use, together (k8s.io/component-helpers/resource): regular containers and sidecars run side by side; an init
 * container runs alone with the sidecars that started before it, so only the peak counts.
 */
import { getKey } from '../../../machinery/object.ts';
import { parseQuantity, type Quantity } from '../../../machinery/quantity.ts';
import type { Container, PodSpec } from '../v1/objects.gen.ts';

export type Amounts = Map<string, Quantity>;
export type AmountList = 'requests' | 'limits';

export function isSidecar(container: Container): boolean {
  return container.restartPolicy === 'Always';
}

function add(total: Amounts, container: Container, list: AmountList): Amounts {
  const amounts = container.resources?.[list] ?? {};
  for (const name of Object.keys(amounts)) {
    const amount = parseQuantity(getKey(amounts, name) as string);
    const before = total.get(name);
    total.set(name, before === undefined ? amount : before.add(amount));
  }
  return total;
}

/** Sorted by name. */
export function aggregate(spec: PodSpec, list: AmountList): Amounts {
  const running: Amounts = new Map();
  for (const container of spec.containers ?? []) add(running, container, list);
  const sidecars: Amounts = new Map();
  const peak: Amounts = new Map();
  for (const container of spec.initContainers ?? []) {
    if (isSidecar(container)) add(running, container, list);
    const now = isSidecar(container) ? add(sidecars, container, list) : add(new Map(sidecars), container, list);
    raise(peak, now);
  }
  raise(running, peak);
  return new Map([...running].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function raise(total: Amounts, other: Amounts): void {
  for (const [name, amount] of other) {
    const before = total.get(name);
    if (before === undefined || amount.cmp(before) > 0) total.set(name, amount);
  }
}
