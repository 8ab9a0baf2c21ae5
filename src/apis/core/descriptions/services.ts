/** What the types of services and their endpoints mean, a sentence each. */
import type { Descriptions } from '../../../machinery/descriptions.ts';

export const serviceDescriptions = (): Descriptions => ({
  ClientIPConfig: ['How clients stay with a pod.', { timeoutSeconds: 'For how many seconds; 10800 by default.' }],
  EndpointAddress: [
    'One backend of a service.',
    {
      ip: 'Its address.',
      hostname: 'Its host name, for DNS.',
      nodeName: 'The node that it is on.',
      targetRef: 'The object behind it, usually a pod.',
    },
  ],
  EndpointPort: [
    'A port of backends.',
    {
      name: 'Its name, as the service has it.',
      port: 'Its number.',
      protocol: 'TCP (default), UDP or SCTP.',
      appProtocol: 'What is spoken on it ("kubernetes.io/h2c").',
    },
  ],
  EndpointSubset: [
    'Backends with the same ports.',
    { addresses: 'Those that take traffic.', notReadyAddresses: 'Those that do not.', ports: 'The ports.' },
  ],
  Endpoints: ['Deprecated, use endpoint slices: the backends of the service of the same name.', { subsets: 'The backends, by their ports.' }],
  LoadBalancerIngress: [
    'One entrance of a load balancer.',
    {
      ip: 'Its address.',
      hostname: 'Its host name.',
      ipMode: 'VIP (default), where packets arrive with its address, or Proxy.',
      ports: 'Its ports.',
    },
  ],
  LoadBalancerStatus: ['The entrances of a load balancer.', { ingress: 'The entrances; traffic is meant for any of them.' }],
  PortStatus: [
    'A port of an entrance.',
    { port: 'The number.', protocol: 'TCP, UDP or SCTP.', error: 'What is wrong with it, in one word for programs.' },
  ],
  Service: ['A name and an address for pods that do the same.'],
  ServicePort: [
    'A port of a service.',
    {
      name: 'Its name; needed where there are several.',
      protocol: 'TCP (default), UDP or SCTP.',
      appProtocol: 'What is spoken on it ("kubernetes.io/h2c").',
      port: 'Its number.',
      targetPort: 'The port of the pods, by number or name; the same number by default.',
      nodePort: 'The port on every node, for NodePort and LoadBalancer; one is chosen by default.',
    },
  ],
  ServiceProxyOptions: ['Where in a service a request goes.', { path: 'The path within the service.' }],
  ServiceSpec: [
    'Which pods a service stands for, and how it is reached.',
    {
      ports: 'Its ports.',
      selector: 'The labels of its pods; somebody else writes the endpoints without it.',
      clusterIP: 'Its address; chosen by default, "None" for a headless service.',
      clusterIPs: 'Its addresses, one of each family; the first is clusterIP.',
      type: 'How it is reached: ClusterIP (default), NodePort, LoadBalancer or ExternalName.',
      externalIPs: 'Further addresses at which nodes take traffic for it; the cluster does not see to them.',
      sessionAffinity: 'Whether a client stays with a pod: ClientIP or None (default).',
      loadBalancerIP: 'Deprecated: the address that the load balancer should have.',
      loadBalancerSourceRanges: 'The networks whose clients the load balancer lets in.',
      externalName: 'The name that DNS answers with, for ExternalName.',
      externalTrafficPolicy: 'Which pods take traffic from outside: Cluster (default) or Local, those on the node where it arrives.',
      healthCheckNodePort: 'The port on nodes that tells whether they have pods, for LoadBalancer with Local.',
      publishNotReadyAddresses: 'Whether DNS tells pods that are not ready as well.',
      sessionAffinityConfig: 'How clients stay with a pod.',
      ipFamilies: 'The families of its addresses, IPv4 and IPv6; chosen by default.',
      ipFamilyPolicy: 'How many families it has: SingleStack (default), PreferDualStack or RequireDualStack.',
      allocateLoadBalancerNodePorts: 'Whether a LoadBalancer has node ports as well; true by default.',
      loadBalancerClass: 'Whose load balancer it is; it never changes.',
      internalTrafficPolicy: 'Which pods take traffic from inside: Cluster (default) or Local, those on the same node.',
      trafficDistribution: 'Which pods are preferred: PreferSameZone, PreferSameNode or PreferClose.',
    },
  ],
  ServiceStatus: ['Where a service can be reached from outside.', { loadBalancer: 'The entrances of its load balancer.' }],
  SessionAffinityConfig: ['How clients stay with a pod.', { clientIP: 'By their address.' }],
});
