/**
 * All ways to say who calls, asked in order: how the request got here, its certificate, its token; a caller without credentials is anonymous, one
 * whose credentials are all bad is refused.
 */
import type { HttpRequest } from '../request/http.ts';
import { ALL_AUTHENTICATED, ALL_UNAUTHENTICATED, ANONYMOUS, PRIVILEGED_GROUP, type UserInfo } from '../request/user.ts';
import type { AnonymousPolicy } from './anonymous.ts';
import { worse } from './failures.ts';
import { type Authentication, type RequestAuthenticator, UNKNOWN } from './interface.ts';

const NO_EXTRA: ReadonlyMap<string, readonly string[]> = new Map();
const administrator = (name: string): Authentication => ({
  kind: 'user',
  user: { name, uid: '', groups: [PRIVILEGED_GROUP, ALL_AUTHENTICATED], extra: NO_EXTRA },
});

const UNSECURED = administrator('system:unsecured');
const OWN_PROCESS = administrator('system:apiserver');

/** Who may reach the plain port or the Unix socket is an administrator, whatever the request says; so is our own process unless it sends a token. */
export const transportAuthenticator: RequestAuthenticator = {
  authenticate(request) {
    switch (request.transport) {
      case 'insecure':
      case 'unix':
        return UNSECURED;
      case 'in-process':
        if (request.actor !== undefined) return { kind: 'user', user: request.actor };
        return request.header('authorization') === undefined ? OWN_PROCESS : UNKNOWN;
      default:
        return UNKNOWN;
    }
  },
};

/** @param anonymous decides about callers without credentials */
export function unionAuthenticator(authenticators: readonly RequestAuthenticator[], anonymous: AnonymousPolicy): RequestAuthenticator {
  return {
    authenticate(request, warn) {
      const found = askFrom(authenticators, 0, request, warn, UNKNOWN);
      if (found instanceof Promise) return found.then((late) => (late.kind === 'unknown' ? anonymous(request) : late));
      return found.kind === 'unknown' ? anonymous(request) : found;
    },
  };
}

/** @param otherwise what those before `start` have answered */
function askFrom(
  authenticators: readonly RequestAuthenticator[],
  start: number,
  request: HttpRequest,
  warn: (text: string) => void,
  otherwise: Authentication,
): Authentication | Promise<Authentication> {
  let result = otherwise;
  for (let i = start; i < authenticators.length; i++) {
    const answer = (authenticators[i] as RequestAuthenticator).authenticate(request, warn);
    if (answer instanceof Promise) {
      const soFar = result;
      return answer.then((late) => (late.kind === 'user' ? authenticated(late) : askFrom(authenticators, i + 1, request, warn, worse(soFar, late))));
    }
    if (answer.kind === 'user') return authenticated(answer);
    result = worse(result, answer);
  }
  return result;
}

type Known = Authentication & { readonly kind: 'user' };

const completed = new WeakMap<UserInfo, Known>();

/** Everybody who is known is in the group system:authenticated. */
export function authenticated(found: Known): Known {
  const { user } = found;
  if (user.name === ANONYMOUS || user.groups.includes(ALL_AUTHENTICATED) || user.groups.includes(ALL_UNAUTHENTICATED)) return found;
  const known = completed.get(user);
  if (known !== undefined) return known;
  const complete: Known = { ...found, user: { ...user, groups: [...user.groups, ALL_AUTHENTICATED] } };
  completed.set(user, complete);
  return complete;
}
