/** GET pods/<name>/log: checks everything that can be checked without the node; a pod without a node has an empty log. */
import { ErrorList } from '../../machinery/field-errors.ts';
import type { Int64 } from '../../machinery/int64.ts';
import { badRequest } from '../../machinery/status.ts';
import { parseTime, TimeError } from '../../machinery/time.ts';
import { respondVerbatim } from '../responses/respond.ts';
import { readInt64 } from '../routing/query.ts';
import type { VirtualHandler } from '../routing/resources.ts';
import type { VirtualDeps } from './interface.ts';
import { containerOf, kubeletFailure, nodeNameOf, podOf } from './pod-location.ts';

interface LogOptions {
  readonly container: string;
  readonly sinceSeconds: Int64 | undefined;
  readonly sinceTime: string | undefined;
  readonly tailLines: Int64 | undefined;
  readonly limitBytes: Int64 | undefined;
  readonly stream: string | undefined;
}

export function makePodLog(deps: VirtualDeps): VirtualHandler {
  return async (context, target) => {
    const options = readLogOptions(context.info.query);
    const errors = checkLogOptions(options, deps.featureEnabled('PodLogsQuerySplitStreams'));
    if (errors.length > 0) throw errors.toApiError({ group: '', kind: 'PodLogOptions' }, target.name);
    const pod = await podOf(deps, target.namespace, target.name);
    containerOf(pod, options.container);
    const node = nodeNameOf(pod);
    if (node !== '') throw await kubeletFailure(deps, 'pods', node);
    await respondVerbatim(context, 204, '', []);
  };
}

/** In the order of the type's fields. @throws {ApiError} 400 */
function readLogOptions(query: URLSearchParams): LogOptions {
  return {
    container: query.get('container') ?? '',
    sinceSeconds: readInt64(query, 'sinceSeconds'),
    sinceTime: readTime(query, 'sinceTime'),
    tailLines: readInt64(query, 'tailLines'),
    limitBytes: readInt64(query, 'limitBytes'),
    stream: query.get('stream') ?? undefined,
  };
}

function readTime(query: URLSearchParams, name: string): string | undefined {
  const value = query.get(name);
  if (value === null) return undefined;
  if (value === '' || value === 'null') return '';
  try {
    return parseTime(value) ?? '';
  } catch (error) {
    throw error instanceof TimeError ? badRequest(error.message) : error;
  }
}

function checkLogOptions({ tailLines, limitBytes, sinceSeconds, sinceTime, stream }: LogOptions, mayChooseStream: boolean): ErrorList {
  const errors = new ErrorList();
  if (tailLines !== undefined && tailLines < 0) errors.invalid('tailLines', tailLines, 'must be greater than or equal to 0');
  if (limitBytes !== undefined && limitBytes < 1) errors.invalid('limitBytes', limitBytes, 'must be greater than 0');
  // Upstream's empty path prints as "[]".
  if (sinceSeconds !== undefined && sinceTime !== undefined) errors.forbidden('[]', 'at most one of `sinceTime` or `sinceSeconds` may be specified');
  else if (sinceSeconds !== undefined && sinceSeconds < 1) errors.invalid('sinceSeconds', sinceSeconds, 'must be greater than 0');
  if (stream === undefined) return errors;
  if (!mayChooseStream) errors.forbidden('stream', 'may not be specified');
  else if (stream !== 'All' && stream !== 'Stdout' && stream !== 'Stderr') errors.notSupported('stream', stream, ['All', 'Stderr', 'Stdout']);
  else if (stream !== 'All' && tailLines !== undefined) errors.forbidden('[]', '`tailLines` and specific `stream` are mutually exclusive for now');
  return errors;
}
