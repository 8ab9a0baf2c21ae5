/**
 * Continue tokens of lists: unpadded base64url of `{"v":"meta.k8s.io/v1","rv":N,"start":"/name\u0000"}`, as upstream writes them, so that
 * a list begun on one server can be continued on the other. rv -1: go on at the present.
 */
import { posix } from 'node:path';
import { errorText } from '../../base/errors.ts';
import { decodeUntyped } from '../../codec/json/untyped.ts';
import { jsonTypeName } from '../../machinery/loose-json.ts';
import { badRequest } from '../../machinery/status.ts';
import type { Revision } from '../interface.ts';

const VERSION = 'meta.k8s.io/v1';

export interface ContinuePosition {
  /** undefined: the present. */
  readonly revision: Revision | undefined;
  /** The first key that may be listed. */
  readonly start: string;
}

/** @param after the last key that was listed; starts with `prefix`, which ends with a slash */
export function encodeContinue(prefix: string, after: string, revision: Revision): string {
  return encodeAt(prefix, `${after}\0`, revision);
}

/** The token with which a list whose revision is gone can be continued inconsistently. */
export function encodeInconsistent(prefix: string, start: string): string {
  return encodeAt(prefix, start, -1);
}

function encodeAt(prefix: string, start: string, revision: number): string {
  const text = `{"v":"${VERSION}","rv":${revision},"start":${JSON.stringify(`/${start.slice(prefix.length)}`)}}`;
  return Buffer.from(text).toString('base64url');
}

/** @throws {ApiError} 400 */
export function decodeContinue(prefix: string, token: string): ContinuePosition {
  const text = decodeBase64Url(token);
  const parsed = parse(text);
  const { v: version = '', rv: revision = 0, start = '' } = parsed;
  if (version !== VERSION) throw invalid(`server does not recognize this encoded version ${version}`);
  if (revision === 0) throw invalid(`incorrect encoded start resourceVersion (version ${VERSION})`);
  if (start === '') throw invalid(`encoded start key empty (version ${VERSION})`);
  const absolute = start.startsWith('/') ? start : `/${start}`;
  const cleaned = posix.normalize(absolute);
  if (cleaned !== absolute || (absolute.length > 1 && absolute.endsWith('/'))) throw invalid(start);
  return { revision: revision < 0 ? undefined : revision, start: prefix + absolute.slice(1) };
}

function invalid(text: string): Error {
  return badRequest(`invalid continue token: continue key is not valid: ${text}`);
}

const BASE64URL = /^[A-Za-z0-9_-]*/;

function decodeBase64Url(token: string): Buffer {
  const valid = (BASE64URL.exec(token)?.[0] ?? '').length;
  // Go counts the bytes before the first one it cannot use; a single left-over character cannot be a byte.
  if (valid < token.length) throw invalid(`illegal base64 data at input byte ${Buffer.byteLength(token.slice(0, valid))}`);
  if (token.length % 4 === 1) throw invalid(`illegal base64 data at input byte ${token.length}`);
  return Buffer.from(token, 'base64url');
}

/** What a token holds; absent or null members are Go's zero values. */
interface Token {
  v?: string;
  rv?: number;
  start?: string;
}

const MEMBERS: { readonly [name: string]: 'string' | 'int64' } = { v: 'string', rv: 'int64', start: 'string' };

function parse(bytes: Buffer): Token {
  let value: unknown;
  try {
    value = decodeUntyped(bytes, { depth: 10 });
  } catch (error) {
    throw invalid(errorText(error));
  }
  if (value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value))
    throw invalid(`json: cannot unmarshal ${describe(value)} into Go value of type storage.continueToken`);
  const token: { [name: string]: unknown } = {};
  for (const [name, member] of Object.entries(value)) {
    const wanted = Object.hasOwn(MEMBERS, name) ? MEMBERS[name] : undefined;
    if (wanted === undefined || member === null) continue;
    const fits = wanted === 'string' ? typeof member === 'string' : Number.isSafeInteger(member);
    if (!fits) throw invalid(`json: cannot unmarshal ${describe(member)} into Go struct field continueToken.${name} of type ${wanted}`);
    token[name] = member;
  }
  return token;
}

/** As Go names it in errors; a number that is no int64 is shown. */
function describe(value: unknown): string {
  const type = jsonTypeName(value);
  return type === 'number' && !Number.isSafeInteger(value) ? `number ${String(value)}` : type;
}
