/**
 * ListOptions of lists and watches: read from the query as upstream's parameter codec does (the first value counts, a bool is false only for `0` and
 * `false`), then validated (k8s.io/apimachinery/pkg/apis/meta/internalversion).
 */
import { ErrorList } from '../../machinery/field-errors.ts';
import { type FieldSelector, parseFieldSelector } from '../../machinery/fields.ts';
import { type LabelSelector, parseLabelSelector, SelectorError } from '../../machinery/labels.ts';
import { badRequest } from '../../machinery/status.ts';
import type { ResourceVersionMatch } from '../../storage/resource-storage.ts';
import { readBool, readNumber } from '../routing/query.ts';

export interface ListOptions {
  readonly labels: LabelSelector;
  /** As the client named the fields, in the requested version. */
  readonly fields: FieldSelector;
  readonly watch: boolean;
  readonly allowWatchBookmarks: boolean;
  readonly resourceVersion: string;
  readonly resourceVersionMatch: ResourceVersionMatch;
  readonly timeoutSeconds: number | undefined;
  readonly limit: number;
  readonly continueToken: string;
  readonly sendInitialEvents: boolean | undefined;
}

/** @throws {ApiError} 400 for what cannot be read, 422 for what does not go together */
export function readListOptions(query: URLSearchParams): ListOptions {
  const given = query.get('resourceVersionMatch') ?? '';
  const timeoutSeconds = readNumber(query, 'timeoutSeconds');
  const limit = readNumber(query, 'limit') ?? 0;
  const options = {
    ...readSelectors(query),
    watch: readBool(query, 'watch') ?? false,
    allowWatchBookmarks: readBool(query, 'allowWatchBookmarks') ?? false,
    resourceVersion: query.get('resourceVersion') ?? '',
    timeoutSeconds,
    limit,
    continueToken: query.get('continue') ?? '',
    sendInitialEvents: readBool(query, 'sendInitialEvents'),
  };
  // A watch that names no version is a streaming list, said the old way: the end of its state is announced, too.
  const isOldStream = options.watch && options.sendInitialEvents === undefined && given === '' && ['', '0'].includes(options.resourceVersion);
  if (isOldStream) options.sendInitialEvents = true;
  const match = isOldStream ? 'NotOlderThan' : given;
  const errors = new ErrorList();
  if (options.watch) checkWatch(errors, options, match);
  else checkList(errors, options, match);
  if (errors.length > 0) throw errors.toApiError({ group: 'meta.k8s.io', kind: 'ListOptions' }, '');
  return { ...options, resourceVersionMatch: match as ResourceVersionMatch };
}

/** @throws {ApiError} 400 */
function readSelectors(query: URLSearchParams): { readonly labels: LabelSelector; readonly fields: FieldSelector } {
  try {
    return { labels: parseLabelSelector(query.get('labelSelector') ?? ''), fields: parseFieldSelector(query.get('fieldSelector') ?? '') };
  } catch (error) {
    throw error instanceof SelectorError ? badRequest(error.message) : error;
  }
}

type Unchecked = Omit<ListOptions, 'resourceVersionMatch'>;

function checkList(errors: ErrorList, options: Unchecked, match: string): void {
  if (match !== '') {
    if (options.resourceVersion === '')
      errors.forbidden('resourceVersionMatch', 'resourceVersionMatch is forbidden unless resourceVersion is provided');
    if (options.continueToken !== '') errors.forbidden('resourceVersionMatch', FORBIDDEN_WITH_CONTINUE);
    if (match !== 'Exact' && match !== 'NotOlderThan') errors.notSupported('resourceVersionMatch', match, ['Exact', 'NotOlderThan', '']);
    if (match === 'Exact' && options.resourceVersion === '0')
      errors.forbidden('resourceVersionMatch', 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"');
  }
  if (options.sendInitialEvents !== undefined) errors.forbidden('sendInitialEvents', 'sendInitialEvents is forbidden for list');
}

function checkWatch(errors: ErrorList, options: Unchecked, match: string): void {
  if (options.sendInitialEvents !== undefined && match !== 'NotOlderThan')
    errors.forbidden('resourceVersionMatch', 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan');
  if (match === '') return;
  if (options.sendInitialEvents === undefined)
    errors.forbidden('resourceVersionMatch', 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided');
  if (match !== 'NotOlderThan') errors.notSupported('resourceVersionMatch', match, ['NotOlderThan']);
  if (options.continueToken !== '') errors.forbidden('resourceVersionMatch', FORBIDDEN_WITH_CONTINUE);
}

const FORBIDDEN_WITH_CONTINUE = 'resourceVersionMatch is forbidden when continue is provided';
