/**
 * Callers without credentials: let in as system:anonymous everywhere, on some paths, or nowhere. Whoever sends credentials that are no good is never
 * taken for one of them.
 */
import type { HttpRequest } from '../request/http.ts';
import { ALL_UNAUTHENTICATED, ANONYMOUS } from '../request/user.ts';
import type { AnonymousConfiguration } from './configuration/interface.ts';
import { type Authentication, UNKNOWN } from './interface.ts';

const ANYBODY: Authentication = { kind: 'user', user: { name: ANONYMOUS, uid: '', groups: [ALL_UNAUTHENTICATED], extra: new Map() } };

export type AnonymousPolicy = (request: HttpRequest) => Authentication;

/** Who a caller without credentials is where no path is known. */
export function anonymousAnywhere({ enabled, conditions = [] }: AnonymousConfiguration): Authentication {
  return enabled && conditions.length === 0 ? ANYBODY : UNKNOWN;
}

export function anonymousPolicy({ enabled, conditions = [] }: AnonymousConfiguration): AnonymousPolicy {
  if (!enabled) return () => UNKNOWN;
  if (conditions.length === 0) return () => ANYBODY;
  const paths = new Set(conditions.map(({ path }) => path));
  return (request) => (paths.has(pathOf(request.target)) ? ANYBODY : UNKNOWN);
}

/** As it is routed: without the query, percent-decoded once. */
function pathOf(target: string): string {
  const query = target.indexOf('?');
  const path = query < 0 ? target : target.slice(0, query);
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
