/** A pod's place in the network: DNS, names, aliases, and what sharing the host's namespaces forbids. */
import type { ErrorList, FieldPath } from '../../../../machinery/field-errors.ts';
import { addressErrors, searchDomainErrors } from '../../../../machinery/grammar/formats.ts';
import { validateDns1123Label, validateDns1123Subdomain } from '../../../../machinery/grammar/names.ts';
import type { HostAlias, PodDNSConfig, PodSpec } from '../../v1/objects.gen.ts';
import { type PodRules, visitContainers } from '../pod-rules.ts';

const DNS_POLICIES: readonly string[] = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];

/** What libc's resolver can take. */
const MAX_NAMESERVERS = 3;
const MAX_SEARCH_PATHS = 32;
const MAX_SEARCH_BYTES = 2048;
const MAX_HOSTNAME_BYTES = 64;

export function checkDnsPolicy(errors: ErrorList, path: FieldPath, policy = ''): void {
  if (policy === '') errors.required(path);
  else if (!DNS_POLICIES.includes(policy)) errors.notSupported(path, policy, DNS_POLICIES);
}

export function checkDnsConfig(errors: ErrorList, path: FieldPath, { dnsConfig, dnsPolicy }: PodSpec, rules: PodRules): void {
  if (dnsPolicy === 'None') {
    if (dnsConfig === undefined) {
      errors.required(path, 'must provide `dnsConfig` when `dnsPolicy` is None');
      return;
    }
    if ((dnsConfig.nameservers?.length ?? 0) === 0) {
      errors.required(path.child('nameservers'), 'must provide at least one DNS nameserver when `dnsPolicy` is None');
      return;
    }
  }
  if (dnsConfig !== undefined) checkResolver(errors, path, dnsConfig, rules);
}

function checkResolver(errors: ErrorList, path: FieldPath, { nameservers = [], searches = [], options = [] }: PodDNSConfig, rules: PodRules): void {
  if (nameservers.length > MAX_NAMESERVERS)
    errors.invalid(path.child('nameservers'), nameservers, `must not have more than ${MAX_NAMESERVERS} nameservers`);
  nameservers.forEach((address, i) => {
    errors.eachInvalid(path.child('nameservers').index(i), address, addressErrors(address, rules.knownAddresses));
  });
  if (searches.length > MAX_SEARCH_PATHS)
    errors.invalid(path.child('searches'), searches, `must not have more than ${MAX_SEARCH_PATHS} search paths`);
  if (Buffer.byteLength(searches.join(' ')) > MAX_SEARCH_BYTES) {
    const text = `must not have more than ${MAX_SEARCH_BYTES} characters (including spaces) in the search list`;
    errors.invalid(path.child('searches'), searches, text);
  }
  searches.forEach((search, i) => {
    if (search === '.') return;
    const domain = search.endsWith('.') ? search.slice(0, -1) : search;
    errors.eachInvalid(path.child('searches').index(i), domain, searchDomainErrors(domain));
  });
  options.forEach(({ name = '' }, i) => {
    if (name === '') errors.required(path.child('options').index(i), 'must not be empty');
  });
}

export function checkHostAliases(errors: ErrorList, path: FieldPath, aliases: readonly HostAlias[], rules: PodRules): void {
  aliases.forEach(({ ip, hostnames = [] }, i) => {
    errors.eachInvalid(path.index(i).child('ip'), ip, addressErrors(ip, rules.knownAddresses));
    hostnames.forEach((name, j) => {
      errors.eachInvalid(path.index(i).child('hostnames').index(j), name, validateDns1123Subdomain(name));
    });
  });
}

export function checkHostnames(errors: ErrorList, path: FieldPath, spec: PodSpec): void {
  for (const field of ['hostname', 'subdomain'] as const) {
    const name = spec[field] ?? '';
    if (name !== '') errors.eachInvalid(path.child(field), name, validateDns1123Label(name));
  }
}

export function checkHostnameOverride(errors: ErrorList, path: FieldPath, spec: PodSpec): void {
  const name = spec.hostnameOverride;
  if (name === undefined) return;
  if (spec.setHostnameAsFQDN === true) errors.forbidden(path, 'may not be specified when setHostnameAsFQDN is true');
  if (spec.hostNetwork === true) errors.forbidden(path, 'may not be specified when hostNetwork is true');
  if (Buffer.byteLength(name) > MAX_HOSTNAME_BYTES) errors.tooLong(path, MAX_HOSTNAME_BYTES);
  errors.eachInvalid(path, name, validateDns1123Subdomain(name));
}

/** A port of a container on the host's network is the host's; templates may leave it out, for it is filled in when the pod is created. */
export function checkHostNetworkPorts(errors: ErrorList, path: FieldPath, spec: PodSpec, rules: PodRules): void {
  if (spec.hostNetwork !== true) return;
  spec.containers?.forEach((container, i) => {
    container.ports?.forEach(({ hostPort = 0, containerPort }, j) => {
      if (hostPort === containerPort || (!rules.pod && hostPort === 0)) return;
      const at = path.child('containers').index(i).child('ports').index(j).child('hostPort');
      errors.invalid(at, hostPort, 'must match `containerPort` when `hostNetwork` is true');
    });
  });
}

/** A user namespace of its own and namespaces of the host do not go together (KEP-127). The capitals are upstream's. */
export function checkHostUsers(errors: ErrorList, path: FieldPath, spec: PodSpec, rules: PodRules): void {
  if (spec.hostUsers !== false) return;
  const text = 'when `hostUsers` is false';
  if (spec.hostNetwork === true && !rules.hostNetworkWithUserNamespaces) errors.forbidden(path.child('hostNetwork'), text);
  if (spec.hostPID === true) errors.forbidden(path.child('HostPID'), text);
  if (spec.hostIPC === true) errors.forbidden(path.child('HostIPC'), text);
  if (rules.volumeDevicesWithUserNamespaces) return;
  visitContainers(spec, path, (container, at) => {
    if ((container.volumeDevices?.length ?? 0) > 0) errors.forbidden(at.child('volumeDevices'), text);
  });
}
