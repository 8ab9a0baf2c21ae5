/** What a request is about, read once from its raw path: routing, authorization, audit and metrics all use this one reading. */
export interface RequestInfo {
  readonly isResourceRequest: boolean;
  /** The decoded path. */
  readonly path: string;
  /** get, list, watch, create, update, patch, delete, deletecollection, proxy; the lower-case method for non-resource paths. */
  readonly verb: string;
  /** "api" or "apis", else empty. */
  readonly apiPrefix: string;
  readonly group: string;
  readonly version: string;
  readonly namespace: string;
  readonly resource: string;
  readonly subresource: string;
  readonly name: string;
  /** The decoded segments from the resource on. */
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
  readonly labelSelector: string;
  readonly fieldSelector: string;
  /** The path goes through `namespaces/<namespace>/` to another resource. Absent: no. */
  readonly underNamespace?: boolean;
  /** The old prefixes behind the version (`/api/v1/watch/...`). Absent: none. */
  readonly legacyPrefix?: 'watch' | 'proxy';
}
