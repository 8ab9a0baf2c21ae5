/** What the types of the group networking.k8s.io mean, a sentence each. */
import type { Descriptions } from '../../machinery/descriptions.ts';

export const networkingDescriptions = (): Descriptions => ({
  HTTPIngressPath: [
    'Sends a path to a backend.',
    {
      path: 'The path, which begins with a slash.',
      pathType: 'How it is compared: Exact, Prefix by elements, or as the controller likes (ImplementationSpecific).',
      backend: 'Where matching requests go.',
    },
  ],
  HTTPIngressRuleValue: ['Sends paths to backends.', { paths: 'The paths and their backends.' }],
  IPAddress: ['An address of the service ranges that is taken; its name is the address.'],
  IPAddressSpec: ['Who has an address.', { parentRef: 'The object that has it, usually a service.' }],
  IPBlock: ['A range of addresses, with holes.', { cidr: 'The range ("192.168.1.0/24").', except: 'Ranges within it that are not meant.' }],
  Ingress: ['Routes HTTP from outside of the cluster to services, by host and path.'],
  IngressBackend: [
    'Where requests go: to a service or to another resource.',
    {
      service: 'The service and its port.',
      resource: 'An object of another kind in the same namespace; not together with service.',
      serviceName: 'The name of the service.',
      servicePort: 'The port of the service, by number or name.',
    },
  ],
  IngressClass: ['A sort of ingress, and the controller that serves it.'],
  IngressClassParametersReference: [
    'Points at the configuration of an ingress class.',
    {
      apiGroup: 'The group of its kind; empty for the core group.',
      kind: 'Its kind.',
      name: 'Its name.',
      scope: 'Cluster (default) or Namespace.',
      namespace: 'Its namespace, if the scope is Namespace.',
    },
  ],
  IngressClassSpec: [
    'Which controller serves a class.',
    {
      controller: 'The name of the controller, as a domain and a path; it never changes.',
      parameters: 'An object with more configuration for the controller.',
    },
  ],
  IngressLoadBalancerIngress: ['One entrance of an ingress.', { ip: 'Its address.', hostname: 'Its host name.', ports: 'Its ports.' }],
  IngressLoadBalancerStatus: ['The entrances of an ingress.', { ingress: 'The entrances.' }],
  IngressPortStatus: [
    'A port of an entrance.',
    { port: 'The number.', protocol: 'TCP, UDP or SCTP.', error: 'What is wrong with it, in one word for programs.' },
  ],
  IngressRule: ['Routes the requests for a host.', { host: 'The host name, where "*." may stand for the first label; all hosts without it.' }],
  IngressRuleValue: ['How the requests for a host are routed.', { http: 'By path.' }],
  IngressServiceBackend: ['A port of a service.', { name: 'The name of the service.', port: 'The port.' }],
  IngressSpec: [
    'How requests are routed.',
    {
      ingressClassName: 'The class, and with it the controller that serves this ingress.',
      defaultBackend: 'Where requests go that no rule matches.',
      backend: 'Where requests go that no rule matches.',
      tls: 'Certificates and the hosts that they are for.',
      rules: 'The hosts and their paths.',
    },
  ],
  IngressStatus: ['Where an ingress can be reached.', { loadBalancer: 'Its entrances.' }],
  IngressTLS: [
    'A certificate and its hosts.',
    { hosts: 'The hosts in the certificate; all hosts of the ingress without it.', secretName: 'The secret with certificate and key.' },
  ],
  NetworkPolicy: ['Says which traffic a group of pods may have.'],
  NetworkPolicyEgressRule: [
    'Traffic from the pods that is allowed.',
    { ports: 'To these ports; all without it.', to: 'To these peers; all without it.' },
  ],
  NetworkPolicyIngressRule: [
    'Traffic to the pods that is allowed.',
    { ports: 'To these ports; all without it.', from: 'From these peers; all without it.' },
  ],
  NetworkPolicyPeer: [
    'Who the other side is.',
    {
      podSelector: 'These pods, in the namespace of the policy unless there is a namespace selector.',
      namespaceSelector: 'All pods in these namespaces, or those that the pod selector picks.',
      ipBlock: 'These addresses; not together with the others.',
    },
  ],
  NetworkPolicyPort: [
    'A port or a range of ports.',
    {
      protocol: 'TCP (default), UDP or SCTP.',
      port: 'The number or name; all ports without it.',
      endPort: 'The last of a range that begins with port.',
    },
  ],
  NetworkPolicySpec: [
    'Which pods are isolated, and what they may still do.',
    {
      podSelector: 'The pods that it is about; an empty one means all of the namespace.',
      ingress: 'Traffic to the pods that is allowed; none without rules, once the policy is about ingress.',
      egress: 'Traffic from the pods that is allowed; none without rules, once the policy is about egress.',
      policyTypes: 'What it is about: Ingress, Egress or both.',
    },
  ],
  ParentReference: [
    'Points at the object that has an address.',
    {
      group: 'The group of the resource; empty for the core group.',
      resource: 'The resource.',
      namespace: 'Its namespace.',
      name: 'Its name.',
    },
  ],
  ServiceBackendPort: ['A port of a service, by name or by number.', { name: 'The name.', number: 'The number; not together with name.' }],
  ServiceCIDR: ['A range of addresses for services.'],
  ServiceCIDRSpec: ['The ranges.', { cidrs: 'One range, or one of each family ("10.96.0.0/16", "fd00::/108"); they never change.' }],
  ServiceCIDRStatus: ['Whether the range can be used.'],
});
