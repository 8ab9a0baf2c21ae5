/**
 * `Authorization: Bearer TOKEN`, with upstream's reading of odd forms: the scheme in any case, what follows the token is ignored, a second space
 * in front of it makes the caller anonymous (with a warning).
 */
import type { HttpRequest } from '../request/http.ts';
import { type Authentication, type RequestAuthenticator, type TokenAuthenticator, UNKNOWN } from './interface.ts';

const EXTRA_SPACE = 'the provided Authorization header contains extra space before the bearer token, and is ignored';
/** Nobody knows the token: which part of it was wrong is not told. */
export const INVALID_TOKEN: Authentication = { kind: 'failed', error: new Error('invalid bearer token') };

export function bearerAuthenticator(tokens: TokenAuthenticator): RequestAuthenticator {
  return {
    authenticate(request, warn) {
      const token = bearerToken(request, warn);
      if (token === undefined) return UNKNOWN;
      const result = tokens.authenticateToken(token, request.connection);
      return result instanceof Promise ? result.then(known) : known(result);
    },
  };
}

function known(result: Authentication): Authentication {
  return result.kind === 'unknown' ? INVALID_TOKEN : result;
}

function bearerToken(request: HttpRequest, warn: (text: string) => void): string | undefined {
  const header = request.header('authorization')?.trim() ?? '';
  if (header === '') return undefined;
  const first = header.indexOf(' ');
  if (first < 0 || header.slice(0, first).toLowerCase() !== 'bearer') return undefined;
  const second = header.indexOf(' ', first + 1);
  const token = second < 0 ? header.slice(first + 1) : header.slice(first + 1, second);
  if (token !== '') return token;
  if (second >= 0) warn(EXTRA_SPACE);
  return undefined;
}
