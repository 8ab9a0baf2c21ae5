/** What the types of the group discovery.k8s.io mean, a sentence each. */
import type { Descriptions } from '../../machinery/descriptions.ts';

export const discoveryDescriptions = (): Descriptions => ({
  Endpoint: [
    'One backend of a service.',
    {
      addresses: 'Its addresses; consumers use the first.',
      conditions: 'Whether it can take traffic.',
      hostname: 'Its host name, for DNS.',
      targetRef: 'The object behind it, usually a pod.',
      deprecatedTopology: 'Where it is, as the older version told it; read only.',
      topology: 'Where it is, by label.',
      nodeName: 'The node that it is on.',
      zone: 'The zone that it is in.',
      hints: 'Who should use it.',
    },
  ],
  EndpointConditions: [
    'Whether an endpoint can take traffic.',
    {
      ready: 'It takes new connections; unknown counts as true.',
      serving: 'It still answers, even if it is on its way out.',
      terminating: 'It is on its way out.',
    },
  ],
  EndpointHints: ['Who should use an endpoint.', { forZones: 'Clients in these zones.', forNodes: 'Clients on these nodes.' }],
  EndpointPort: [
    'A port of all endpoints of a slice.',
    {
      name: 'The name of the port, as the service has it; unique in the slice.',
      protocol: 'TCP (default), UDP or SCTP.',
      port: 'The number; without it, all ports are meant.',
      appProtocol: 'What is spoken on it ("kubernetes.io/h2c").',
    },
  ],
  EndpointSlice: [
    'Some of the backends of a service.',
    {
      addressType: 'What the addresses are: IPv4, IPv6 or FQDN; it never changes.',
      endpoints: 'The backends, 1000 at most.',
      ports: 'The ports that all of them have; none means no port, null all ports.',
    },
  ],
  ForNode: ['A node whose clients should use an endpoint.', { name: 'The name of the node.' }],
  ForZone: ['A zone whose clients should use an endpoint.', { name: 'The name of the zone.' }],
});
