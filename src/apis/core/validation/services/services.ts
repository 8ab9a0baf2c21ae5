/**
 * Services: ports, names, policies and what belongs to which type (pkg/apis/core/validation in k8s.io/kubernetes). Addresses: service-addresses.ts.
 */

import { ErrorList, FieldPath, Verbatim } from '../../../../machinery/field-errors.ts';
import { parseAddress, rangeErrors, specialAddressErrors } from '../../../../machinery/grammar/addresses.ts';
import { addressErrors, portErrors, portNumberErrors } from '../../../../machinery/grammar/formats.ts';
import { labelKeyErrors } from '../../../../machinery/grammar/label-names.ts';
import { validateDns1123Label, validateDns1123Subdomain } from '../../../../machinery/grammar/names.ts';
import { getKey } from '../../../../machinery/object.ts';
import { checkLabels } from '../../../meta/validation/labels.ts';
import type { LoadBalancerIngress, Service, ServicePort, ServiceSpec } from '../../v1/objects.gen.ts';
import { PROTOCOLS } from './endpoints.ts';
import { checkAddressChange, isHeadlessService, validateServiceAddresses } from './service-addresses.ts';

const SPEC = FieldPath.root('spec');
const TYPES: readonly string[] = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const TRAFFIC_POLICIES: readonly string[] = ['Cluster', 'Local'];
const DISTRIBUTIONS: readonly string[] = ['PreferClose', 'PreferSameZone', 'PreferSameNode'];
const BALANCER_ONLY = "may only be used when `type` is 'LoadBalancer'";
const SOURCE_RANGES = 'service.beta.kubernetes.io/load-balancer-source-ranges';
const TOPOLOGY_HINTS = 'service.kubernetes.io/topology-aware-hints';
const TOPOLOGY_MODE = 'service.kubernetes.io/topology-mode';
const ANNOTATIONS = FieldPath.root('metadata').child('annotations');
const MAX_AFFINITY_SECONDS = 86_400;

const isBalanced = ({ type }: ServiceSpec): boolean => type === 'LoadBalancer';
const needsHealthCheck = (spec: ServiceSpec): boolean => isBalanced(spec) && spec.externalTrafficPolicy === 'Local';

export function validateService(service: Service): ErrorList {
  return check(service, undefined);
}

export function validateServiceUpdate(service: Service, old: Service): ErrorList {
  const errors = new ErrorList();
  const spec = service.spec ?? {};
  const before = old.spec ?? {};
  checkAddressChange(errors, spec, before);
  if (isBalanced(spec) && isBalanced(before) && spec.loadBalancerClass !== before.loadBalancerClass)
    errors.invalid(SPEC.child('loadBalancerClass'), spec.loadBalancerClass, 'may not change once set');
  checkBalancerClass(errors, spec);
  if (needsHealthCheck(spec) && needsHealthCheck(before) && spec.healthCheckNodePort !== before.healthCheckNodePort)
    errors.forbidden(SPEC.child('healthCheckNodePort'), 'field is immutable');
  errors.append(check(service, old));
  return errors;
}

function check(service: Service, old: Service | undefined): ErrorList {
  const errors = new ErrorList();
  const spec = service.spec ?? {};
  const before = old?.spec;
  checkTopologyMode(errors, service);
  checkType(errors, spec);
  checkPorts(errors, spec.ports ?? []);
  checkLabels(errors, SPEC.child('selector'), spec.selector);
  checkAffinity(errors, spec);
  errors.append(validateServiceAddresses(spec, before?.clusterIPs));
  checkExternalAddresses(errors, spec.externalIPs ?? [], before?.externalIPs ?? []);
  if ((spec.type ?? '') === '') errors.required(SPEC.child('type'));
  else if (!TYPES.includes(spec.type ?? '')) errors.notSupported(SPEC.child('type'), spec.type, TYPES);
  checkNodePorts(errors, spec);
  checkDistinct(errors, spec.ports ?? []);
  checkSourceRanges(errors, service, old);
  if (!isBalanced(spec) && spec.allocateLoadBalancerNodePorts !== undefined)
    errors.forbidden(SPEC.child('allocateLoadBalancerNodePorts'), BALANCER_ONLY);
  checkBalancerClass(errors, spec);
  checkTraffic(errors, spec);
  return errors;
}

/** The annotation was renamed; who writes both says one thing. */
function checkTopologyMode(errors: ErrorList, { metadata: { annotations } }: Service): void {
  const hints = getKey(annotations, TOPOLOGY_HINTS);
  const mode = getKey(annotations, TOPOLOGY_MODE);
  if (hints === undefined || mode === undefined || hints === mode) return;
  errors.invalid(ANNOTATIONS.key(TOPOLOGY_MODE), mode, `must match annotations[${TOPOLOGY_HINTS}] when both are specified`);
}

