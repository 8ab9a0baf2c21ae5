/**
 * The one reading of a request's target. Routing and authorization look at the same decoded segments, so that an escaped slash, a doubled slash
 * or a dot segment cannot mean one thing to the guard and another to the handler. Nothing is collapsed or normalised.
 *
 * Rules: k8s.io/apiserver/pkg/endpoints/request (RequestInfoFactory); the query as Go's net/url reads it.
 */
import { textOfBytes } from '../../base/byte-text.ts';
import { parseFieldSelector } from '../../machinery/fields.ts';
import { parseLabelSelector } from '../../machinery/labels.ts';
import type { RequestInfo } from '../../request/request-info.ts';

/** The target is no URL: nothing can be said about the request. */
export class MalformedTarget extends Error {
  override readonly name = 'MalformedTarget';
}

/** The path starts like a resource's but names none. The message is upstream's. */
export class UnreadablePath extends Error {
  override readonly name = 'UnreadablePath';
}

const NAMESPACE_SUBRESOURCES: ReadonlySet<string> = new Set(['status', 'finalize']);
const METHOD_VERBS: ReadonlyMap<string, string> = new Map([
  ['POST', 'create'],
  ['GET', 'get'],
  ['HEAD', 'get'],
  ['PUT', 'update'],
  ['PATCH', 'patch'],
  ['DELETE', 'delete'],
]);
/**
 * Where clients of before v1.10 look for what has moved. Such a request is about the new place, for the guard as for the handler: whoever may read
 * the one may read the other, and nobody else.
 */
const MOVED_PATHS: ReadonlyMap<string, string> = new Map([['/swagger.json', '/openapi/v2']]);
const NO_QUERY = '';
/** Shared by all requests without a query: nobody may change it. */
const NO_PARAMS = new URLSearchParams();

/** Readings of plain targets that came recently, by method: clients ask for the same objects, and create in the same collections, again and again. */
const remembered: ReadonlyMap<string, Map<string, RequestInfo>> = new Map([
  ['GET', new Map()],
  ['POST', new Map()],
]);
const MAX_REMEMBERED = 1024;
const MAX_REMEMBERED_LENGTH = 512;

/** What stands in until the target has been read. */
export const EMPTY_INFO: RequestInfo = plainInfo('', '', new URLSearchParams());

/**
 * @throws {MalformedTarget}
 * @throws {UnreadablePath}
 */
export function readRequestInfo(method: string, target: string): RequestInfo {
  const ofMethod = remembered.get(method);
  if (ofMethod === undefined) return read(method, target);
  const known = ofMethod.get(target);
  if (known !== undefined) return known;
  const info = read(method, target);
  // What has a query is rarely asked for twice, and its parameters belong to one request.
  if (info.query === NO_PARAMS && target.length <= MAX_REMEMBERED_LENGTH) {
    if (ofMethod.size >= MAX_REMEMBERED) ofMethod.clear();
    ofMethod.set(target, info);
  }
  return info;
}

/** Whether the same target will be the same object next time, so that what follows from it can be remembered by it. */
export function isRemembered(method: string, info: RequestInfo): boolean {
  return info.query === NO_PARAMS && remembered.has(method);
}

function read(method: string, target: string): RequestInfo {
  const { path, query } = splitTarget(target);
  const segments = splitPath(path);
  const params = readQuery(query);
  const grouped = segments[0] === 'apis';
  if (segments.length < 3 || (!grouped && segments[0] !== 'api') || (grouped && segments.length < 4)) return plainInfo(method, path, params);
  const first = grouped ? 3 : 2;
  const special = segments[first];
  const legacyPrefix = special === 'watch' || special === 'proxy' ? special : undefined;
  let parts = segments.slice(legacyPrefix === undefined ? first : first + 1);
  if (parts.length === 0) throw new UnreadablePath(`unable to determine kind and namespace from url, ${path}`);
  let namespace = '';
  let underNamespace = false;
  if (parts[0] === 'namespaces' && parts.length > 1) {
    namespace = parts[1] as string;
    underNamespace = parts.length > 2 && !NAMESPACE_SUBRESOURCES.has(parts[2] as string);
    if (underNamespace) parts = parts.slice(2);
  }
  const verb = legacyPrefix ?? METHOD_VERBS.get(method) ?? '';
  const named = parts[1] ?? '';
  const selected = named === '' ? collectionVerb(verb, params) : { verb, name: named };
  const selects = selected.verb === 'list' || selected.verb === 'watch' || selected.verb === 'deletecollection';
  return {
    isResourceRequest: true,
    path,
    verb: selected.verb,
    apiPrefix: segments[0] as string,
    group: grouped ? (segments[1] as string) : '',
    version: segments[first - 1] as string,
    namespace,
    resource: parts[0] as string,
    subresource: legacyPrefix === 'proxy' ? '' : (parts[2] ?? ''),
    name: selected.name,
    parts,
    query: params,
    labelSelector: selects ? (params.get('labelSelector') ?? '') : '',
    fieldSelector: selects ? (params.get('fieldSelector') ?? '') : '',
    underNamespace,
    ...(legacyPrefix === undefined ? {} : { legacyPrefix }),
  };
}

