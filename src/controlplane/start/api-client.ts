/**
 * The server as a client of itself, without a socket: what controllers write takes the way that every write takes (authorization, admission, ownership
 * of fields, audit), as the account and the program that upstream's controllers are.
 */
import { encodeJson } from '../../codec/json/encode.ts';
import type { ApiClient, DeletionRequest } from '../../controllers/framework/interface.ts';
import type { ResourceTable } from '../../endpoints/resources.ts';
import type { GroupVersionResource } from '../../machinery/gvk.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { ApiError, internalError, notFound, type Status } from '../../machinery/status.ts';
import type { ResponseSink } from '../../request/http.ts';
import { ALL_AUTHENTICATED, PRIVILEGED_GROUP, type UserInfo } from '../../request/user.ts';
import { InProcessRequest } from '../../server/in-process.ts';
import type { Handle } from '../../server/pipeline.ts';

const HOST = 'localhost';
const NEVER = new AbortController().signal;
const JSON_TYPE = 'application/json';
/** Of thousands of deleted objects nobody wants to know everything. */
const NAMES_ONLY = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
/** JSON is YAML. */
const APPLY_PATCH = 'application/apply-patch+yaml';
const MERGE_PATCH = 'application/merge-patch+json';

/**
 * The account of a controller in kube-system. It is an administrator as well: whatever modes of authorization the server has, its own loops work.
 */
export function controllerUser(account: string): UserInfo {
  return {
    name: `system:serviceaccount:kube-system:${account}`,
    uid: '',
    groups: ['system:serviceaccounts', 'system:serviceaccounts:kube-system', ALL_AUTHENTICATED, PRIVILEGED_GROUP],
    extra: new Map(),
  };
}

export interface InProcessClientOptions {
  readonly handle: Handle;
  readonly table: ResourceTable;
  readonly user: UserInfo;
  /** The first part of the User-Agent, which is the manager of the fields that it writes. */
  readonly program: string;
}

export function inProcessClient({ handle, table, user, program }: InProcessClientOptions): ApiClient {
  const userAgent = `${program}/v1.36.0 (in-process)`;
  const send = async (sink: AnswerSink, method: string, target: string, body: Uint8Array, contentType: string, accept: string): Promise<void> => {
    const headers = ['accept', accept, 'content-type', contentType, 'content-length', String(body.length), 'user-agent', userAgent];
    await handle(new ActingRequest(user, method, target, headers, HOST, body, NEVER), sink);
    sink.check();
  };
  const write = async (method: string, target: string, body: Uint8Array, contentType = JSON_TYPE): Promise<KubeObject> => {
    const sink = new AnswerSink(true);
    await send(sink, method, target, body, contentType, JSON_TYPE);
    return sink.object();
  };
  const remove = (target: string, { propagationPolicy, preconditions }: DeletionRequest, accept: string): Promise<void> => {
    const options = { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy, preconditions };
    return send(new AnswerSink(false), 'DELETE', target, Buffer.from(JSON.stringify(options)), JSON_TYPE, accept);
  };
  const encoded = ({ group, version, resource }: GroupVersionResource, object: KubeObject): Uint8Array => {
    const served = table.snapshot().version(group, version)?.find(resource);
    if (served === undefined) throw notFound({ group, resource }, object.metadata.name ?? '');
    return encodeJson(object, served.version.type);
  };
  return {
    create: async (place, namespace, object) => write('POST', pathOf(place, namespace), encoded(place, object)),
    update: async (place, object, subresource = '') =>
      write('PUT', pathOf(place, object.metadata.namespace ?? '', object.metadata.name, subresource), encoded(place, object)),
    apply: async (place, object, fieldManager) => {
      const { name, namespace = '' } = object.metadata;
      const query = `?fieldManager=${encodeURIComponent(fieldManager)}&force=true`;
      return write('PATCH', pathOf(place, namespace, name) + query, encoded(place, object), APPLY_PATCH);
    },
    patch: (place, namespace, name, patch) => write('PATCH', pathOf(place, namespace, name), Buffer.from(JSON.stringify(patch)), MERGE_PATCH),
    delete: (place, namespace, name, request) => remove(pathOf(place, namespace, name), request, JSON_TYPE),
    deleteCollection: (place, namespace, request) => remove(pathOf(place, namespace), request, NAMES_ONLY),
  };
}

function pathOf({ group, version, resource }: GroupVersionResource, namespace: string, name?: string, subresource = ''): string {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const scope = namespace === '' ? '' : `/namespaces/${namespace}`;
  const object = name === undefined ? '' : `/${encodeURIComponent(name)}`;
  return `${root}${scope}/${resource}${object}${subresource === '' ? '' : `/${subresource}`}`;
}

class ActingRequest extends InProcessRequest {
  readonly actor: UserInfo;

  constructor(actor: UserInfo, ...request: ConstructorParameters<typeof InProcessRequest>) {
    super(...request);
    this.actor = actor;
  }
}

/** Collects an answer; one that nobody asks for only when it is a failure. */
class AnswerSink implements ResponseSink {
  status = 0;
  bytesWritten = 0;
  closed = false;
  readonly buffered = 0;
  readonly #wanted: boolean;
  readonly #pieces: Uint8Array[] = [];
  #broken = false;

  constructor(wanted: boolean) {
    this.#wanted = wanted;
  }

  get headSent(): boolean {
    return this.status !== 0;
  }

  head(status: number): void {
    this.status = status;
  }

  write(piece: Uint8Array): boolean {
    if (this.closed) return true;
    this.bytesWritten += piece.length;
    // Pieces may be used again by whoever made them.
    if (this.#wanted || !this.#good) this.#pieces.push(piece.slice());
    return true;
  }

  async drained(): Promise<void> {}

  end(piece?: Uint8Array): void {
    if (piece !== undefined) this.write(piece);
    this.closed = true;
  }

  abort(): void {
    this.#broken = true;
    this.closed = true;
  }

  /** @throws {ApiError} of the Status when the request failed */
  check(): void {
    if (this.#broken || !this.headSent) throw internalError('the request was broken off');
    if (!this.#good) throw failureOf(this.status, this.#text());
  }

  object(): KubeObject {
    return JSON.parse(this.#text()) as KubeObject;
  }

  get #good(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  #text(): string {
    return Buffer.concat(this.#pieces).toString('utf8');
  }
}

function failureOf(code: number, text: string): ApiError {
  let status: Partial<Status> = {};
  try {
    status = JSON.parse(text) as Partial<Status>;
  } catch {
    // Some filters answer with a line of text.
  }
  const { reason = code === 429 ? 'TooManyRequests' : 'InternalError', message = text.trim(), details } = status ?? {};
  return new ApiError(code, reason, message, details);
}
