/**
 * A front proxy says who calls: its certificate is verified against an authority of its own, its name is one of those allowed, and only then are the
 * headers believed. From anybody else they mean nothing.
 */
import { textOfHeader } from '../base/byte-text.ts';
import type { Clock } from '../base/clock.ts';
import type { HttpRequest } from '../request/http.ts';
import { decodeExtraKey } from './extra-keys.ts';
import { type Authentication, type RequestAuthenticator, UNKNOWN } from './interface.ts';
import type { AuthorityBundle } from './x509.ts';

export interface RequestHeaderOptions {
  readonly authorities: AuthorityBundle;
  /** Common names of proxies; empty: any that the authorities signed. */
  readonly allowedNames: readonly string[];
  /** Header names, in any case; of users and uids the first that is there counts. */
  readonly userHeaders: readonly string[];
  readonly uidHeaders: readonly string[];
  readonly groupHeaders: readonly string[];
  readonly extraPrefixes: readonly string[];
}

export function requestHeaderAuthenticator(options: RequestHeaderOptions, clock: Clock): RequestAuthenticator {
  const { authorities, allowedNames } = options;
  return {
    authenticate(request) {
      const proxy = authorities.check(request, clock.now());
      if (proxy === undefined) return UNKNOWN;
      if (proxy instanceof Error) return { kind: 'failed', error: proxy };
      if (allowedNames.length > 0 && !allowedNames.includes(proxy.commonName))
        return { kind: 'failed', error: new Error(`x509: subject with cn=${proxy.commonName} is not in the allowed list`) };
      return userOf(request, options);
    },
  };
}

function userOf(request: HttpRequest, options: RequestHeaderOptions): Authentication {
  const name = firstOf(request, options.userHeaders);
  if (name === '') return UNKNOWN;
  const groups = options.groupHeaders.flatMap((header) => request.headerValues(header.toLowerCase()).map(textOfHeader)).filter((each) => each !== '');
  return { kind: 'user', user: { name, uid: firstOf(request, options.uidHeaders), groups, extra: extraOf(request, options.extraPrefixes) } };
}

function firstOf(request: HttpRequest, headers: readonly string[]): string {
  for (const header of headers) {
    const value = textOfHeader(request.header(header.toLowerCase()) ?? '');
    if (value !== '') return value;
  }
  return '';
}

function extraOf({ rawHeaders }: HttpRequest, prefixes: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const extra = new Map<string, string[]>();
  for (const prefix of prefixes.map((each) => each.toLowerCase())) {
    for (let i = 0; i < rawHeaders.length; i += 2) {
      const header = rawHeaders[i] as string;
      if (!header.startsWith(prefix)) continue;
      const key = decodeExtraKey(header.slice(prefix.length));
      const values = extra.get(key);
      const value = textOfHeader(rawHeaders[i + 1] as string);
      if (values === undefined) extra.set(key, [value]);
      else values.push(value);
    }
  }
  return extra;
}
