/**
 * A document of OpenAPI, v2 or v3, from paths: operations in the dialect's form and the definitions that they lead to. Pure.
 */
import type { GroupVersionKind } from '../../machinery/gvk.ts';
import { APPLY_CBOR_PATCH_TYPE, APPLY_YAML_PATCH_TYPE, CBOR_TYPE, PROTOBUF_TYPE } from '../../machinery/media.ts';
import { SHARED_BODY_NAMES } from './facts.ts';
import type { Body, JsonObject, Operation, Parameter, PathItem, ResponseBody } from './model.ts';
import { definitionName } from './names.ts';
import { Definitions, type Dialect } from './schemas.ts';

const RESPONSE_TEXTS: ReadonlyMap<number, string> = new Map([
  [200, 'OK'],
  [201, 'Created'],
  [202, 'Accepted'],
  [401, 'Unauthorized'],
]);

const CBOR_BESIDE: ReadonlyMap<string, readonly string[]> = new Map([
  [PROTOBUF_TYPE, [CBOR_TYPE]],
  [`${PROTOBUF_TYPE};stream=watch`, [`${CBOR_TYPE};stream=watch`]],
  [APPLY_YAML_PATCH_TYPE, [APPLY_CBOR_PATCH_TYPE]],
]);

const SECURITY = { BearerToken: { description: 'Bearer Token authentication', type: 'apiKey', name: 'authorization', in: 'header' } };

export interface DocumentOptions {
  readonly dialect: Dialect;
  readonly title: string;
  readonly version: string;
  /** CBOR is spoken as well. */
  readonly cbor?: boolean;
  readonly parts: readonly { readonly paths: () => Iterable<PathItem> }[];
  /** The kinds that a definition stands for, by its name. */
  readonly kindsOf: (definition: string) => readonly GroupVersionKind[];
}

/** Makes the document in small steps, so that a caller can let others run in between. */
export function documentSteps(options: DocumentOptions): Generator<undefined, JsonObject> {
  return new DocumentWriter(options).steps();
}

class DocumentWriter {
  readonly #options: DocumentOptions;
  readonly #definitions: Definitions;
  readonly #sharedParameters: JsonObject = {};

  constructor(options: DocumentOptions) {
    this.#options = options;
    this.#definitions = new Definitions(options.dialect, options.kindsOf);
  }

  *steps(): Generator<undefined, JsonObject> {
    const { title, version, dialect } = this.#options;
    const info = { title, version };
    const items: PathItem[] = [];
    for (const part of this.#options.parts) {
      for (const item of part.paths()) {
        items.push(item);
        yield;
      }
    }
    const paths: JsonObject = {};
    for (const item of items.sort((a, b) => (a.path < b.path ? -1 : 1))) {
      paths[item.path] = this.#path(item);
      yield;
    }
    const { written } = this.#definitions;
    const schemas = Object.fromEntries([...written].sort(([a], [b]) => (a < b ? -1 : 1)));
    if (dialect === 'v3') {
      return { openapi: '3.0.0', info, paths, components: { ...(written.size === 0 ? {} : { schemas }), securitySchemes: SECURITY } };
    }
    const parameters = this.#sharedParameters;
    return { swagger: '2.0', info, paths, definitions: schemas, parameters, securityDefinitions: SECURITY, security: [{ BearerToken: [] }] };
  }

  /** Parameters that all operations of a path have stand at the path. */
  #path({ operations }: PathItem): JsonObject {
    const [first, ...others] = operations as [Operation, ...Operation[]];
    const common = first.parameters.filter((each) => others.every((other) => other.parameters.includes(each)));
    const item: JsonObject = {};
    for (const operation of operations) item[operation.method] = this.#operation(operation, new Set(common));
    if (common.length > 0) item.parameters = sorted(common).map((each) => this.#parameter(each));
    return item;
  }

  #operation(operation: Operation, common: ReadonlySet<Parameter>): JsonObject {
    const own = sorted(operation.parameters.filter((each) => !common.has(each)));
    const { action, kind } = operation;
    return {
      ...(operation.description === '' ? {} : { description: operation.description }),
      operationId: operation.id,
      tags: [operation.tag],
      ...(this.#options.dialect === 'v2' ? this.#input(operation, own) : this.#request(operation, own)),
      responses: this.#responses(operation),
      ...(action === undefined ? {} : { 'x-kubernetes-action': action }),
      ...(kind === undefined ? {} : { 'x-kubernetes-group-version-kind': { group: kind.group, kind: kind.kind, version: kind.version } }),
    };
  }

  /** v2: the body is one of the parameters. */
  #input(operation: Operation, own: readonly Parameter[]): JsonObject {
    const parameters = [...(operation.body === undefined ? [] : [this.#body(operation.body)]), ...own.map((each) => this.#parameter(each))];
    return {
      ...(operation.consumes.length === 0 ? {} : { consumes: this.#media(operation.consumes) }),
      produces: this.#media(operation.produces),
      schemes: ['https'],
      ...(parameters.length === 0 ? {} : { parameters }),
    };
  }

  #body({ type, required }: Body): JsonObject {
    const body = { in: 'body', name: 'body', ...(required ? { required } : {}), schema: this.#definitions.reference(type) };
    return this.#share(SHARED_BODY_NAMES.get(definitionName(type.name)), body);
  }

  /** v3: the body stands beside the parameters, once for each type that is consumed. */
  #request(operation: Operation, own: readonly Parameter[]): JsonObject {
    const { body, consumes } = operation;
    const content: JsonObject = {};
    if (body !== undefined) for (const type of this.#media(consumes)) content[type] = { schema: this.#definitions.reference(body.type) };
    return {
      ...(own.length === 0 ? {} : { parameters: own.map((each) => this.#parameter(each)) }),
      ...(body === undefined ? {} : { requestBody: { content, ...(body.required ? { required: true } : {}) } }),
    };
  }

  /** CBOR is listed right after the media type that it can replace. */
  #media(types: readonly string[]): readonly string[] {
    return this.#options.cbor === true ? types.flatMap((type) => [type, ...(CBOR_BESIDE.get(type) ?? [])]) : types;
  }

  #parameter(parameter: Parameter): JsonObject {
    const { name, type, description } = parameter;
    const head = { ...(description === '' ? {} : { description }), in: parameter.in, name, ...(parameter.in === 'path' ? { required: true } : {}) };
    if (this.#options.dialect === 'v3') return { ...head, schema: { type, uniqueItems: true } };
    return this.#share(parameter.shared, { ...head, type, uniqueItems: true });
  }

  #share(name: string | undefined, parameter: JsonObject): JsonObject {
    if (name === undefined) return parameter;
    this.#sharedParameters[name] ??= parameter;
    return { $ref: `#/parameters/${name}` };
  }

  #responses(operation: Operation): JsonObject {
    const out: JsonObject = {};
    for (const [code, body] of operation.responses) {
      out[String(code)] = { description: RESPONSE_TEXTS.get(code) ?? '', ...this.#answer(body, operation.produces) };
    }
    return out;
  }

  #answer(body: ResponseBody, produces: readonly string[]): JsonObject {
    if (body === undefined) return {};
    const schema = body === 'string' ? { type: 'string' } : this.#definitions.reference(body);
    if (this.#options.dialect === 'v2') return { schema };
    return { content: Object.fromEntries(this.#media(produces).map((each) => [each, { schema }])) };
  }
}

function sorted(parameters: readonly Parameter[]): readonly Parameter[] {
  return [...parameters].sort((a, b) => (a.name === b.name ? (a.in < b.in ? -1 : 1) : a.name < b.name ? -1 : 1));
}
