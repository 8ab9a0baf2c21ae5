/**
 * Which requests are served while the server starts or stops and everybody else is told to come back: probes, scrapes, and what the server asks of
 * itself (k8s.io/apiserver: pkg/server/filters, isRequestExemptFromRetryAfter).
 */
import type { RequestContext } from '../../request/context.ts';

const PREFIXES: readonly string[] = ['/readyz', '/livez', '/healthz', '/metrics'];
/** What an API server calls itself when it is a client of another one. */
const OWN_USER_AGENT = 'kube-apiserver/';

/** Probes, scrapes, and the loops of this server. */
export function isServedAtAnyTime({ info, request }: RequestContext): boolean {
  return request.actor !== undefined || PREFIXES.some((prefix) => info.path.startsWith(prefix));
}

/** Those, and other API servers. */
export function isServedToTheEnd(context: RequestContext): boolean {
  return isServedAtAnyTime(context) || context.request.header('user-agent')?.startsWith(OWN_USER_AGENT) === true;
}
