/**
 * The operations of a resource, as paths: what upstream's installer registers for its verbs and subresources, with the same operation ids,
 * parameters and answers.
 */
import { PodLogOptions } from '../../apis/core/v1/types.ts';
import { DeleteOptions, ListMeta, Patch, Status, WatchEvent } from '../../apis/meta/v1/types.ts';
import { field, list, type StructType, string, struct } from '../../machinery/descriptor.ts';
import { apiVersionOf, type GroupVersionKind } from '../../machinery/gvk.ts';
import { APPLY_YAML_PATCH_TYPE, JSON_PATCH_TYPE, MERGE_PATCH_TYPE, STRATEGIC_MERGE_PATCH_TYPE } from '../../machinery/media.ts';
import type { ResourceDeclaration, Subresource, VersionDeclaration } from '../../registry/generic/declaration.ts';
import { BUILT_IN_OFFERS } from '../responses/accept.ts';
import type { Method, Operation, Parameter, PathItem, ResponseBody } from './model.ts';
import { capital, operationInfix, versionTag } from './names.ts';
import {
  DELETE_COLLECTION_PARAMETERS,
  DELETE_PARAMETERS,
  LIST_PARAMETERS,
  NAME,
  NAMESPACE,
  optionParameters,
  PATCH_PARAMETERS,
  PRETTY,
  PROXY_PATH,
  WRITE_PARAMETERS,
} from './parameters.ts';

const ANY = ['*/*'];
const MEDIA_TYPES = BUILT_IN_OFFERS.map((each) => each.mediaType);
const LIST_TYPES = [...MEDIA_TYPES, ...BUILT_IN_OFFERS.filter((each) => each.streams).map((each) => `${each.mediaType};stream=watch`)];
const PATCH_TYPES = [JSON_PATCH_TYPE, MERGE_PATCH_TYPE, STRATEGIC_MERGE_PATCH_TYPE, APPLY_YAML_PATCH_TYPE];

/** A resource in one version, where it is served. */
export interface ServedDeclaration {
  readonly group: string;
  readonly version: VersionDeclaration;
  readonly declaration: ResourceDeclaration;
}

/** The list type of a kind; lists have no declaration of their own. */
export function listTypeOf({ declaration, version }: ServedDeclaration): StructType {
  const known = listTypes.get(version.type);
  if (known !== undefined) return known;
  const name = version.type.name.slice(0, version.type.name.lastIndexOf('.') + 1) + declaration.listKind;
  const type = struct(
    name,
    () => [
      field('kind', string, 0),
      field('apiVersion', string, 0),
      field('metadata', ListMeta, 1),
      field('items', list(version.type), 2, { omitempty: false }),
    ],
    `A list of ${declaration.kind} objects.`,
  );
  listTypes.set(version.type, type);
  return type;
}

const listTypes = new WeakMap<StructType, StructType>();

export function pathsOf(served: ServedDeclaration): PathItem[] {
  return new ResourcePaths(served).all();
}

class ResourcePaths {
  readonly #served: ServedDeclaration;
  readonly #kind: GroupVersionKind;
  readonly #prefix: string;
  readonly #scope: string;
  readonly #paths: PathItem[] = [];

  constructor(served: ServedDeclaration) {
    const { group, version, declaration } = served;
    this.#served = served;
    this.#kind = { group, version: version.version, kind: declaration.kind };
    this.#prefix = `${group === '' ? '/api' : '/apis'}/${apiVersionOf(this.#kind)}`;
    this.#scope = declaration.namespaced ? 'Namespaced' : '';
  }

  all(): readonly PathItem[] & PathItem[] {
    const { declaration } = this.#served;
    const at = (watch: string): string => `${this.#prefix}${watch}${declaration.namespaced ? '/namespaces/{namespace}' : ''}/${declaration.resource}`;
    this.#collection(at(''));
    this.#item(`${at('')}/{name}`);
    for (const [name, subresource] of Object.entries(declaration.subresources)) this.#subresource(`${at('')}/{name}/${name}`, name, subresource);
    if (declaration.namespaced) this.#acrossNamespaces();
    if (declaration.verbs.includes('watch')) this.#watches(at('/watch'));
    return this.#paths.filter((each) => each.operations.length > 0);
  }

