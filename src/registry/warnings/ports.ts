/** Ports of containers that get in each other's way: all containers of a pod share one address. */
import type { FieldPath } from '../../machinery/field-errors.ts';
import { ENOUGH_WARNINGS } from '../../request/warning-limits.ts';
import type { Port, Visited } from './containers.ts';
import { NO_WARNINGS } from './fractions.ts';

interface Placed {
  readonly at: FieldPath;
  readonly port: Port;
}

export function portWarnings(containers: readonly Visited[]): readonly string[] {
  const ports: Placed[] = [];
  for (const { container, at } of containers) {
    container.ports?.forEach((port, i) => {
      ports.push({ port, at: at.child('ports').index(i) });
    });
  }
  const [only] = ports;
  if (only === undefined) return NO_WARNINGS;
  // One port is in nobody's way.
  if (ports.length === 1) return lacksHostPort(only.port) ? [hostPortWarning(only)] : NO_WARNINGS;
  return severalPortWarnings(ports);
}

function lacksHostPort({ hostIP, hostPort }: Port): boolean {
  return Boolean(hostIP) && !hostPort;
}

function hostPortWarning({ port, at }: Placed): string {
  return `${at}: hostIP set without hostPort: ${goText(port)}`;
}

function severalPortWarnings(ports: readonly Placed[]): string[] {
  const warnings: string[] = [];
  const byNumber = new Map<string, PortsOfOneNumber>();
  for (const { port, at } of ports) {
    if (lacksHostPort(port)) warnings.push(hostPortWarning({ port, at }));
    const key = `${port.containerPort}/${port.protocol ?? ''}`;
    const others = byNumber.get(key) ?? new PortsOfOneNumber();
    for (const other of others.conflicting(port)) warnings.push(`${at}: ${conflict(port, other.port)} port definition with ${other.at}`);
    others.add({ port, at });
    byNumber.set(key, others);
    if (warnings.length >= ENOUGH_WARNINGS) return warnings;
  }
  return [...warnings, ...repeatedNames(ports)];
}

/** Ports with one number and protocol, so arranged that nobody looks at those that do not matter: there may be many. */
class PortsOfOneNumber {
  #count = 0;
  readonly #all: Numbered[] = [];
  /** Those without a port of the host; the others by its address and port, and by the port and whether it is that of all addresses. */
  readonly #byHost = new Map<string, Numbered[]>();

  add(placed: Placed): void {
    const numbered = { ...placed, number: this.#count++ };
    this.#all.push(numbered);
    const { hostPort, hostIP } = hostOf(placed.port);
    const keys = hostPort === 0 ? ['0'] : [`${hostPort} ${hostIP === '' ? 'all' : 'one'}`, `${hostPort} at ${hostIP}`];
    for (const key of keys) {
      const known = this.#byHost.get(key);
      if (known === undefined) this.#byHost.set(key, [numbered]);
      else known.push(numbered);
    }
  }

  /** Those that are in the way of a new one, in order. */
  conflicting(port: Port): readonly Placed[] {
    const { hostPort, hostIP } = hostOf(port);
    if (hostPort === 0) return this.#all.slice(0, ENOUGH_WARNINGS);
    const found = [this.#at('0'), this.#at(`${hostPort} at ${hostIP}`), this.#at(`${hostPort} ${hostIP === '' ? 'one' : 'all'}`)];
    const first = found.flatMap((each) => each.slice(0, ENOUGH_WARNINGS));
    return first.sort((a, b) => a.number - b.number);
  }

  #at(key: string): readonly Numbered[] {
    return this.#byHost.get(key) ?? [];
  }
}

interface Numbered extends Placed {
  readonly number: number;
}

function hostOf({ hostPort = 0, hostIP = '' }: Port): { readonly hostPort: number; readonly hostIP: string } {
  return { hostPort, hostIP };
}

function conflict(port: Port, other: Port): string {
  const here = hostOf(port);
  const there = hostOf(other);
  if (here.hostIP === there.hostIP && here.hostPort === there.hostPort) return 'duplicate';
  if (here.hostPort === 0 || there.hostPort === 0) return 'overlapping';
  // One on all addresses of the host and one on a single address: which gets the traffic is anybody's guess.
  return 'dangerously ambiguous';
}

function repeatedNames(ports: readonly Placed[]): string[] {
  const first = new Map<string, FieldPath>();
  return ports.flatMap(({ port, at }) => {
    if (!port.name) return [];
    const other = first.get(port.name);
    if (other === undefined) {
      first.set(port.name, at);
      return [];
    }
    return [`${at}: duplicate port name ${JSON.stringify(port.name)} with ${other}, services and probes that select ports by name will use ${other}`];
  });
}

/** The struct as Go prints it. */
function goText({ name, hostPort, containerPort, protocol, hostIP }: Port): string {
  return `{Name:${name ?? ''} HostPort:${hostPort ?? 0} ContainerPort:${containerPort} Protocol:${protocol ?? ''} HostIP:${hostIP ?? ''}}`;
}
