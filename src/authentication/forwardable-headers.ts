/**
 * What of a request's headers may go on to somebody behind this server: everything but credentials. Who calls has been found out, and is told in
 * headers of our own; the caller's token, and names that the caller chose, are nobody else's business.
 */
import { withoutTokenProtocols } from './tokens/websocket-token.ts';

const PROTOCOLS = 'sec-websocket-protocol';
const ALWAYS_REMOVED: ReadonlySet<string> = new Set(['authorization', 'x-remote-user', 'x-remote-uid', 'x-remote-group']);
const REMOVED_PREFIXES: readonly string[] = ['x-remote-extra-', 'impersonate-'];

/** The names of headers that front proxies use here, in any case. */
export interface IdentityHeaders {
  readonly usernameHeaders: readonly string[];
  readonly uidHeaders: readonly string[];
  readonly groupHeaders: readonly string[];
  readonly extraHeaderPrefixes: readonly string[];
}

/**
 * @param rawHeaders lower-case names and values in turn
 * @returns the same in the same order, without those that say who the caller is
 */
export function forwardableHeaders(rawHeaders: readonly string[], configured?: IdentityHeaders): string[] {
  const { usernameHeaders = [], uidHeaders = [], groupHeaders = [], extraHeaderPrefixes = [] } = configured ?? {};
  const names = new Set([...usernameHeaders, ...uidHeaders, ...groupHeaders].map((each) => each.toLowerCase()));
  const prefixes = [...REMOVED_PREFIXES, ...extraHeaderPrefixes.map((each) => each.toLowerCase())];
  const kept: string[] = [];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] as string;
    if (ALWAYS_REMOVED.has(name) || names.has(name) || prefixes.some((each) => name.startsWith(each))) continue;
    const value = name === PROTOCOLS ? withoutTokenProtocols(rawHeaders[i + 1] as string) : (rawHeaders[i + 1] as string);
    if (value !== undefined) kept.push(name, value);
  }
  return kept;
}
