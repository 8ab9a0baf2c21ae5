/**
 * Gets a document from an identity provider: bounded in size and time, redirects followed a few times as Go's client does. Certificates are
 * verified against the given authorities alone, or those of the system.
 */
import http from 'node:http';
import https from 'node:https';
import { systemAuthorities } from '../../client/system-authorities.ts';

const MAX_DOCUMENT_BYTES = 1 << 20;
const TIMEOUT_MS = 30_000;
const MAX_REDIRECTS = 10;

/** @param bearer goes to the host of `url` alone */
export type FetchDocument = (url: string, signal: AbortSignal, bearer?: string) => Promise<string>;

/** @param authorities PEM */
export function documentFetcher(authorities: string | undefined): FetchDocument {
  return async (url, signal, bearer) => {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
    return get(new URL(url), { ca: authorities ?? systemAuthorities(), signal: limit, bearer, redirects: MAX_REDIRECTS });
  };
}

/** @throws {Error} when it cannot be had, or is no JSON */
export async function fetchJson(fetchDocument: FetchDocument, url: string, signal: AbortSignal): Promise<unknown> {
  const text = await fetchDocument(url, signal);
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`Get ${JSON.stringify(url)}: the answer is no JSON`);
  }
}

interface Getting {
  readonly ca: string | string[];
  readonly signal: AbortSignal;
  readonly bearer: string | undefined;
  /** How many may still be followed. */
  readonly redirects: number;
}

function get(url: URL, getting: Getting): Promise<string> {
  const { ca, signal, bearer, redirects } = getting;
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => reject(new Error(`Get ${JSON.stringify(url.href)}: ${reasonOf(error)}`));
    const authorization = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
    const options = { headers: { accept: 'application/json', 'user-agent': 'coxswain', ...authorization }, agent: false, signal } as const;
    const take = (response: http.IncomingMessage): void => {
      const { statusCode = 0, headers } = response;
      response.on('error', fail);
      const next = headers.location === undefined ? null : URL.parse(headers.location, url);
      const isRedirect = statusCode >= 300 && statusCode < 400 && next !== null;
      if (isRedirect) response.destroy();
      if (!isRedirect) collect(response, resolve, reject);
      else if (redirects === 0) fail(new Error('stopped after 10 redirects'));
      else get(next, { ca, signal, bearer: next.host === url.host ? bearer : undefined, redirects: redirects - 1 }).then(resolve, reject);
    };
    const request = url.protocol === 'https:' ? https.get(url, { ...options, ca }, take) : http.get(url, options, take);
    request.on('error', fail);
  });
}

function collect(response: http.IncomingMessage, resolve: (text: string) => void, reject: (error: Error) => void): void {
  const pieces: Buffer[] = [];
  let size = 0;
  response.on('data', (piece: Buffer) => {
    size += piece.length;
    if (size > MAX_DOCUMENT_BYTES) response.destroy(new Error(`the answer is longer than ${MAX_DOCUMENT_BYTES} bytes`));
    else pieces.push(piece);
  });
  response.on('end', () => {
    const { statusCode, statusMessage } = response;
    const text = Buffer.concat(pieces).toString('utf8');
    if (statusCode === 200) resolve(text);
    else reject(new Error(`${statusCode} ${statusMessage}: ${text.slice(0, 512)}`));
  });
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'context deadline exceeded';
  return error.message === '' && 'code' in error ? String(error.code) : error.message;
}
