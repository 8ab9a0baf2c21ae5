/** Ingresses and their classes: hosts, paths, backends. What older versions let through may stay in stored objects. */

import { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { parseAddress } from '../../../machinery/grammar/addresses.ts';
import { portNameErrors, portNumberErrors } from '../../../machinery/grammar/formats.ts';
import { nameIsDns1123Label, nameIsDns1123Subdomain, validateDns1123Subdomain, validatePathSegment } from '../../../machinery/grammar/names.ts';
import { getKey } from '../../../machinery/object.ts';
import { checkIngress } from '../../core/validation/services/services.ts';
import { checkDomainPath, wildcardDomainErrors } from '../../meta/validation/domains.ts';
import type { HTTPIngressPath, Ingress, IngressBackend, IngressClass, IngressRule, IngressServiceBackend, IngressTLS } from '../v1/objects.gen.ts';

const SPEC = FieldPath.root('spec');
const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';
const PATH_TYPES: readonly string[] = ['Exact', 'ImplementationSpecific', 'Prefix'];
const FORBIDDEN_PARTS: readonly string[] = ['//', '/./', '/../', '%2f', '%2F'];
const FORBIDDEN_ENDS: readonly string[] = ['/..', '/.'];
const MAX_CONTROLLER_BYTES = 250;

export function validateIngress(ingress: Ingress): ErrorList {
  const errors = check(ingress, undefined);
  const annotation = getKey(ingress.metadata.annotations, CLASS_ANNOTATION);
  const name = ingress.spec?.ingressClassName;
  if (annotation !== undefined && name !== undefined && annotation !== name)
    errors.invalid(FieldPath.root('annotations').child(CLASS_ANNOTATION), annotation, 'must match `ingressClassName` when both are specified');
  return errors;
}

export function validateIngressUpdate(ingress: Ingress, old: Ingress): ErrorList {
  return check(ingress, old);
}

export function validateIngressStatus({ status }: Ingress, old: Ingress): ErrorList {
  const errors = new ErrorList();
  checkIngress(errors, status?.loadBalancer?.ingress ?? [], old.status?.loadBalancer?.ingress ?? []);
  return errors;
}

function check({ spec = {} }: Ingress, old: Ingress | undefined): ErrorList {
  const errors = new ErrorList();
  const { rules = [], defaultBackend, tls = [], ingressClassName } = spec;
  if (rules.length === 0 && defaultBackend === undefined) errors.invalid(SPEC, spec.rules, 'either `defaultBackend` or `rules` must be specified');
  if (defaultBackend !== undefined) checkBackend(errors, SPEC.child('defaultBackend'), defaultBackend);
  const badWildcards = (old?.spec?.rules ?? []).some(({ host = '', http }) => host.includes('*') && hasBadPaths(http));
  rules.forEach((rule, i) => {
    checkRule(errors, SPEC.child('rules').index(i), rule, badWildcards);
  });
  const badSecrets = (old?.spec?.tls ?? []).some(({ secretName = '' }) => secretErrors(secretName).length > 0);
  tls.forEach((each, i) => {
    checkTls(errors, SPEC.child('tls').index(i), each, badSecrets);
  });
  if (ingressClassName !== undefined) errors.eachInvalid(SPEC.child('ingressClassName'), ingressClassName, nameIsDns1123Subdomain(ingressClassName));
  return errors;
}

const secretErrors = (name: string): readonly string[] => (name === '' ? [] : nameIsDns1123Subdomain(name));

const hostErrors = (host: string): readonly string[] => (host.includes('*') ? wildcardDomainErrors(host) : validateDns1123Subdomain(host));

function checkTls(errors: ErrorList, at: FieldPath, { hosts = [], secretName = '' }: IngressTLS, badSecrets: boolean): void {
  hosts.forEach((host, i) => {
    errors.eachInvalid(at.child('hosts').index(i), host, hostErrors(host));
  });
  if (!badSecrets) errors.eachInvalid(at.child('secretName'), secretName, secretErrors(secretName));
}

function checkRule(errors: ErrorList, at: FieldPath, { host = '', http }: IngressRule, badWildcards: boolean): void {
  if (host !== '') {
    if (parseAddress(host) !== undefined) errors.invalid(at.child('host'), host, 'must be a DNS name, not an IP address');
    errors.eachInvalid(at.child('host'), host, hostErrors(host));
  }
  if (!badWildcards || !host.includes('*')) checkPaths(errors, at.child('http', 'paths'), http);
}

function checkPaths(errors: ErrorList, at: FieldPath, http: IngressRule['http']): void {
  if (http === undefined) return;
  const paths = http.paths ?? [];
  if (paths.length === 0) errors.required(at);
  paths.forEach((path, i) => {
    checkPath(errors, at.index(i), path);
  });
}

function hasBadPaths(http: IngressRule['http']): boolean {
  const found = new ErrorList();
  checkPaths(found, SPEC, http);
  return found.length > 0;
}

function checkPath(errors: ErrorList, at: FieldPath, { path = '', pathType, backend }: HTTPIngressPath): void {
  if (pathType === undefined || pathType === null) {
    errors.required(at.child('pathType'), 'pathType must be specified');
    return;
  }
  const where = at.child('path');
  if (!PATH_TYPES.includes(pathType)) errors.notSupported(at.child('pathType'), pathType, PATH_TYPES);
  else if (pathType === 'ImplementationSpecific') {
    if (path !== '' && !path.startsWith('/')) errors.invalid(where, path, 'must be an absolute path');
  } else {
    if (!path.startsWith('/')) errors.invalid(where, path, 'must be an absolute path');
    for (const part of FORBIDDEN_PARTS) if (path.includes(part)) errors.invalid(where, path, `must not contain '${part}'`);
    for (const end of FORBIDDEN_ENDS) if (path.endsWith(end)) errors.invalid(where, path, `cannot end with '${end}'`);
  }
  checkBackend(errors, at.child('backend'), backend);
}

function checkBackend(errors: ErrorList, at: FieldPath, { service, resource }: IngressBackend): void {
  if (service !== undefined && resource !== undefined) errors.invalid(at, '', 'cannot set both resource and service backends');
  else if (resource !== undefined) checkReference(errors, at.child('resource'), resource);
  else if (service !== undefined) checkServiceBackend(errors, at, service);
  else errors.invalid(at, '', 'resource or service backend is required');
}

function checkServiceBackend(errors: ErrorList, at: FieldPath, { name, port }: IngressServiceBackend): void {
  if (name === '') errors.required(at.child('service', 'name'));
  else errors.eachInvalid(at.child('service', 'name'), name, nameIsDns1123Label(name));
  const { name: portName = '', number = 0 } = port ?? {};
  if (portName !== '' && number !== 0) errors.invalid(at, '', 'cannot set both port name & port number');
  else if (portName !== '') errors.eachInvalid(at.child('service', 'port', 'name'), portName, portNameErrors(portName));
  else if (number !== 0) errors.eachInvalid(at.child('service', 'port', 'number'), number, portNumberErrors(number));
  else errors.required(at, 'port name or number is required');
}

interface Reference {
  readonly apiGroup?: string | null;
  readonly kind: string;
  readonly name: string;
}

function checkReference(errors: ErrorList, at: FieldPath, { apiGroup, kind, name }: Reference): void {
  if (apiGroup !== undefined && apiGroup !== null) errors.eachInvalid(at.child('apiGroup'), apiGroup, validateDns1123Subdomain(apiGroup));
  for (const [field, value] of [
    ['kind', kind],
    ['name', name],
  ] as const) {
    if (value === '') errors.required(at.child(field));
    else errors.eachInvalid(at.child(field), value, validatePathSegment(value));
  }
}

export function validateIngressClass({ spec = {} }: IngressClass): ErrorList {
  const errors = new ErrorList();
  const { controller = '', parameters } = spec;
  if (Buffer.byteLength(controller) > MAX_CONTROLLER_BYTES) errors.tooLong(SPEC.child('controller'), MAX_CONTROLLER_BYTES);
  checkDomainPath(errors, SPEC.child('controller'), controller);
  if (parameters === undefined) return errors;
  const at = SPEC.child('parameters');
  checkReference(errors, at, parameters);
  const { scope, namespace } = parameters;
  if (scope === undefined) errors.required(at.child('scope'));
  else if (scope !== 'Cluster' && scope !== 'Namespace') errors.notSupported(at.child('scope'), scope, ['Cluster', 'Namespace']);
  if (scope === 'Namespace') {
    if (namespace === undefined) errors.required(at.child('namespace'), "`parameters.scope` is set to 'Namespace'");
    else errors.eachInvalid(at.child('namespace'), namespace, nameIsDns1123Label(namespace));
  }
  if (scope === 'Cluster' && namespace !== undefined) errors.forbidden(at.child('namespace'), "`parameters.scope` is set to 'Cluster'");
  return errors;
}

export function validateIngressClassUpdate(object: IngressClass, old: IngressClass): ErrorList {
  const errors = new ErrorList();
  const controller = object.spec?.controller ?? '';
  if (controller !== (old.spec?.controller ?? '')) errors.invalid(SPEC.child('controller'), controller, 'field is immutable');
  errors.append(validateIngressClass(object));
  return errors;
}
