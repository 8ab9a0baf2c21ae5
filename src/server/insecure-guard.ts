/**
 * Who may use the insecure port, which asks for no authentication: not a web page. A browser sends an Origin with requests across sites, and the name
 * under which a page reached us in Host (DNS rebinding); neither is let in.
 */
import { isIPv4 } from 'node:net';
import type { HttpRequest, ResponseSink } from '../request/http.ts';

const REFUSAL = Buffer.from('Forbidden: the insecure port serves loopback clients only\n');

/** True when the request was refused, and answered. */
export function refuseInsecureRequest(request: HttpRequest, sink: ResponseSink): boolean {
  if (isLoopbackHost(request.host) && request.header('origin') === undefined) return false;
  sink.head(403, ['content-type', 'text/plain; charset=utf-8', 'x-content-type-options', 'nosniff', 'content-length', String(REFUSAL.length)]);
  sink.end(REFUSAL);
  return true;
}

/** @param host with or without a port */
function isLoopbackHost(host: string): boolean {
  const name = (host.startsWith('[') ? host.slice(1, host.indexOf(']')) : host.replace(/:\d*$/, '')).toLowerCase();
  return name === 'localhost' || name === '::1' || (isIPv4(name) && name.startsWith('127.'));
}
