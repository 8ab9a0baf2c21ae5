/** Which requests are meant to last: they have no deadline and take no place in flight. */
import type { RequestInfo } from '../../request/request-info.ts';

/** Of any resource; requests to them are counted as CONNECT. */
export const STREAMED_SUBRESOURCES: ReadonlySet<string> = new Set(['attach', 'exec', 'proxy', 'log', 'portforward']);

export function isLongRunning(info: RequestInfo): boolean {
  if (info.verb === 'watch' || info.verb === 'proxy') return true;
  return info.isResourceRequest ? STREAMED_SUBRESOURCES.has(info.subresource) : info.path.startsWith('/debug/pprof/');
}