function checkType(errors: ErrorList, spec: ServiceSpec): void {
  const headless = isHeadlessService(spec);
  if ((spec.ports?.length ?? 0) === 0 && !headless && spec.type !== 'ExternalName') errors.required(SPEC.child('ports'));
  if (headless && (isBalanced(spec) || spec.type === 'NodePort'))
    errors.invalid(SPEC.child('clusterIPs').index(0), 'None', `may not be set to 'None' for ${spec.type} services`);
  if (spec.type !== 'ExternalName') return;
  for (const field of ['clusterIPs', 'ipFamilies'] as const)
    if ((spec[field]?.length ?? 0) > 0) errors.forbidden(SPEC.child(field), 'may not be set for ExternalName services');
  if (spec.ipFamilyPolicy !== undefined) errors.forbidden(SPEC.child('ipFamilyPolicy'), 'may not be set for ExternalName services');
  const name = (spec.externalName ?? '').replace(/\.$/, '');
  if (name === '') errors.required(SPEC.child('externalName'));
  else errors.eachInvalid(SPEC.child('externalName'), name, validateDns1123Subdomain(name));
}

function checkPorts(errors: ErrorList, ports: readonly ServicePort[]): void {
  const names = new Set<string>();
  ports.forEach(({ name = '', port, protocol = '', targetPort, appProtocol }, i) => {
    const at = SPEC.child('ports').index(i);
    if (name === '') {
      if (ports.length > 1) errors.required(at.child('name'));
    } else {
      errors.eachInvalid(at.child('name'), name, validateDns1123Label(name));
      if (names.has(name)) errors.duplicate(at.child('name'), name);
      names.add(name);
    }
    errors.eachInvalid(at.child('port'), port, portNumberErrors(port));
    if (protocol === '') errors.required(at.child('protocol'));
    else if (!PROTOCOLS.includes(protocol)) errors.notSupported(at.child('protocol'), protocol, PROTOCOLS);
    errors.eachInvalid(at.child('targetPort'), targetPort, portErrors(targetPort));
    if (appProtocol !== undefined) errors.eachInvalid(at.child('appProtocol'), appProtocol, labelKeyErrors(appProtocol));
  });
}

function checkAffinity(errors: ErrorList, { sessionAffinity = '', sessionAffinityConfig: config }: ServiceSpec): void {
  const path = SPEC.child('sessionAffinityConfig');
  if (sessionAffinity === '') errors.required(SPEC.child('sessionAffinity'));
  else if (sessionAffinity === 'None') {
    if (config !== undefined) errors.forbidden(path, 'must not be set when session affinity is None');
  } else if (sessionAffinity !== 'ClientIP') errors.notSupported(SPEC.child('sessionAffinity'), sessionAffinity, ['ClientIP', 'None']);
  else if (config === undefined) errors.required(path, 'when session affinity type is ClientIP');
  else if (config.clientIP?.timeoutSeconds === undefined) errors.required(path.child('clientIP'), 'when session affinity type is ClientIP');
  else {
    const seconds = config.clientIP.timeoutSeconds;
    if (seconds > 0 && seconds <= MAX_AFFINITY_SECONDS) return;
    errors.invalid(path.child('clientIP', 'timeoutSeconds'), seconds, `must be greater than 0 and less than ${MAX_AFFINITY_SECONDS}`);
  }
}

function checkExternalAddresses(errors: ErrorList, addresses: readonly string[], old: readonly string[]): void {
  addresses.forEach((address, i) => {
    const at = SPEC.child('externalIPs').index(i);
    const bad = addressErrors(address, old);
    errors.eachInvalid(at, address, bad.length > 0 ? bad : specialAddressErrors(address));
  });
}

function checkNodePorts(errors: ErrorList, { type, ports = [] }: ServiceSpec): void {
  const seen = new Set<string>();
  ports.forEach(({ nodePort = 0 }, i) => {
    if (type === 'ClusterIP' && nodePort !== 0)
      errors.forbidden(SPEC.child('ports').index(i).child('nodePort'), "may not be used when `type` is 'ClusterIP'");
  });
  ports.forEach(({ nodePort = 0, protocol = '' }, i) => {
    if (nodePort === 0) return;
    const key = `${protocol}/${nodePort}`;
    if (seen.has(key)) errors.duplicate(SPEC.child('ports').index(i).child('nodePort'), nodePort);
    seen.add(key);
  });
}

/** Printed as upstream's internal type. */
function checkDistinct(errors: ErrorList, ports: readonly ServicePort[]): void {
  const seen = new Set<string>();
  ports.forEach(({ port, protocol = '' }, i) => {
    const key = `${protocol}/${port}`;
    const shown = { Name: '', Protocol: protocol, AppProtocol: null, Port: port, TargetPort: 0, NodePort: 0 };
    if (seen.has(key)) errors.duplicate(SPEC.child('ports').index(i), new Verbatim(JSON.stringify(shown)));
    seen.add(key);
  });
}

