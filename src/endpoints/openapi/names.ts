/** How OpenAPI names things: definitions after Go packages, tags and operation ids after groups and versions. */

/** "k8s.io/api/core/v1.Pod" -> "io.k8s.api.core.v1.Pod": the host is turned around. */
export function definitionName(typeName: string): string {
  const [host, ...rest] = typeName.split('/');
  return [(host as string).includes('.') ? (host as string).split('.').reverse().join('.') : host, ...rest].join('.');
}

/** "rbac.authorization.k8s.io" -> "rbacAuthorization"; the core group is "core". */
export function groupTag(group: string): string {
  if (group === '') return 'core';
  const [first, ...rest] = group.replace(/\.k8s\.io$/, '').split('.');
  return [first, ...rest.map(capital)].join('');
}

/** "core_v1", "rbacAuthorization_v1". */
export function versionTag(group: string, version: string): string {
  return `${groupTag(group)}_${version}`;
}

/** "CoreV1", "RbacAuthorizationV1": what stands between the verb and the rest of an operation id. */
export function operationInfix(group: string, version: string): string {
  return capital(groupTag(group)) + capital(version);
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
