/**
 * What the containers of a pod request together (k8s.io/component-helpers/resource): regular containers and sidecars run side by side; an init
 * container runs alone with the sidecars that started before it, so only the peak counts.
 */
import { getKey } from '../../../machinery/object.ts';
import { parseQuantity, type Quantity } from '../../../machinery/quantity.ts';
import type { Container, PodSpec } from '../v1/objects.gen.ts';

export type Amounts = Map<string, Quantity>;

export function isSidecar(container: Container): boolean {
  return container.restartPolicy === 'Always';
}

function addRequests(total: Amounts, container: Container): Amounts {
  const requests = container.resources?.requests ?? {};
  for (const name of Object.keys(requests)) {
    const amount = parseQuantity(getKey(requests, name) as string);
    const before = total.get(name);
    total.set(name, before === undefined ? amount : before.add(amount));
  }
  return total;
}

/** Sorted by name. */
export function aggregateRequests(spec: PodSpec): Amounts {
  const running: Amounts = new Map();
  for (const container of spec.containers ?? []) addRequests(running, container);
  const sidecars: Amounts = new Map();
  const peak: Amounts = new Map();
  for (const container of spec.initContainers ?? []) {
    if (isSidecar(container)) addRequests(running, container);
    const now = isSidecar(container) ? addRequests(sidecars, container) : addRequests(new Map(sidecars), container);
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
