/** What a binding may say: which role, which subjects. The role stays the same for ever, so that a binding means what its author meant. */
import { ErrorList, FieldPath, Verbatim } from '../../../machinery/field-errors.ts';
import { validateDns1123Subdomain, validatePathSegment } from '../../../machinery/grammar/names.ts';
import type { KubeObject } from '../../../machinery/object.ts';

const GROUP = 'rbac.authorization.k8s.io';
const ROLE_REF = FieldPath.root('roleRef');
const SUBJECTS = FieldPath.root('subjects');

interface RoleRef {
  readonly apiGroup?: string;
  readonly kind?: string;
  readonly name?: string;
}

interface Subject extends RoleRef {
  readonly namespace?: string;
}

export function validateRoleBinding(binding: KubeObject): ErrorList {
  return checkBinding(binding, ['Role', 'ClusterRole'], true);
}

export function validateClusterRoleBinding(binding: KubeObject): ErrorList {
  return checkBinding(binding, ['ClusterRole'], false);
}

export function validateRoleBindingUpdate(binding: KubeObject, old: KubeObject): ErrorList {
  return keepRole(validateRoleBinding(binding), binding, old);
}

export function validateClusterRoleBindingUpdate(binding: KubeObject, old: KubeObject): ErrorList {
  return keepRole(validateClusterRoleBinding(binding), binding, old);
}

function checkBinding(binding: KubeObject, kinds: readonly string[], namespaced: boolean): ErrorList {
  const errors = new ErrorList();
  const { apiGroup = '', kind = '', name = '' } = roleRefOf(binding);
  if (apiGroup !== GROUP) errors.notSupported(ROLE_REF.child('apiGroup'), apiGroup, [GROUP]);
  if (!kinds.includes(kind)) errors.notSupported(ROLE_REF.child('kind'), kind, kinds);
  if (name === '') errors.required(ROLE_REF.child('name'));
  else errors.eachInvalid(ROLE_REF.child('name'), name, validatePathSegment(name));
  ((binding.subjects ?? []) as readonly Subject[]).forEach((subject, i) => {
    checkSubject(errors, SUBJECTS.index(i), subject, namespaced);
  });
  return errors;
}

function checkSubject(errors: ErrorList, path: FieldPath, subject: Subject, namespaced: boolean): void {
  const { apiGroup = '', kind = '', name = '', namespace = '' } = subject;
  if (name === '') errors.required(path.child('name'));
  if (kind === 'ServiceAccount') {
    if (name !== '') errors.eachInvalid(path.child('name'), name, validateDns1123Subdomain(name));
    if (apiGroup !== '') errors.notSupported(path.child('apiGroup'), apiGroup, ['']);
    if (!namespaced && namespace === '') errors.required(path.child('namespace'));
  } else if (kind === 'User' || kind === 'Group') {
    if (apiGroup !== GROUP) errors.notSupported(path.child('apiGroup'), apiGroup, [GROUP]);
  } else errors.notSupported(path.child('kind'), kind, ['ServiceAccount', 'User', 'Group']);
}

function keepRole(errors: ErrorList, binding: KubeObject, old: KubeObject): ErrorList {
  const now = roleRefOf(binding);
  const before = roleRefOf(old);
  const same = now.apiGroup === before.apiGroup && now.kind === before.kind && now.name === before.name;
  const { apiGroup: APIGroup = '', kind: Kind = '', name: Name = '' } = now;
  if (!same) errors.invalid(ROLE_REF, new Verbatim(JSON.stringify({ APIGroup, Kind, Name })), 'cannot change roleRef');
  return errors;
}

function roleRefOf(binding: KubeObject): RoleRef {
  return (binding.roleRef ?? {}) as RoleRef;
}
