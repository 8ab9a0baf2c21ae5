/**
 * Gets a JSON document from an identity provider: bounded in size and time, redirects followed a few times as Go's client does. Certificates are
 * verified against the given authorities alone, or those of the system.
 */
import http from 'node:http';
import https from 'node:https';
import { systemAuthorities } from '../../client/system-authorities.ts';

const MAX_DOCUMENT_BYTES = 1 << 20;
const TIMEOUT_MS = 30_000;
const MAX_REDIRECTS = 10;

export interface JsonDocument {
  readonly value: unknown;
  readonly text: string;
}

export type FetchJson = (url: string, signal: AbortSignal) => Promise<JsonDocument>;

/** @param authorities PEM */
export function jsonFetcher(authorities: string | undefined): FetchJson {
  return async (url, signal) => {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const text = await get(new URL(url), authorities ?? systemAuthorities(), limit, MAX_REDIRECTS);
    try {
      return { value: JSON.parse(text), text };
    } catch {
      throw new Error(`Get ${JSON.stringify(url)}: the answer is no JSON`);
    }
  };
}

function get(url: URL, ca: string | string[], signal: AbortSignal, redirects: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => reject(new Error(`Get ${JSON.stringify(url.href)}: ${reasonOf(error)}`));
    const options = { headers: { accept: 'application/json', 'user-agent': 'coxswain' }, agent: false, signal } as const;
    const take = (response: http.IncomingMessage): void => {
      const { statusCode = 0, statusMessage = '', headers } = response;
      response.on('error', fail);
      if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
        response.destroy();
        const next = URL.parse(headers.location, url);
        if (next === null || redirects === 0) fail(new Error('stopped after 10 redirects'));
        else get(next, ca, signal, redirects - 1).then(resolve, reject);
        return;
      }
      const pieces: Buffer[] = [];
      let size = 0;
      response.on('data', (piece: Buffer) => {
        size += piece.length;
        if (size > MAX_DOCUMENT_BYTES) response.destroy(new Error(`the answer is longer than ${MAX_DOCUMENT_BYTES} bytes`));
        else pieces.push(piece);
      });
      response.on('end', () => {
        const text = Buffer.concat(pieces).toString('utf8');
        if (statusCode === 200) resolve(text);
        else reject(new Error(`${statusCode} ${statusMessage}: ${text.slice(0, 512)}`));
      });
    };
    const request = url.protocol === 'https:' ? https.get(url, { ...options, ca }, take) : http.get(url, options, take);
    request.on('error', fail);
  });
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'context deadline exceeded';
  return error.message === '' && 'code' in error ? String(error.code) : error.message;
}
