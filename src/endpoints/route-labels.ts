/** How a request is counted: upstream's verbs and scopes for metrics (k8s.io/apiserver/pkg/endpoints/metrics). */
import { APPLY_CBOR_PATCH_TYPE, APPLY_YAML_PATCH_TYPE } from '../machinery/media.ts';
import type { RequestContext } from '../request/context.ts';
import type { RequestInfo } from '../request/request-info.ts';
import type { RequestLabels } from './request-metrics.ts';

const COMPONENT = 'apiserver';
const KNOWN_METHODS: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'CONNECT', 'TRACE']);

export function labelsOf(context: RequestContext, connected = false): RequestLabels {
  const { info } = context;
  if (!info.isResourceRequest) return pathLabels(context, info.path, COMPONENT);
  return {
    group: info.group,
    version: info.version,
    resource: info.resource,
    subresource: info.subresource,
    scope: scopeOf(info),
    verb: connected ? 'CONNECT' : verbOf(context),
    dryRun: info.query.size === 0 ? '' : dryRunOf(info.query),
    component: COMPONENT,
  };
}

/** Labels of a path that is no resource. @param subresource how the path is told apart (upstream uses this label for it, rarely the resource's) */
export function pathLabels(context: RequestContext, subresource: string, component = '', resource = ''): RequestLabels {
  const { method } = context.request;
  return { group: '', version: '', resource, subresource, scope: '', verb: KNOWN_METHODS.has(method) ? method : 'other', dryRun: '', component };
}

function verbOf(context: RequestContext): string {
  const { info, request } = context;
  switch (info.verb) {
    case 'list':
      return 'LIST';
    case 'watch':
      return 'WATCH';
    case 'patch':
      return isApply(request.header('content-type')) ? 'APPLY' : 'PATCH';
    default:
      return KNOWN_METHODS.has(request.method) ? request.method : 'other';
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
