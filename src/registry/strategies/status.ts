/**
 * Status isolation: writes to a resource never touch `status`, writes to its `status` subresource touch nothing else. The two halves are spread
 * into a kind's strategies; kinds with more to say wrap them.
 *
 * `old` objects are shared: what is carried over is referenced, never changed.
 */
import { type KubeObject, setKey } from '../../machinery/object.ts';
import type { StoredSubresource, Strategy, Verb } from '../generic/declaration.ts';

export const STATUS_VERBS: readonly Verb[] = ['get', 'patch', 'update'];

/** Empties the status of a new object; the encoder writes the zeros that the type always shows. */
export function clearStatus(object: KubeObject): void {
  object.status = {};
}

/** Puts the stored status back. */
export function keepStatus(object: KubeObject, old: KubeObject): void {
  carryOver('status', object, old);
}

/** Puts everything back but metadata and status. */
export function keepAllButStatus(object: KubeObject, old: KubeObject): void {
  for (const field of Object.keys(object)) if (!WRITTEN_BY_STATUS.has(field) && !Object.hasOwn(old, field)) delete object[field];
  for (const field of Object.keys(old)) if (!WRITTEN_BY_STATUS.has(field)) setKey(object, field, old[field]);
}

const WRITTEN_BY_STATUS: ReadonlySet<string> = new Set(['kind', 'apiVersion', 'metadata', 'status']);

/** One top-level field becomes what it was. */
export function carryOver(field: string, object: KubeObject, old: KubeObject): void {
  if (old[field] === undefined) delete object[field];
  else object[field] = old[field];
}

/** Carries metadata fields over from the stored object. */
export function keepMetadata(fields: readonly (keyof KubeObject['metadata'])[], object: KubeObject, old: KubeObject): void {
  const metadata = object.metadata as { [field: string]: unknown };
  for (const field of fields) {
    if (old.metadata[field] === undefined) delete metadata[field];
    else metadata[field] = old.metadata[field];
  }
}

/** What most status subresources of newer kinds protect (metav1.ResetObjectMetaForStatus). */
export const METADATA_KEPT_BY_STATUS = [
  'deletionTimestamp',
  'generation',
  'selfLink',
  'labels',
  'annotations',
  'finalizers',
  'ownerReferences',
] as const;

/** The main half: a resource whose status belongs to its controllers. */
export const statusIsolation: Required<Pick<Strategy, 'prepareForCreate' | 'prepareForUpdate' | 'resetFields'>> = {
  prepareForCreate: (_context, object) => clearStatus(object),
  prepareForUpdate: (_context, object, old) => keepStatus(object, old),
  resetFields: [['status']],
};

export interface StatusOptions {
  /** Metadata fields that a status write does not change. */
  readonly keeps?: readonly (keyof KubeObject['metadata'])[];
  /** What a written status must satisfy; without it, the rules of the kind's updates apply. */
  readonly validateUpdate?: NonNullable<Strategy['validateUpdate']>;
  /** What writers are warned of; without it, of nothing. */
  readonly warnings?: NonNullable<Strategy['warningsOnUpdate']>;
  /** Runs after isolation. */
  readonly also?: NonNullable<Strategy['prepareForUpdate']>;
  readonly resetFields?: Strategy['resetFields'];
}

/** The other half: `status` as a view of the same store, under the rules of the kind's own strategy otherwise. */
export function statusOf(strategy: Strategy, options: StatusOptions = {}): StoredSubresource {
  const { keeps, also } = options;
  return {
    kind: 'stored',
    verbs: STATUS_VERBS,
    strategy: {
      ...strategy,
      // What a status write changes in metadata never counts as new content.
      generation: 'client',
      warningsOnUpdate: options.warnings ?? ((): readonly string[] => []),
      metadataRules: ['update'],
      ...(options.validateUpdate === undefined ? {} : { validateUpdate: options.validateUpdate }),
      prepareForUpdate: (context, object, old) => {
        keepAllButStatus(object, old);
        if (keeps !== undefined) keepMetadata(keeps, object, old);
        also?.(context, object, old);
      },
      resetFields: options.resetFields ?? [['spec']],
    },
  };
}
