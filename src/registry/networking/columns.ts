/** How `kubectl get` shows the kinds of networking.k8s.io. */
import type { TablePrinter } from '../generic/declaration.ts';
import { age, ageColumn, column, NONE, name, nameColumn, table } from '../printers/columns.ts';
import { loadBalancerText } from '../printers/load-balancer.ts';
import { type LabelSelectorFields, labelSelectorText } from '../printers/selectors.ts';

interface IngressSpec {
  readonly ingressClassName?: string;
  readonly rules?: readonly { readonly host?: string }[] | null;
  readonly tls?: readonly unknown[] | null;
}

const MAX_HOSTS = 3;

export const ingressColumns: TablePrinter = table(
  [
    nameColumn,
    column('Class', 'The class, which names the controller.'),
    column('Hosts', 'The first host names of its rules.'),
    column('Address', 'Where it can be reached.'),
    column('Ports', 'The ports that it listens on.'),
    ageColumn,
  ],
  (object) => {
    const spec = (object.spec ?? {}) as IngressSpec;
    const status = object.status as { readonly loadBalancer?: unknown } | undefined;
    const ports = (spec.tls?.length ?? 0) > 0 ? '80, 443' : '80';
    return [name(object), spec.ingressClassName ?? NONE, hosts(spec), loadBalancerText(status?.loadBalancer), ports, age(object)];
  },
);

/** Rules without a host are not listed. Once three hosts are, a further rule is counted, whether it has one or not; so are all without one. */
function hosts(spec: IngressSpec): string {
  const rules = spec.rules ?? [];
  const shown: string[] = [];
  for (const { host = '' } of rules) {
    if (shown.length === MAX_HOSTS) return `${shown.join(',')} + ${rules.length - MAX_HOSTS} more...`;
    if (host !== '') shown.push(host);
  }
  return shown.join(',') || '*';
}

interface ClassParameters {
  readonly apiGroup?: string;
  readonly kind?: string;
  readonly name?: string;
}

export const ingressClassColumns: TablePrinter = table(
  [nameColumn, column('Controller', 'Which controller serves it.'), column('Parameters', 'The object with more parameters.'), ageColumn],
  (object) => {
    const spec = (object.spec ?? {}) as { readonly controller?: string; readonly parameters?: ClassParameters };
    return [name(object), spec.controller ?? '', parameters(spec.parameters), age(object)];
  },
);

function parameters(reference: ClassParameters | undefined): string {
  if (reference === undefined) return NONE;
  return `${reference.kind ?? ''}${reference.apiGroup === undefined ? '' : `.${reference.apiGroup}`}/${reference.name ?? ''}`;
}

export const networkPolicyColumns: TablePrinter = table([nameColumn, column('Pod-Selector', 'Which pods it is about.'), ageColumn], (object) => [
  name(object),
  labelSelectorText((object.spec as { readonly podSelector?: LabelSelectorFields } | undefined)?.podSelector) || NONE,
  age(object),
]);

interface ParentReference {
  readonly group?: string;
  readonly resource?: string;
  readonly namespace?: string;
  readonly name?: string;
}

/** Rows have an age that no column announces, as upstream's have. */
export const ipAddressColumns: TablePrinter = table([nameColumn, column('ParentRef', 'Who holds the address.')], (object) => [
  name(object),
  parent((object.spec as { readonly parentRef?: ParentReference } | undefined)?.parentRef),
  age(object),
]);

function parent(reference: ParentReference | undefined): string {
  if (reference === undefined) return NONE;
  const resource = (reference.group ? `${reference.resource ?? ''}.${reference.group}` : (reference.resource ?? '')).toLowerCase();
  return [resource, reference.namespace ?? '', reference.name ?? ''].filter((each) => each !== '').join('/');
}

export const serviceCIDRColumns: TablePrinter = table([nameColumn, column('CIDRs', 'The ranges.'), ageColumn], (object) => [
  name(object),
  ((object.spec as { readonly cidrs?: readonly string[] | null } | undefined)?.cidrs ?? []).join(','),
  age(object),
]);
