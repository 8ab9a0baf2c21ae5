/** How a request is counted and logged: upstream's verbs and scopes for metrics (k8s.io/apiserver/pkg/endpoints/metrics). */
import { APPLY_CBOR_PATCH_TYPE, APPLY_YAML_PATCH_TYPE } from '../../machinery/media.ts';
import type { RequestContext } from '../../request/context.ts';
import type { RequestInfo } from '../../request/request-info.ts';
import { STREAMED_SUBRESOURCES } from './long-running.ts';
import type { RequestLabels } from './request-metrics.ts';

const COMPONENT = 'apiserver';
/** Others count together, or clients could make any number of series. */
const KNOWN_VERBS: ReadonlySet<string> = new Set(['GET', 'LIST', 'WATCH', 'POST', 'PUT', 'PATCH', 'APPLY', 'DELETE', 'CONNECT']);

export function labelsOf(context: RequestContext): RequestLabels {
  const { info } = context;
  if (!info.isResourceRequest) return pathLabels(context, info.path, COMPONENT);
  return {
    group: info.group,
    version: info.version,
    resource: info.resource,
    subresource: info.subresource,
    scope: scopeOf(info),
    verb: countedVerb(context),
    dryRun: info.query.size === 0 ? '' : dryRunOf(info.query),
    component: COMPONENT,
  };
}

/** Labels of a path that is no resource. @param subresource how the path is told apart (upstream uses this label for it, rarely the resource's) */
export function pathLabels(context: RequestContext, subresource: string, component = '', resource = ''): RequestLabels {
  return { group: '', version: '', resource, subresource, scope: '', verb: countedVerb(context), dryRun: '', component };
}

function countedVerb(context: RequestContext): string {
  const verb = normalizedVerb(context);
  return KNOWN_VERBS.has(verb) ? verb : 'other';
}

/** The method, but for what it does not tell apart: reads of collections, watches, applies, streams. HEAD is a GET. */
export function normalizedVerb({ info, request }: RequestContext): string {
  if (info.isResourceRequest && STREAMED_SUBRESOURCES.has(info.subresource)) return 'CONNECT';
  switch (info.verb) {
    case 'list':
      return 'LIST';
    case 'watch':
      return 'WATCH';
    case 'patch':
      return isApply(request.header('content-type')) ? 'APPLY' : 'PATCH';
    default:
      return request.method === 'HEAD' ? 'GET' : request.method;
  }
}

function isApply(contentType: string | undefined): boolean {
  return contentType !== undefined && (contentType.startsWith(APPLY_YAML_PATCH_TYPE) || contentType.startsWith(APPLY_CBOR_PATCH_TYPE));
}

/** A create counts for the resource it makes; collections count for their namespace or the cluster. */
function scopeOf(info: RequestInfo): string {
  if ((info.parts[1] ?? '') !== '' || info.verb === 'create') return 'resource';
  return info.namespace === '' ? 'cluster' : 'namespace';
}

function dryRunOf(query: URLSearchParams): string {
  const values = query.getAll('dryRun');
  if (values.length === 0) return '';
  return values.every((each) => each === 'All') ? 'All' : 'invalid';
}
