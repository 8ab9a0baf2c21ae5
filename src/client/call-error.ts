/**
 * What becomes of a call that failed, in client-go's words: an answer outside 2xx (the Status in its body when there is one), or no answer at all.
 * `retryable` is what upstream's webhook client tries again: lost connections, 500, 504, 429, and whatever answered with Retry-After.
 */
import { decodeUntyped } from '../codec/json/untyped.ts';
import { getKey } from '../machinery/object.ts';

export interface CallErrorOptions {
  /** The status code; absent without an answer. */
  readonly code?: number | undefined;
  readonly reason?: string | undefined;
  readonly retryable?: boolean | undefined;
  readonly retryAfterSeconds?: number | undefined;
}

export class CallError extends Error {
  override readonly name = 'CallError';
  readonly code: number | undefined;
  readonly reason: string;
  readonly retryable: boolean;
  readonly retryAfterSeconds: number;

  constructor(message: string, { code, reason = '', retryable = false, retryAfterSeconds = 0 }: CallErrorOptions = {}) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.retryable = retryable;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

const RETRIED_REASONS: ReadonlySet<string> = new Set(['InternalError', 'Timeout', 'TooManyRequests', 'ServerTimeout']);
/** Of an answer that is no Status this much is quoted. */
const MAX_QUOTED = 2048;

/** An answer that is no success. @param retryAfter the header of that name */
export function answerError(code: number, body: Buffer, retryAfter: string | undefined): CallError {
  const retryAfterSeconds = /^\d{1,6}$/.test(retryAfter ?? '') ? Number(retryAfter) : 0;
  const { reason, message } = statusIn(body) ?? genericStatus(code, body);
  return new CallError(message, { code, reason, retryable: RETRIED_REASONS.has(reason) || retryAfterSeconds > 0, retryAfterSeconds });
}

function statusIn(body: Buffer): { reason: string; message: string } | undefined {
  try {
    const value = decodeUntyped(body, { depth: 16 });
    if (typeof value !== 'object' || value === null) return undefined;
    const map = value as { readonly [key: string]: unknown };
    if (getKey(map, 'kind') !== 'Status' || getKey(map, 'apiVersion') !== 'v1' || getKey(map, 'status') === 'Success') return undefined;
    return { reason: String(getKey(map, 'reason') ?? ''), message: String(getKey(map, 'message') ?? '') };
  } catch {
    return undefined;
  }
}

function genericStatus(code: number, body: Buffer): { reason: string; message: string } {
  const quoted = JSON.stringify(body.toString('utf8', 0, MAX_QUOTED).trim() || 'unknown');
  switch (code) {
    case 400:
      return { reason: 'BadRequest', message: 'the server rejected our request for an unknown reason' };
    case 401:
      return { reason: 'Unauthorized', message: 'the server has asked for the client to provide credentials' };
    case 403:
      return { reason: 'Forbidden', message: JSON.parse(quoted) as string };
    case 404:
      return { reason: 'NotFound', message: 'the server could not find the requested resource' };
    case 405:
      return { reason: 'MethodNotAllowed', message: 'the server does not allow this method on the requested resource' };
    case 406:
      return {
        reason: 'NotAcceptable',
        message: `the server was unable to respond with a content type that the client supports (${JSON.parse(quoted)})`,
      };
    case 409:
      return { reason: 'AlreadyExists', message: 'the server reported a conflict' };
    case 415:
      return {
        reason: 'UnsupportedMediaType',
        message: `the body of the request was in an unknown format - accepted media types include: ${JSON.parse(quoted)}`,
      };
    case 422:
      return { reason: 'Invalid', message: 'the server rejected our request due to an error in our request' };
    case 429:
      return { reason: 'TooManyRequests', message: 'the server has received too many requests and has asked us to try again later' };
    case 503:
      return { reason: 'ServiceUnavailable', message: 'the server is currently unable to handle the request' };
    case 504:
      return {
        reason: 'Timeout',
        message: 'the server was unable to return a response in the time allotted, but may still be processing the request',
      };
    default:
      return code >= 500
        ? { reason: 'InternalError', message: `an error on the server (${quoted}) has prevented the request from succeeding` }
        : { reason: 'Unknown', message: `the server responded with the status code ${code} but did not return more information` };
  }
}

/** No answer: Node's error in Go's words, behind what was tried. */
export function connectionError(
  method: string,
  url: string,
  error: NodeJS.ErrnoException & { readonly address?: string; readonly port?: number },
): CallError {
  if (error instanceof CallError) return error;
  const what = `${method.charAt(0)}${method.slice(1).toLowerCase()} ${JSON.stringify(url)}`;
  const retryable = error.code === 'ECONNRESET' || error.code === 'EPIPE';
  return new CallError(`${what}: ${connectionWords(error, new URL(url))}`, { retryable });
}

function connectionWords(error: NodeJS.ErrnoException & { readonly address?: string; readonly port?: number }, { hostname, port }: URL): string {
  const address = `${error.address ?? hostname}:${error.port ?? port}`;
  switch (error.code) {
    case 'ECONNREFUSED':
      return `dial tcp ${address}: connect: connection refused`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `dial tcp: lookup ${hostname}: no such host`;
    case 'EHOSTUNREACH':
      return `dial tcp ${address}: connect: no route to host`;
    case 'ETIMEDOUT':
      return `dial tcp ${address}: i/o timeout`;
    case 'ECONNRESET':
      return 'EOF';
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return 'tls: failed to verify certificate: x509: certificate signed by unknown authority';
    case 'CERT_HAS_EXPIRED':
      return 'tls: failed to verify certificate: x509: certificate has expired or is not yet valid';
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `tls: failed to verify certificate: x509: certificate is not valid for ${hostname}`;
    default:
      return error.message;
  }
}
