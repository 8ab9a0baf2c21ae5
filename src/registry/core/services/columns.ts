/** `kubectl get services`: where a service can be reached. */
import type { KubeObject } from '../../../machinery/object.ts';
import type { TablePrinter } from '../../generic/declaration.ts';
import { age, ageColumn, column, NONE, name, nameColumn, table, UNKNOWN, wide } from '../../printers/columns.ts';
import { loadBalancerText } from '../../printers/load-balancer.ts';
import { labelsText } from '../../printers/selectors.ts';

interface Spec {
  readonly type?: string;
  readonly clusterIPs?: readonly string[] | null;
  readonly externalIPs?: readonly string[] | null;
  readonly externalName?: string;
  readonly ports?: readonly { readonly port: number; readonly nodePort?: number; readonly protocol?: string }[] | null;
  readonly selector?: { readonly [key: string]: string } | null;
}

export const serviceColumns: TablePrinter = table(
  [
    nameColumn,
    column('Type', 'How the service is exposed.'),
    column('Cluster-IP', 'The first address inside the cluster.'),
    column('External-IP', 'Addresses outside the cluster.'),
    column('Port(s)', 'Ports, with their node ports behind a colon.'),
    ageColumn,
    wide('Selector', 'Which pods get the traffic.'),
  ],
  (object) => {
    const spec = (object.spec ?? {}) as Spec;
    return [
      name(object),
      spec.type ?? '',
      spec.clusterIPs?.[0] ?? NONE,
      externalAddress(object, spec),
      ports(spec),
      age(object),
      labelsText(spec.selector) || NONE,
    ];
  },
);

function externalAddress(object: KubeObject, spec: Spec): string {
  const external = (spec.externalIPs ?? []).join(',');
  switch (spec.type) {
    case 'ClusterIP':
    case 'NodePort':
      return external || NONE;
    case 'LoadBalancer': {
      const balanced = loadBalancerText((object.status as { readonly loadBalancer?: object } | undefined)?.loadBalancer);
      return [balanced, external].filter((each) => each !== '').join(',') || '<pending>';
    }
    case 'ExternalName':
      return spec.externalName ?? '';
    default:
      return UNKNOWN;
  }
}

function ports(spec: Spec): string {
  const texts = (spec.ports ?? []).map(({ port, nodePort, protocol }) => `${port}${nodePort ? `:${nodePort}` : ''}/${protocol ?? ''}`);
  return texts.join(',') || NONE;
}