function plainInfo(method: string, path: string, query: URLSearchParams): RequestInfo {
  const nothing = {
    apiPrefix: '',
    group: '',
    version: '',
    namespace: '',
    resource: '',
    subresource: '',
    name: '',
    parts: [],
    labelSelector: '',
    fieldSelector: '',
  };
  return { isResourceRequest: false, path, verb: method.toLowerCase(), query, ...nothing };
}

/** A get without a name is a list or a watch, a delete without one a deletecollection. */
function collectionVerb(verb: string, params: URLSearchParams): { readonly verb: string; readonly name: string } {
  if (verb === 'delete') return { verb: 'deletecollection', name: '' };
  if (verb !== 'get') return { verb, name: '' };
  if (params.size === 0) return { verb: 'list', name: '' };
  return { verb: asksToWatch(params) ? 'watch' : 'list', name: selectedName(params) };
}

/** Any value but false and 0, even the empty one. */
function asksToWatch(params: URLSearchParams): boolean {
  const value = params.get('watch');
  if (value === null) return false;
  const lower = value.toLowerCase();
  return lower !== 'false' && lower !== '0';
}

/** The name that `fieldSelector=metadata.name=x` pins down; none when any list option cannot be read. */
function selectedName(params: URLSearchParams): string {
  const text = params.get('fieldSelector');
  if (text === null || text === '') return '';
  if (!isInteger(params.get('limit')) || !isInteger(params.get('timeoutSeconds'))) return '';
  try {
    const labels = params.get('labelSelector');
    if (labels !== null) parseLabelSelector(labels);
    const term = parseFieldSelector(text).terms.find((each) => each.operator === '=' && each.field === 'metadata.name');
    return term !== undefined && isPathSegment(term.value) ? term.value : '';
  } catch {
    return '';
  }
}

function isInteger(value: string | null): boolean {
  return value === null || /^[+-]?\d+$/.test(value);
}

function isPathSegment(name: string): boolean {
  return name !== '.' && name !== '..' && !name.includes('/') && !name.includes('%');
}

function splitTarget(target: string): { readonly path: string; readonly query: string } {
  let start = 0;
  if (!target.startsWith('/')) {
    // Absolute form, as sent to proxies: the authority is not ours to look at.
    const authority = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?]*/.exec(target);
    if (authority === null) throw new MalformedTarget(target);
    start = authority[0].length;
  }
  const mark = target.indexOf('?', start);
  const path = decodeEscapes(mark < 0 ? target.slice(start) : target.slice(start, mark), false);
  if (path === undefined) throw new MalformedTarget(target);
  return { path: MOVED_PATHS.get(path) ?? path, query: mark < 0 ? NO_QUERY : target.slice(mark + 1) };
}

function splitPath(path: string): string[] {
  let start = 0;
  let end = path.length;
  while (start < end && path.charCodeAt(start) === 0x2f) start++;
  while (end > start && path.charCodeAt(end - 1) === 0x2f) end--;
  return start === end ? [] : path.slice(start, end).split('/');
}

/** Parts that cannot be decoded, or that hold a semicolon, are dropped without a word. */
function readQuery(query: string): URLSearchParams {
  if (query === '') return NO_PARAMS;
  const params = new URLSearchParams();
  for (const part of query.split('&')) {
    if (part === '' || part.includes(';')) continue;
    const equals = part.indexOf('=');
    const key = decodeEscapes(equals < 0 ? part : part.slice(0, equals), true);
    const value = equals < 0 ? '' : decodeEscapes(part.slice(equals + 1), true);
    if (key !== undefined && value !== undefined) params.append(key, value);
  }
  return params;
}

const PLAIN = /^[^%+\u0080-\uffff]*$/;

/** Decodes percent escapes (and `+`); undefined when an escape is broken. */
function decodeEscapes(text: string, plusIsSpace: boolean): string | undefined {
  if (PLAIN.test(text)) return text;
  const bytes = Buffer.from(text, 'latin1');
  let length = 0;
  for (let i = 0; i < bytes.length; i++) {
    let byte = bytes[i] as number;
    if (byte === 0x25) {
      const high = hexDigit(bytes[i + 1]);
      const low = hexDigit(bytes[i + 2]);
      if (high < 0 || low < 0) return undefined;
      byte = high * 16 + low;
      i += 2;
    } else if (byte === 0x2b && plusIsSpace) byte = 0x20;
    bytes[length++] = byte;
  }
  return textOfBytes(bytes.subarray(0, length));
}

function hexDigit(code: number | undefined): number {
  if (code === undefined) return -1;
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
