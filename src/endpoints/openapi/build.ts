/**
 * The published documents of a set of served resources: one v2 document, one v3 document for each group version and for the paths around them. Pure
 * functions of a snapshot.
 */
import { APIGroup, APIGroupList, APIResourceList, APIVersions, DeleteOptions, Status, WatchEvent } from '../../apis/meta/v1/types.ts';
import { field, type StructType, string, struct } from '../../machinery/descriptor.ts';
import { apiVersionOf, type GroupVersion, type GroupVersionKind } from '../../machinery/gvk.ts';
import { BUILT_IN_OFFERS } from '../responses/accept.ts';
import type { InstalledResource, ServedResources, ServedVersion } from '../routing/resources.ts';
import type { DocumentOptions } from './document.ts';
import { KNOWN_GROUP_VERSIONS } from './facts.ts';
import type { Operation, PathItem, ResponseBody } from './model.ts';
import { capital, definitionName, groupTag, operationInfix, versionTag } from './names.ts';
import { listTypeOf, pathsOf, type ServedDeclaration } from './operations.ts';

const MEDIA_TYPES = BUILT_IN_OFFERS.map((each) => each.mediaType);

/** What stands in `info`. */
export interface OpenApiInfo {
  readonly title: string;
  readonly version: string;
  readonly cbor?: boolean;
}

/** One part of the published API: everything below one path of `/openapi/v3`. */
export interface OpenApiPart {
  /** "api/v1", "apis/apps", "version". */
  readonly name: string;
  readonly paths: () => Iterable<PathItem>;
  /** The group version that it is about, for parts that are about one. */
  readonly groupVersion: GroupVersion | undefined;
  /** What it is made from: equal resources make equal documents. */
  readonly resources: readonly InstalledResource[];
}

