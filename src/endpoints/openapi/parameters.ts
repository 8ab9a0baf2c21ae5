/** Parameters of operations: what a query or a path may say. */
import { Describer } from '../../apis/descriptions.ts';
import type { StructType } from '../../machinery/descriptor.ts';
import { SHARED_PARAMETER_NAMES } from './facts.ts';
import type { Parameter } from './model.ts';

const query = (name: string, type: Parameter['type'], description: string, shared: string = name): Parameter => ({
  in: 'query',
  name,
  type,
  description,
  shared: SHARED_PARAMETER_NAMES.get(shared),
});

const path = (name: string, description: string): Parameter => ({
  in: 'path',
  name,
  type: 'string',
  description,
  shared: SHARED_PARAMETER_NAMES.get(name),
});

export const NAMESPACE = path('namespace', 'The namespace of the object.');
export const NAME = path('name', 'The name of the object.');
export const PROXY_PATH = path('path', 'The rest of the path, passed on as it is.');
export const PRETTY = query('pretty', 'string', 'If true, JSON is indented.');

const ALLOW_BOOKMARKS = query('allowWatchBookmarks', 'boolean', 'Asks a watch for events of type BOOKMARK that tell how far it has come.');
const CONTINUE = query('continue', 'string', 'Continues a list that was cut by limit, with the token that it returned.');
const DRY_RUN = query('dryRun', 'string', 'All: every step is taken except that nothing is stored.');
const FIELD_MANAGER = query('fieldManager', 'string', 'A name for who or what makes the change.');
const PATCH_FIELD_MANAGER = query(
  'fieldManager',
  'string',
  'A name for who or what makes the change; required for apply patches.',
  'patch.fieldManager',
);
const FIELD_SELECTOR = query('fieldSelector', 'string', 'Selects objects by their fields.');
const FIELD_VALIDATION = query('fieldValidation', 'string', 'What to do about unknown and duplicate fields: Ignore, Warn or Strict.');
const FORCE = query('force', 'boolean', 'Takes over fields that others own; for apply patches only.');
const GRACE_PERIOD = query('gracePeriodSeconds', 'integer', 'Seconds that the object gets before it is removed; 0 means at once.');
const IGNORE_STORE_ERROR = query(
  'ignoreStoreReadErrorWithClusterBreakingPotential',
  'boolean',
  'Removes an object that can no longer be read from storage, without finalizers or preconditions.',
);
const LABEL_SELECTOR = query('labelSelector', 'string', 'Selects objects by their labels.');
const LIMIT = query('limit', 'integer', 'The largest number of items to return at once.');
const ORPHAN_DEPENDENTS = query('orphanDependents', 'boolean', 'Deprecated: use propagationPolicy.');
const PROPAGATION = query('propagationPolicy', 'string', 'What becomes of dependents: Orphan, Background or Foreground.');
const RESOURCE_VERSION = query('resourceVersion', 'string', 'How recent the answer must be.');
const RESOURCE_VERSION_MATCH = query('resourceVersionMatch', 'string', 'How resourceVersion applies to a list: Exact or NotOlderThan.');
const SEND_INITIAL_EVENTS = query(
  'sendInitialEvents',
  'boolean',
  'A watch starts with an event for each existing object and a bookmark behind them.',
);
const SHARD_SELECTOR = query('shardSelector', 'string', 'Selects a share of the objects by hash ranges of a field.');
const TIMEOUT = query('timeoutSeconds', 'integer', 'Ends a list or watch after this time.');
const WATCH = query('watch', 'boolean', 'Answers with a stream of changes instead of a list.');

export const LIST_PARAMETERS: readonly Parameter[] = [
  ALLOW_BOOKMARKS,
  CONTINUE,
  FIELD_SELECTOR,
  LABEL_SELECTOR,
  LIMIT,
  PRETTY,
  RESOURCE_VERSION,
  RESOURCE_VERSION_MATCH,
  SEND_INITIAL_EVENTS,
  SHARD_SELECTOR,
  TIMEOUT,
  WATCH,
];

export const DELETE_PARAMETERS: readonly Parameter[] = [DRY_RUN, GRACE_PERIOD, IGNORE_STORE_ERROR, ORPHAN_DEPENDENTS, PRETTY, PROPAGATION];

export const DELETE_COLLECTION_PARAMETERS: readonly Parameter[] = [
  CONTINUE,
  DRY_RUN,
  FIELD_SELECTOR,
  GRACE_PERIOD,
  IGNORE_STORE_ERROR,
  LABEL_SELECTOR,
  LIMIT,
  ORPHAN_DEPENDENTS,
  PRETTY,
  PROPAGATION,
  RESOURCE_VERSION,
  RESOURCE_VERSION_MATCH,
  SEND_INITIAL_EVENTS,
  SHARD_SELECTOR,
  TIMEOUT,
];

export const WRITE_PARAMETERS: readonly Parameter[] = [DRY_RUN, FIELD_MANAGER, FIELD_VALIDATION, PRETTY];
export const PATCH_PARAMETERS: readonly Parameter[] = [DRY_RUN, PATCH_FIELD_MANAGER, FIELD_VALIDATION, FORCE, PRETTY];

/** The options of a virtual subresource, one parameter per field. */
export function optionParameters(options: StructType): readonly Parameter[] {
  const kind = options.name.slice(options.name.lastIndexOf('.') + 1);
  const own = options.fields.filter((each) => each.name !== 'kind' && each.name !== 'apiVersion' && each.type.kind !== 'opaque');
  const texts = new Describer().fields(options);
  return own.map((field) => query(field.name, parameterType(field.type), texts.get(field.name) ?? '', `${kind}.${field.name}`));
}

function parameterType(type: StructType['fields'][number]['type']): Parameter['type'] {
  if (type.kind === 'list') return parameterType(type.element);
  if (type.kind !== 'scalar') return 'string';
  if (type.scalar === 'bool') return 'boolean';
  return type.scalar === 'string' || type.scalar === 'bytes' ? 'string' : 'integer';
}
