/** A request as an authenticator sees it, for tests. */
import type { HttpRequest } from '../request/http.ts';

/** @param rawHeaders lower-case names and values in turn; may repeat */
export function requestWith(rawHeaders: readonly string[], target = '/api'): HttpRequest {
  const headerValues = (name: string): readonly string[] => rawHeaders.filter((_, i) => i % 2 === 1 && rawHeaders[i - 1] === name);
  return {
    method: 'GET',
    target,
    protocol: 'HTTP/1.1',
    rawHeaders,
    header: (name) => headerValues(name)[0],
    headerValues,
    host: 'localhost',
    remoteAddress: '127.0.0.1:1',
    transport: 'tls',
    peerCertificate: undefined,
    readBody: async () => new Uint8Array(),
    signal: new AbortController().signal,
  };
}