/** The parts in the order in which the index lists them (by name). */
export function openApiParts(served: ServedResources): readonly OpenApiPart[] {
  const parts: OpenApiPart[] = [
    { name: 'api', groupVersion: undefined, resources: [], paths: () => [discoveryPath('/api/', 'getCoreAPIVersions', 'core', APIVersions)] },
    { name: 'apis', groupVersion: undefined, resources: [], paths: () => [discoveryPath('/apis/', 'getAPIVersions', 'apis', APIGroupList)] },
    ...STANDING_PARTS,
  ];
  for (const { group, versions } of served.groups) {
    if (group !== '') {
      const id = `get${capital(groupTag(group))}APIGroup`;
      parts.push({
        name: `apis/${group}`,
        groupVersion: undefined,
        resources: [],
        paths: () => [discoveryPath(`/apis/${group}/`, id, groupTag(group), APIGroup)],
      });
    }
    for (const version of versions) {
      const name = `${group === '' ? 'api' : 'apis'}/${apiVersionOf({ group, version: version.version })}`;
      parts.push({
        name,
        groupVersion: { group, version: version.version },
        resources: version.resources,
        paths: () => versionPaths(group, version, name),
      });
    }
  }
  return parts.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** One v3 document. */
export function v3Options(served: ServedResources, part: OpenApiPart, info: OpenApiInfo): DocumentOptions {
  return { dialect: 'v3', ...info, parts: [part], kindsOf: kindIndex(served, part.groupVersion) };
}

/** The v2 document of everything. */
export function v2Options(served: ServedResources, info: OpenApiInfo): DocumentOptions {
  return { dialect: 'v2', ...info, parts: openApiParts(served), kindsOf: kindIndex(served) };
}

function* versionPaths(group: string, version: ServedVersion, name: string): Iterable<PathItem> {
  const id = `get${operationInfix(group, version.version)}APIResources`;
  yield discoveryPath(`/${name}/`, id, versionTag(group, version.version), APIResourceList);
  for (const each of declarations(group, version)) yield* pathsOf(each);
}

function declarations(group: string, served: ServedVersion): ServedDeclaration[] {
  return served.resources.map(({ declaration }) => {
    const version = served.find(declaration.resource)?.version;
    if (version === undefined) throw new Error(`${declaration.resource} is not served in ${group}/${served.version}`);
    return { group, version, declaration };
  });
}

function discoveryPath(path: string, id: string, tag: string, answer: StructType): PathItem {
  return { path, operations: [{ ...plainGet(id, tag, answer), consumes: MEDIA_TYPES, produces: MEDIA_TYPES }] };
}

function plainGet(id: string, tag: string, answer: ResponseBody): Operation {
  return {
    method: 'get',
    id,
    tag,
    description: '',
    action: undefined,
    kind: undefined,
    consumes: [],
    produces: ['application/json'],
    parameters: [],
    body: undefined,
    responses: new Map([
      [200, answer],
      [401, undefined],
    ]),
  };
}

/** What `/version` answers. */
const VersionInfo = struct('k8s.io/apimachinery/pkg/version.Info', () => [
  ...['major', 'minor'].map((name) => field(name, string, 0, { omitempty: false })),
  ...['emulationMajor', 'emulationMinor', 'minCompatibilityMajor', 'minCompatibilityMinor'].map((name) => field(name, string, 0)),
  ...['gitVersion', 'gitCommit', 'gitTreeState', 'buildDate', 'goVersion', 'compiler', 'platform'].map((name) =>
    field(name, string, 0, { omitempty: false }),
  ),
]);

const STANDING_PARTS: readonly OpenApiPart[] = [
  {
    name: '.well-known/openid-configuration',
    groupVersion: undefined,
    resources: [],
    paths: () => [
      { path: '/.well-known/openid-configuration/', operations: [plainGet('getServiceAccountIssuerOpenIDConfiguration', 'WellKnown', 'string')] },
    ],
  },
  {
    name: 'openid/v1/jwks',
    groupVersion: undefined,
    resources: [],
    paths: () => [
      {
        path: '/openid/v1/jwks/',
        operations: [{ ...plainGet('getServiceAccountIssuerOpenIDKeyset', 'openid', 'string'), produces: ['application/jwk-set+json'] }],
      },
    ],
  },
  {
    name: 'version',
    groupVersion: undefined,
    resources: [],
    paths: () => [{ path: '/version/', operations: [{ ...plainGet('getCodeVersion', 'version', VersionInfo), consumes: ['application/json'] }] }],
  },
];

/**
 * Which kinds a definition stands for: those of declarations, their lists and subresources, and the kinds of meta.k8s.io. DeleteOptions and
 * WatchEvent belong to every group version; a document about one (`only`) names just that and the core group.
 */
function kindIndex(served: ServedResources, only?: GroupVersion): (definition: string) => readonly GroupVersionKind[] {
  const index = new Map<string, GroupVersionKind[]>();
  const add = (type: StructType, kind: GroupVersionKind): void => {
    const name = definitionName(type.name);
    const kinds = index.get(name) ?? [];
    if (kinds.some((each) => each.group === kind.group && each.version === kind.version && each.kind === kind.kind)) return;
    index.set(name, [...kinds, kind]);
  };
  for (const kind of [APIGroup, APIGroupList, APIResourceList, APIVersions, Status]) add(kind, { group: '', version: 'v1', kind: kind.go.slice(3) });
  const core = { group: '', version: 'v1' };
  for (const groupVersion of only === undefined ? KNOWN_GROUP_VERSIONS : [core, only]) {
    add(DeleteOptions, { ...groupVersion, kind: 'DeleteOptions' });
    add(WatchEvent, { ...groupVersion, kind: 'WatchEvent' });
  }
  for (const { group, versions } of served.groups) {
    for (const version of versions) for (const each of declarations(group, version)) addDeclaration(each, add);
  }
  return (definition) => index.get(definition) ?? [];
}

function addDeclaration(served: ServedDeclaration, add: (type: StructType, kind: GroupVersionKind) => void): void {
  const { group, version, declaration } = served;
  add(version.type, { group, version: version.version, kind: declaration.kind });
  add(listTypeOf(served), { group, version: version.version, kind: declaration.listKind });
  for (const subresource of Object.values(declaration.subresources)) {
    if (subresource.kind !== 'stored')
      add(subresource.type, { group: subresource.group, version: subresource.version, kind: subresource.objectKind });
  }
}
