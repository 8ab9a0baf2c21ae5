/**
 * Discovery documents, made from a snapshot of the served resources: which groups, versions, resources and verbs there are. Pure functions;
 * members stand in the order of Go's structs. The forms are metav1.APIVersions, APIGroupList, APIGroup, APIResourceList and
 * apidiscovery.k8s.io/v2 (KEP-3352).
 */
import { apiVersionOf } from '../../machinery/gvk.ts';
import type { Subresource, Verb } from '../../registry/generic/declaration.ts';
import type { InstalledResource, ServedGroup, ServedResources, ServedVersion } from '../routing/resources.ts';

/** Which address to use from where. */
export interface ServerAddress {
  readonly clientCIDR: string;
  readonly serverAddress: string;
}

/** `/api`. It has no apiVersion, like all documents of the core group. */
export function coreVersions(served: ServedResources, addresses: readonly ServerAddress[]): object {
  const versions = served.group('')?.versions.map((each) => each.version) ?? [];
  return {
    kind: 'APIVersions',
    versions,
    serverAddressByClientCIDRs: addresses.map(({ clientCIDR, serverAddress }) => ({ clientCIDR, serverAddress })),
  };
}

/** `/apis`. */
export function groupList(served: ServedResources): object {
  const local = served.groups.filter((each) => each.group !== '').map(groupMembers);
  const remote = [...served.remote].map(([group, versions]) => groupMembers({ group, versions: versions.map((version) => ({ version })) }));
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: [...local, ...remote] };
}

/** `/apis/GROUP`. */
export function groupDocument(group: NamedGroup): object {
  return { kind: 'APIGroup', apiVersion: 'v1', ...groupMembers(group) };
}

/** `/api/v1` and `/apis/GROUP/VERSION`. */
export function resourceList(group: string, version: ServedVersion): object {
  return {
    kind: 'APIResourceList',
    ...(group === '' ? {} : { apiVersion: 'v1' }),
    groupVersion: apiVersionOf({ group, version: version.version }),
    resources: version.resources.flatMap((each) => resourceEntries(group, version.version, each)).sort(byName),
  };
}

/** The aggregated form: every version of the given groups in one document. */
export function aggregatedList(groups: readonly ServedGroup[]): object {
  return { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items: groups.map(aggregatedGroup) };
}

/** What a group's document says of it. */
interface NamedGroup {
  readonly group: string;
  readonly versions: readonly { readonly version: string }[];
}

function groupMembers({ group, versions }: NamedGroup): object {
  const named = versions.map(({ version }) => ({ groupVersion: apiVersionOf({ group, version }), version }));
  return { name: group, versions: named, preferredVersion: named[0] };
}

interface ResourceEntry {
  readonly name: string;
}

function byName(a: ResourceEntry, b: ResourceEntry): number {
  return a.name < b.name ? -1 : 1;
}

function resourceEntries(group: string, version: string, { declaration }: InstalledResource): ResourceEntry[] {
  const { resource, singular, namespaced, kind, shortNames, categories, storageVersionHash } = declaration;
  const itself = {
    name: resource,
    singularName: singular,
    namespaced,
    kind,
    verbs: sorted(declaration.verbs),
    ...list('shortNames', shortNames),
    ...list('categories', categories),
    ...(storageVersionHash === null ? {} : { storageVersionHash }),
  };
  const subresources = Object.entries(declaration.subresources).map(([name, subresource]) => ({
    name: `${resource}/${name}`,
    singularName: '',
    namespaced,
    ...ownGroupVersion(group, version, subresource),
    kind: kindOf(kind, subresource),
    verbs: sorted(subresource.verbs),
  }));
  return [itself, ...subresources];
}

function aggregatedGroup({ group, versions }: ServedGroup): object {
  return {
    metadata: group === '' ? {} : { name: group },
    versions: versions.map((each) => ({
      version: each.version,
      resources: each.resources.map((resource) => aggregatedResource(group, each.version, resource)),
      freshness: 'Current',
    })),
  };
}

function aggregatedResource(group: string, version: string, { declaration }: InstalledResource): object {
  const { resource, singular, namespaced, kind, shortNames, categories } = declaration;
  const subresources = Object.entries(declaration.subresources).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    resource,
    responseKind: { group: '', version: '', kind },
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singular,
    verbs: sorted(declaration.verbs),
    ...list('shortNames', shortNames),
    ...list('categories', categories),
    ...list(
      'subresources',
      subresources.map(([name, subresource]) => ({
        subresource: name,
        responseKind: { group: '', version: '', ...ownGroupVersion(group, version, subresource), kind: kindOf(kind, subresource) },
        verbs: sorted(subresource.verbs),
      })),
    ),
  };
}

/** Group and version of what a subresource speaks, when they are not those of its resource. */
function ownGroupVersion(group: string, version: string, subresource: Subresource): { group?: string; version?: string } {
  if (subresource.kind === 'stored' || (subresource.group === group && subresource.version === version)) return {};
  return { group: subresource.group, version: subresource.version };
}

function kindOf(kind: string, subresource: Subresource): string {
  return subresource.kind === 'stored' ? kind : subresource.objectKind;
}

function sorted(verbs: readonly Verb[]): readonly Verb[] {
  return [...verbs].sort();
}

function list<K extends string, V>(key: K, values: readonly V[]): { readonly [key in K]?: readonly V[] } {
  return values.length === 0 ? {} : ({ [key]: values } as { readonly [key in K]?: readonly V[] });
}
