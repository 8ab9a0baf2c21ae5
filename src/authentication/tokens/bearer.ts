/**
 * `Authorization: Bearer TOKEN`, with upstream's reading of odd forms: the scheme in any case, what follows the token is ignored, a second space
 * in front of it makes the caller anonymous (with a warning).
 */
import type { HttpRequest } from '../../request/http.ts';
import { type Authentication, type RequestAuthenticator, type TokenAuthenticator, UNKNOWN } from '../interface.ts';

const EXTRA_SPACE = 'the provided Authorization header contains extra space before the bearer token, and is ignored';
/** Nobody knows the token: which part of it was wrong is not told. */
const INVALID_TOKEN: Authentication = { kind: 'failed', error: new Error('invalid bearer token') };

export function bearerAuthenticator(tokens: TokenAuthenticator): RequestAuthenticator {
  return {
    authenticate(request, warn) {
      const token = bearerToken(request, warn);
      if (token === undefined) return UNKNOWN;
      const result = tokens.authenticateToken(token, request.connection);
      return result instanceof Promise ? result.then(refuseUnknown) : refuseUnknown(result);
    },
  };
}

/** A token that nobody knows is refused, as it was meant for somebody here. */
export function refuseUnknown(result: Authentication): Authentication {
  return result.kind === 'unknown' ? INVALID_TOKEN : result;
}

function bearerToken(request: HttpRequest, warn: (text: string) => void): string | undefined {
  const { token, spaced } = readBearer(request.header('authorization') ?? '');
  if (spaced === true) warn(EXTRA_SPACE);
  return token;
}

/** The token in an Authorization header, if there is one. `spaced`: there would be, but for too many spaces. */
export function readBearer(header: string): { readonly token?: string; readonly spaced?: true } {
  const text = trimmed(header);
  const first = text.indexOf(' ');
  if (first < 0 || text.slice(0, first).toLowerCase() !== 'bearer') return {};
  const second = text.indexOf(' ', first + 1);
  const token = second < 0 ? text.slice(first + 1) : text.slice(first + 1, second);
  return token === '' ? { spaced: true } : { token };
}

/** Without white space of ASCII around it: the characters are bytes of UTF-8, so nothing else is known to be white. */
function trimmed(bytes: string): string {
  const isWhite = (at: number): boolean => {
    const code = bytes.charCodeAt(at);
    return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  };
  let start = 0;
  let end = bytes.length;
  while (start < end && isWhite(start)) start++;
  while (end > start && isWhite(end - 1)) end--;
  return bytes.slice(start, end);
}
