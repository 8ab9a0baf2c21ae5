/** Names of kinds and resources: group, version, kind; group, version, resource. The core group is the empty string. */

export interface GroupVersion {
  readonly group: string;
  readonly version: string;
}

export interface GroupVersionKind extends GroupVersion {
  readonly kind: string;
}

export interface GroupResource {
  readonly group: string;
  readonly resource: string;
}

export interface GroupVersionResource extends GroupVersion {
  readonly resource: string;
}

/** "v1" for the core group, "apps/v1" else. */
export function apiVersionOf({ group, version }: GroupVersion): string {
  return group === '' ? version : `${group}/${version}`;
}

/** The group and version of an apiVersion; undefined when it has more than one slash. An empty string is the empty group and version. */
export function parseApiVersion(apiVersion: string): GroupVersion | undefined {
  const parts = apiVersion.split('/');
  if (parts.length === 1) return { group: '', version: apiVersion };
  if (parts.length === 2) return { group: parts[0] as string, version: parts[1] as string };
  return undefined;
}

/** "deployments.apps", "pods": how messages name a resource. */
export function groupResourceName({ group, resource }: GroupResource): string {
  return group === '' ? resource : `${resource}.${group}`;
}

/** "Deployment.apps", "Pod": how messages name a kind. */
export function groupKindName({ group, kind }: { readonly group: string; readonly kind: string }): string {
  return group === '' ? kind : `${kind}.${group}`;
}

const VERSION = /^v([1-9]\d*)(?:(alpha|beta)([1-9]\d*))?$/;

/**
 * Sorts versions as upstream prefers them: stable before beta before alpha, higher before lower, anything else last by name
 * (k8s.io/apimachinery/pkg/version, CompareKubeAwareVersionStrings, the other way round).
 */
export function compareVersions(a: string, b: string): number {
  const [one, other] = [VERSION.exec(a), VERSION.exec(b)];
  if (one === null || other === null) return one === other ? (a < b ? -1 : Number(a > b)) : one === null ? 1 : -1;
  const stage = (found: RegExpExecArray): number => ['alpha', 'beta', undefined].indexOf(found[2]);
  return stage(other) - stage(one) || Number(other[1]) - Number(one[1]) || Number(other[3] ?? 0) - Number(one[3] ?? 0);
}