  #collection(path: string): void {
    const { version } = this.#served;
    const kind = this.#kind.kind;
    this.#add(path, this.#where(false), {
      list: () => this.#list(`list${this.#scope}${kind}`, 'list', listTypeOf(this.#served)),
      create: () => this.#write('post', `create${this.#scope}${kind}`, version.type, [200, 201, 202]),
      deletecollection: () => ({
        ...this.#operation('delete', `delete Collection${this.#scope}${kind}`, 'deletecollection', DELETE_COLLECTION_PARAMETERS),
        body: { type: DeleteOptions, required: false },
        responses: responses([200], Status),
      }),
    });
  }

  #item(path: string): void {
    const { version, declaration } = this.#served;
    const named = `${this.#scope}${this.#kind.kind}`;
    this.#add(path, this.#where(true), {
      get: () => ({ ...this.#operation('get', `read${named}`, 'get', [PRETTY]), responses: responses([200], version.type) }),
      update: () => this.#write('put', `replace${named}`, version.type, [200, 201]),
      patch: () => this.#patch(`patch${named}`, version.type),
      delete: () => ({
        ...this.#operation('delete', `delete${named}`, 'delete', DELETE_PARAMETERS),
        body: { type: DeleteOptions, required: false },
        responses: responses(
          [200, 202],
          DELETED_OBJECT_UNPUBLISHED.has(declaration.kind) || declaration.strategy.returnDeletedObject !== true ? Status : version.type,
        ),
      }),
    });
  }

  #acrossNamespaces(): void {
    this.#add(`${this.#prefix}/${this.#served.declaration.resource}`, [], {
      list: () => this.#list(`list${this.#kind.kind}ForAllNamespaces`, 'list', listTypeOf(this.#served)),
    });
  }

  #watches(path: string): void {
    const { declaration } = this.#served;
    const kind = this.#kind.kind;
    if (declaration.namespaced) {
      const all = this.#list(`watch${kind}ListForAllNamespaces`, 'watchlist', WatchEvent);
      this.#paths.push({ path: `${this.#prefix}/watch/${declaration.resource}`, operations: [all] });
    }
    const many = this.#list(`watch${this.#scope}${kind}List`, 'watchlist', WatchEvent);
    this.#paths.push({ path, operations: [withParameters(many, this.#where(false))] });
    if (!declaration.verbs.includes('get')) return;
    const one = this.#list(`watch${this.#scope}${kind}`, 'watch', WatchEvent);
    this.#paths.push({ path: `${path}/{name}`, operations: [withParameters(one, this.#where(true))] });
  }

  #subresource(path: string, name: string, subresource: Subresource): void {
    const named = `${this.#scope}${this.#kind.kind}${SUBRESOURCE_NAMES.get(name) ?? capital(name)}`;
    if (subresource.kind === 'virtual' && OPTIONS.test(subresource.objectKind)) {
      this.#connect(path, named, subresource.objectKind, subresource.type);
      return;
    }
    const { version } = this.#served;
    const type = subresource.kind === 'stored' ? version.type : subresource.type;
    const kind =
      subresource.kind === 'stored' ? this.#kind : { group: subresource.group, version: subresource.version, kind: subresource.objectKind };
    const isLog = name === 'log';
    this.#add(
      path,
      this.#where(true),
      {
        get: () => ({
          ...this.#operation('get', `read${named}`, 'get', isLog ? [...optionParameters(PodLogOptions), PRETTY] : [PRETTY], kind),
          ...(isLog ? { produces: ['text/plain', ...MEDIA_TYPES] } : {}),
          responses: responses([200], isLog ? 'string' : type),
        }),
        create: () => this.#write('post', `create${named}`, type, [200, 201, 202], kind),
        update: () => this.#write('put', `replace${named}`, type, [200, 201], kind),
        patch: () => this.#patch(`patch${named}`, type, kind),
      },
      subresource.verbs,
    );
  }

  /** Streams: every method that the verbs stand for, and for proxies the same below any path. */
  #connect(path: string, named: string, objectKind: string, options: StructType): void {
    const isProxy = /ProxyOptions$/.test(objectKind);
    const methods: readonly Method[] = isProxy ? ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'] : ['get', 'post'];
    const kind = { ...this.#kind, kind: objectKind };
    const common = [...this.#where(true), ...optionParameters(options)];
    const operations = (suffix: string, parameters: readonly Parameter[]): Operation[] =>
      methods.map((method) => ({
        ...this.#operation(method, `connect ${capital(method)}${named}${suffix}`, 'connect', [...common, ...parameters], kind),
        produces: ANY,
        responses: responses([200], 'string'),
      }));
    this.#paths.push({ path, operations: operations('', []) });
    if (isProxy) this.#paths.push({ path: `${path}/{path}`, operations: operations('WithPath', [PROXY_PATH]) });
  }

  #where(item: boolean): readonly Parameter[] {
    return [...(this.#served.declaration.namespaced ? [NAMESPACE] : []), ...(item ? [NAME] : [])];
  }

  #add(
    path: string,
    where: readonly Parameter[],
    makers: { readonly [verb: string]: () => Operation },
    verbs: readonly string[] = this.#served.declaration.verbs,
  ): void {
    const operations = Object.entries(makers).filter(([verb]) => verbs.includes(verb));
    this.#paths.push({ path, operations: operations.map(([, make]) => withParameters(make(), where)) });
  }

  #list(id: string, action: string, type: StructType): Operation {
    return { ...this.#operation('get', id, action, LIST_PARAMETERS), produces: LIST_TYPES, responses: responses([200], type) };
  }

  #write(method: Method, id: string, type: StructType, codes: readonly number[], kind?: GroupVersionKind): Operation {
    return { ...this.#operation(method, id, method, WRITE_PARAMETERS, kind), body: { type, required: true }, responses: responses(codes, type) };
  }

  #patch(id: string, type: StructType, kind?: GroupVersionKind): Operation {
    const operation = this.#operation('patch', id, 'patch', PATCH_PARAMETERS, kind);
    return { ...operation, consumes: PATCH_TYPES, body: { type: Patch, required: true }, responses: responses([200, 201], type) };
  }

  /** @param id verb and rest; group and version go between them, behind the first lower-case word */
  #operation(method: Method, id: string, action: string, parameters: readonly Parameter[], kind: GroupVersionKind = this.#kind): Operation {
    const { group, version } = this.#kind;
    const [verb, rest] = splitVerb(id);
    return {
      method,
      id: `${verb}${operationInfix(group, version)}${rest}`,
      tag: versionTag(group, version),
      description: '',
      action,
      kind,
      consumes: ANY,
      produces: MEDIA_TYPES,
      parameters,
      body: undefined,
      responses: responses([200], undefined),
    };
  }
}

/** Kinds whose deletion answers with the object although the published document says Status. */
const DELETED_OBJECT_UNPUBLISHED: ReadonlySet<string> = new Set(['Namespace']);

/** A virtual kind with this name is a set of options for a stream, not an object that is posted. */
const OPTIONS = /Options$/;

/** Subresources whose name has a capital inside. */
const SUBRESOURCE_NAMES: ReadonlyMap<string, string> = new Map([['portforward', 'Portforward']]);

function splitVerb(id: string): readonly [verb: string, rest: string] {
  const end = id.search(/[A-Z ]/);
  return [id.slice(0, end), id.slice(end).trim()];
}

function withParameters(operation: Operation, more: readonly Parameter[]): Operation {
  return { ...operation, parameters: [...more, ...operation.parameters] };
}

function responses(codes: readonly number[], body: ResponseBody): ReadonlyMap<number, ResponseBody> {
  return new Map([...codes.map((code): [number, ResponseBody] => [code, body]), [401, undefined]]);
}