/** In the field, or in an annotation from before there was one; what is stored already stays. The field's path has a capital letter upstream. */
function checkSourceRanges(errors: ErrorList, { spec = {}, metadata }: Service, old: Service | undefined): void {
  const ranges = spec.loadBalancerSourceRanges ?? [];
  if (ranges.length > 0) {
    const path = SPEC.child('LoadBalancerSourceRanges');
    const known = (old?.spec?.loadBalancerSourceRanges ?? []).map((range) => range.trim());
    if (!isBalanced(spec)) errors.forbidden(path, BALANCER_ONLY);
    ranges.forEach((range, i) => {
      errors.eachInvalid(path.index(i), range.trim(), rangeErrors(range.trim(), known));
    });
    return;
  }
  const annotation = getKey(metadata.annotations, SOURCE_RANGES);
  if (annotation === undefined) return;
  const path = ANNOTATIONS.key(SOURCE_RANGES);
  if (!isBalanced(spec)) errors.forbidden(path, BALANCER_ONLY);
  if (annotation.trim() === '' || annotation === getKey(old?.metadata.annotations, SOURCE_RANGES)) return;
  for (const range of annotation.split(',')) errors.eachInvalid(path, range.trim(), rangeErrors(range.trim()));
}

function checkBalancerClass(errors: ErrorList, spec: ServiceSpec): void {
  const { loadBalancerClass: name } = spec;
  if (name === undefined) return;
  const path = SPEC.child('loadBalancerClass');
  if (isBalanced(spec)) errors.eachInvalid(path, name, labelKeyErrors(name));
  else errors.forbidden(path, BALANCER_ONLY);
}

function checkTraffic(errors: ErrorList, spec: ServiceSpec): void {
  const { externalTrafficPolicy: external = '', internalTrafficPolicy: internal, healthCheckNodePort: health = 0, trafficDistribution } = spec;
  const fromOutside = isBalanced(spec) || spec.type === 'NodePort' || (spec.type === 'ClusterIP' && (spec.externalIPs?.length ?? 0) > 0);
  const path = SPEC.child('externalTrafficPolicy');
  if (!fromOutside) {
    if (external !== '') errors.invalid(path, external, 'may only be set for externally-accessible services');
  } else if (external === '') errors.required(path);
  else if (!TRAFFIC_POLICIES.includes(external)) errors.notSupported(path, external, TRAFFIC_POLICIES);
  if (needsHealthCheck(spec)) {
    if (health === 0) errors.required(SPEC.child('healthCheckNodePort'));
    else errors.eachInvalid(SPEC.child('healthCheckNodePort'), health, portNumberErrors(health));
  } else if (health !== 0) {
    const text = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
    errors.invalid(SPEC.child('healthCheckNodePort'), health, text);
  }
  if (internal !== undefined && !TRAFFIC_POLICIES.includes(internal))
    errors.notSupported(SPEC.child('internalTrafficPolicy'), internal, TRAFFIC_POLICIES);
  if (trafficDistribution !== undefined && !DISTRIBUTIONS.includes(trafficDistribution))
    errors.notSupported(SPEC.child('trafficDistribution'), trafficDistribution, DISTRIBUTIONS);
}

const INGRESS = FieldPath.root('status').child('loadBalancer', 'ingress');

export function validateServiceStatus({ spec = {}, status }: Service, old: Service): ErrorList {
  const errors = new ErrorList();
  const ingress = status?.loadBalancer?.ingress ?? [];
  if (!isBalanced(spec) && ingress.length > 0) errors.forbidden(INGRESS, "may only be used when `spec.type` is 'LoadBalancer'");
  else checkIngress(errors, ingress, old.status?.loadBalancer?.ingress ?? [], checkMode);
  return errors;
}

type IngressPoint = Pick<LoadBalancerIngress, 'ip' | 'hostname'>;

/** Where a load balancer answers; ingresses have the same list, without modes. */
export function checkIngress<T extends IngressPoint>(
  errors: ErrorList,
  points: readonly T[],
  old: readonly T[],
  more?: (errors: ErrorList, at: FieldPath, point: T) => void,
): void {
  const known = old.map(({ ip = '' }) => ip);
  points.forEach((point, i) => {
    const at = INGRESS.index(i);
    const { ip = '', hostname = '' } = point;
    if (ip !== '') errors.eachInvalid(at.child('ip'), ip, addressErrors(ip, known));
    more?.(errors, at, point);
    if (hostname === '') return;
    errors.eachInvalid(at.child('hostname'), hostname, validateDns1123Subdomain(hostname));
    if (parseAddress(hostname) !== undefined) errors.invalid(at.child('hostname'), hostname, 'must be a DNS name, not an IP address');
  });
}

function checkMode(errors: ErrorList, at: FieldPath, { ip = '', ipMode }: LoadBalancerIngress): void {
  const path = at.child('ipMode');
  if (ip !== '' && ipMode === undefined) errors.required(path, 'must be specified when `ip` is set');
  else if (ip === '' && ipMode !== undefined) errors.forbidden(path, 'may not be specified when `ip` is not set');
  else if (ipMode !== undefined && ipMode !== 'VIP' && ipMode !== 'Proxy') errors.notSupported(path, ipMode, ['Proxy', 'VIP']);
}
