/**
 * The server as a client of itself, without a socket: what controllers write takes the way that every write takes (authorization, admission,
 * ownership of fields, audit), as the account and the program that upstream's controllers are.
 */
import { encodeJson } from '../../codec/json/encode.ts';
import { encodeUntyped } from '../../codec/json/untyped.ts';
import type { ApiClient, DeletionRequest } from '../../controllers/framework/interface.ts';
import type { ResourceTable } from '../../endpoints/routing/resources.ts';
import type { GroupVersionResource } from '../../machinery/gvk.ts';
import { APPLY_YAML_PATCH_TYPE, JSON_TYPE, MERGE_PATCH_TYPE } from '../../machinery/media.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { KUBERNETES_RELEASE } from '../../machinery/release.ts';
import { ApiError, internalError, notFound, type Status } from '../../machinery/status.ts';
import type { ResponseSink } from '../../request/http.ts';
import { ALL_AUTHENTICATED, PRIVILEGED_GROUP, type UserInfo } from '../../request/user.ts';
import type { Handle } from '../../server/pipeline.ts';
import { InProcessRequest } from '../../server/transport/in-process.ts';

const HOST = 'localhost';
const NEVER = new AbortController().signal;
/** Of thousands of deleted objects nobody wants to know everything. */
const NAMES_ONLY = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
/** JSON is YAML. */
const APPLY_PATCH = APPLY_YAML_PATCH_TYPE;

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

interface Sent {
  readonly method: string;
  readonly target: string;
  readonly body: Uint8Array;
  /** Default: JSON, both ways. */
  readonly contentType?: string;
  readonly accept?: string;
}

export function inProcessClient({ handle, table, user, program }: InProcessClientOptions): ApiClient {
  const userAgent = `${program}/v${KUBERNETES_RELEASE} (in-process)`;
  const send = async (sink: AnswerSink, { method, target, body, contentType = JSON_TYPE, accept = JSON_TYPE }: Sent): Promise<void> => {
    const headers = ['accept', accept, 'content-type', contentType, 'content-length', String(body.length), 'user-agent', userAgent];
    await handle(new InProcessRequest({ method, target, headers, host: HOST, body, signal: NEVER, actor: user }), sink);
    sink.check();
  };
  const write = async (sent: Sent): Promise<KubeObject> => {
    const sink = new AnswerSink({ keeps: 'everything' });
    await send(sink, sent);
    return sink.object();
  };
  const remove = (target: string, { propagationPolicy, preconditions }: DeletionRequest, accept = JSON_TYPE): Promise<void> => {
    const options = { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy, preconditions };
    const body = Buffer.from(JSON.stringify(options));
    return send(new AnswerSink({ keeps: 'failures' }), { method: 'DELETE', target, body, accept });
  };
  const encoded = ({ group, version, resource }: GroupVersionResource, object: KubeObject): Uint8Array => {
    const served = table.snapshot().version(group, version)?.find(resource);
    if (served === undefined) throw notFound({ group, resource }, object.metadata.name ?? '');
    return encodeJson(object, served.version.type);
  };
  return {
    create: async (place, namespace, object) => write({ method: 'POST', target: pathOf(place, namespace), body: encoded(place, object) }),
    update: async (place, object, subresource = '') =>
      write({
        method: 'PUT',
        target: pathOf(place, object.metadata.namespace ?? '', object.metadata.name, subresource),
        body: encoded(place, object),
      }),
    apply: async (place, object, fieldManager) => {
      const { name, namespace = '' } = object.metadata;
      const query = `?fieldManager=${encodeURIComponent(fieldManager)}&force=true`;
      // As it is: a field that is not said must not come along empty, or it would be owned.
      const body = Buffer.from(encodeUntyped(object));
      return write({ method: 'PATCH', target: pathOf(place, namespace, name) + query, body, contentType: APPLY_PATCH });
    },
    patch: (place, namespace, name, patch) =>
      write({ method: 'PATCH', target: pathOf(place, namespace, name), body: Buffer.from(JSON.stringify(patch)), contentType: MERGE_PATCH_TYPE }),
    delete: (place, namespace, name, request) => remove(pathOf(place, namespace, name), request),
    deleteCollection: (place, namespace, request) => remove(pathOf(place, namespace), request, NAMES_ONLY),
  };
}

function pathOf({ group, version, resource }: GroupVersionResource, namespace: string, name?: string, subresource = ''): string {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const scope = namespace === '' ? '' : `/namespaces/${namespace}`;
  const object = name === undefined ? '' : `/${encodeURIComponent(name)}`;
  return `${root}${scope}/${resource}${object}${subresource === '' ? '' : `/${subresource}`}`;
}

/** Collects an answer. */
class AnswerSink implements ResponseSink {
  status = 0;
  bytesWritten = 0;
  closed = false;
  readonly buffered = 0;
  readonly #keepsAll: boolean;
  readonly #pieces: Uint8Array[] = [];
  #broken = false;

  /** @param keeps what of the answer is kept: everything, or only what went wrong */
  constructor({ keeps }: { readonly keeps: 'everything' | 'failures' }) {
    this.#keepsAll = keeps === 'everything';
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
    if (this.#keepsAll || !this.#good) this.#pieces.push(piece.slice());
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
