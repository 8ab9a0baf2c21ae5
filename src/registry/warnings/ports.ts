/** Ports of containers that get in each other's way: all containers of a pod share one address. */
import type { FieldPath } from '../../machinery/field-errors.ts';
import type { Port, Visited } from './containers.ts';

interface Placed {
  readonly at: FieldPath;
  readonly port: Port;
}

export function portWarnings(containers: readonly Visited[]): string[] {
  const warnings: string[] = [];
  const byNumber = new Map<string, Placed[]>();
  const ports = containers.flatMap(({ container, at }) => (container.ports ?? []).map((port, i) => ({ port, at: at.child('ports').index(i) })));
  for (const { port, at } of ports) {
    if (port.hostIP && !port.hostPort) warnings.push(`${at}: hostIP set without hostPort: ${goText(port)}`);
    const key = `${port.containerPort}/${port.protocol ?? ''}`;
    const others = byNumber.get(key) ?? [];
    for (const other of others) {
      const how = conflict(port, other.port);
      if (how !== undefined) warnings.push(`${at}: ${how} port definition with ${other.at}`);
    }
    byNumber.set(key, [...others, { port, at }]);
  }
  return [...warnings, ...repeatedNames(ports)];
}

function conflict(port: Port, other: Port): string | undefined {
  const [hostPort, otherHostPort] = [port.hostPort ?? 0, other.hostPort ?? 0];
  const [hostIP, otherHostIP] = [port.hostIP ?? '', other.hostIP ?? ''];
  if (hostIP === otherHostIP && hostPort === otherHostPort) return 'duplicate';
  if (hostPort === 0 || otherHostPort === 0) return 'overlapping';
  // One on all addresses of the host and one on a single address: which gets the traffic is anybody's guess.
  return hostPort === otherHostPort && (hostIP === '') !== (otherHostIP === '') ? 'dangerously ambiguous' : undefined;
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
