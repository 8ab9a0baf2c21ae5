/**
 * Makes the bits of node ports say what services hold: ports that a service has and nobody took are taken, ports that were taken and no service has
 * are given back. A port is taken before its service is stored, so one without a service is only given back when it has been seen so three times.
 *
 * Source of the behaviour: upstream's repair loop for node ports; the Events that it leaves on the way are only log lines here.
 */
import type { Service } from '../../apis/core/v1/objects.gen.ts';
import type { Logger } from '../../base/log.ts';
import { type PortAllocator, portRangeText } from '../../registry/core/services/allocation/ports.ts';

/** How often a leak is seen before it is believed. */
const SIGHTINGS = 3;

export interface PortRepairOptions {
  /** Those that may have node ports, as the store has them now. */
  readonly services: () => Promise<readonly Service[]>;
  readonly ports: PortAllocator;
  readonly log: Logger;
}

export class PortRepair {
  readonly #options: PortRepairOptions;
  /** Ports that may have leaked, and how often they will still be spared. */
  readonly #leaks = new Map<number, number>();

  constructor(options: PortRepairOptions) {
    this.#options = options;
  }

  /** One pass. Allocations of other servers in between are not lost: the bits are compared and swapped, and the pass begins anew. */
  async run(): Promise<void> {
    const { services, ports } = this.#options;
    let leaks = new Map(this.#leaks);
    await ports.rebuild(async (taken) => {
      leaks = new Map(this.#leaks);
      return this.#rebuilt(new Set(taken), await services(), leaks);
    });
    this.#leaks.clear();
    for (const [port, spared] of leaks) this.#leaks.set(port, spared);
  }

  #rebuilt(stored: Set<number>, services: readonly Service[], leaks: Map<number, number>): ReadonlySet<number> {
    const { ports, log } = this.#options;
    const { first, size } = ports.range;
    const rebuilt = new Set<number>();
    for (const service of services) {
      const whose = `service ${service.metadata?.name}/${service.metadata?.namespace}`;
      for (const port of portsOf(service)) {
        if (port < first || port >= first + size) {
          log.error(`the port ${port} for ${whose} is not within the port range ${portRangeText(ports.range)}; please recreate`);
        } else if (rebuilt.has(port)) log.error(`the node port ${port} for ${whose} was assigned to multiple services; please recreate`);
        else {
          rebuilt.add(port);
          if (!stored.delete(port)) log.error(`the node port ${port} for ${whose} is not allocated; repairing`);
          leaks.delete(port);
        }
      }
    }
    for (const port of stored) {
      const spared = leaks.get(port) ?? SIGHTINGS - 1;
      if (!leaks.has(port)) log.error(`the node port ${port} may have leaked: flagging for later clean up`);
      else if (spared === 0) log.error(`the node port ${port} appears to have leaked: cleaning up`);
      if (spared > 0) {
        leaks.set(port, spared - 1);
        rebuilt.add(port);
      } else leaks.delete(port);
    }
    return rebuilt;
  }
}

/** One port may serve several protocols; the same protocol twice is a duplicate. */
function portsOf({ spec }: Service): readonly number[] {
  const found: number[] = [];
  const seen = new Map<number, Set<string>>();
  for (const { nodePort = 0, protocol = '' } of spec?.ports ?? []) {
    if (nodePort === 0) continue;
    const protocols = seen.get(nodePort);
    if (protocols === undefined || protocols.has(protocol)) found.push(nodePort);
    seen.set(nodePort, (protocols ?? new Set()).add(protocol));
  }
  const health = spec?.healthCheckNodePort ?? 0;
  if (health !== 0 && seen.get(health)?.has('TCP') !== false) found.push(health);
  return found;
}
