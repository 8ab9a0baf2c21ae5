/**
 * What is served right now: a mutable table of installed resources with atomic snapshots. Routing asks it on every request; discovery and
 * OpenAPI subscribe to it. Custom resources come and go here without a restart.
 */
import { compareVersions } from '../../machinery/gvk.ts';
import { internalError } from '../../machinery/status.ts';
import type { ResourceDeclaration, Subresource, VersionDeclaration } from '../../registry/generic/declaration.ts';
import type { RegistryStore } from '../../registry/generic/store.ts';
import type { RequestContext } from '../../request/context.ts';
import type { Pending } from '../../request/pending.ts';

/** Answers a request for a virtual subresource or a virtual resource (reviews, bindings). */
export type VirtualHandler = (context: RequestContext, target: ResourceTarget) => Pending;

export interface InstalledResource {
  readonly declaration: ResourceDeclaration;
  /** Undefined for virtual resources, which only have `virtual['']`. */
  readonly store: RegistryStore | undefined;
  /** Handlers of virtual subresources by name; '' is the resource itself. A declared one that is missing here answers 404. */
  readonly virtual: { readonly [subresource: string]: VirtualHandler };
}

/** A request's resource, found. */
export interface ResourceTarget {
  readonly installed: InstalledResource;
  /** Group and version as requested (events live in two groups). */
  readonly group: string;
  readonly version: VersionDeclaration;
  readonly subresource: Subresource | undefined;
  readonly subresourceName: string;
  readonly namespace: string;
  readonly name: string;
}

export type ResourceHandler = (context: RequestContext, target: ResourceTarget) => Pending;

/** One handler per verb: the generic ones, in `handlers/`. */
export interface VerbHandlers {
  readonly get: ResourceHandler;
  readonly list: ResourceHandler;
  readonly watch: ResourceHandler;
  readonly create: ResourceHandler;
  readonly update: ResourceHandler;
  readonly patch: ResourceHandler;
  readonly delete: ResourceHandler;
  readonly deletecollection: ResourceHandler;
}

/** A group with its versions in order of preference. */
export interface ServedGroup {
  readonly group: string;
  readonly versions: readonly ServedVersion[];
}

export interface ServedVersion {
  readonly version: string;
  /** Sorted by resource name. */
  readonly resources: readonly InstalledResource[];
  find(resource: string): { readonly installed: InstalledResource; readonly version: VersionDeclaration } | undefined;
  /** Whatever is served as a kind. */
  ofKind(kind: string): readonly InstalledResource[];
}

/** An immutable snapshot. */
export interface ServedResources {
  /** In the order in which discovery lists groups; the core group first. */
  readonly groups: readonly ServedGroup[];
  group(name: string): ServedGroup | undefined;
  version(group: string, version: string): ServedVersion | undefined;
  /** Groups that extension servers answer for (APIService with a service), with their versions, the preferred one first. Never one of `groups`. */
  readonly remote: RemoteGroups;
}

export type RemoteGroups = ReadonlyMap<string, readonly string[]>;

/** A group and its versions in the order of preference; groups that are not named come last, by name, versions by their stage and number. */
export interface GroupPriority {
  readonly group: string;
  readonly versions: readonly string[];
}

export class ResourceTable {
  #snapshot: ServedResources = buildSnapshot([], [], new Map());
  #remote: RemoteGroups = new Map();
  #installed: readonly InstalledResource[] = [];
  readonly #priorities: readonly GroupPriority[];
  readonly #listeners = new Set<(snapshot: ServedResources) => void>();

  /** @param priorities groups in discovery order, each with its versions, the preferred one first */
  constructor(priorities: readonly GroupPriority[]) {
    this.#priorities = priorities;
  }

  snapshot(): ServedResources {
    return this.#snapshot;
  }

  install(resources: readonly InstalledResource[]): void {
    this.#replace([...this.#installed, ...resources]);
  }

  remove(predicate: (installed: InstalledResource) => boolean): void {
    this.#replace(this.#installed.filter((each) => !predicate(each)));
  }

  /** Replaces the groups of extension servers. */
  setRemote(groups: RemoteGroups): void {
    this.#remote = groups;
    this.#replace(this.#installed);
  }

  /** Called with every later snapshot; the result unsubscribes. */
  subscribe(listener: (snapshot: ServedResources) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #replace(installed: readonly InstalledResource[]): void {
    this.#installed = installed;
    this.#snapshot = buildSnapshot(installed, this.#priorities, this.#remote);
    for (const listener of this.#listeners) listener(this.#snapshot);
  }
}

function buildSnapshot(installed: readonly InstalledResource[], priorities: readonly GroupPriority[], remote: RemoteGroups): ServedResources {
  const byGroup = new Map<string, Map<string, Map<string, { installed: InstalledResource; version: VersionDeclaration }>>>();
  for (const each of installed) {
    for (const version of each.declaration.versions) {
      if (version.served === false) continue;
      const group = version.group ?? each.declaration.group;
      const versions = byGroup.get(group) ?? new Map();
      byGroup.set(group, versions);
      const resources = versions.get(version.version) ?? new Map();
      versions.set(version.version, resources);
      resources.set(each.declaration.resource, { installed: each, version });
    }
  }
  const rank = (list: readonly string[], name: string): number => (list.includes(name) ? list.indexOf(name) : list.length);
  const groupOrder = priorities.map((each) => each.group);
  const names = [...byGroup.keys()].sort((a, b) => rank(groupOrder, a) - rank(groupOrder, b) || (a < b ? -1 : 1));
  const groups = names.map((group): ServedGroup => {
    const order = priorities.find((each) => each.group === group)?.versions ?? [];
    const versions = [...(byGroup.get(group) ?? new Map<string, never>())].sort(
      ([a], [b]) => rank(order, a) - rank(order, b) || compareVersions(a, b),
    );
    return { group, versions: versions.map(([version, resources]) => servedVersion(version, resources)) };
  });
  const index = new Map(groups.map((each) => [each.group, each]));
  const versionIndex = new Map(groups.flatMap((each) => each.versions.map((v): [string, ServedVersion] => [`${each.group}/${v.version}`, v])));
  return {
    groups,
    group: (name) => index.get(name),
    version: (group, version) => versionIndex.get(`${group}/${version}`),
    remote: new Map([...remote].filter(([group]) => !index.has(group))),
  };
}

function servedVersion(
  version: string,
  resources: ReadonlyMap<string, { installed: InstalledResource; version: VersionDeclaration }>,
): ServedVersion {
  const all = [...resources.values()].map((each) => each.installed);
  all.sort((a, b) => (a.declaration.resource < b.declaration.resource ? -1 : 1));
  return {
    version,
    resources: all,
    find: (resource) => resources.get(resource),
    ofKind: (kind) => all.filter(({ declaration }) => declaration.kind === kind),
  };
}

/** The registry behind a target. @throws {ApiError} 500 for a virtual resource, which a function answers and no generic handler should see */
export function storeOf({ installed: { store, declaration } }: ResourceTarget): RegistryStore {
  if (store === undefined) throw internalError(`${declaration.resource} has no storage`);
  return store;
}
