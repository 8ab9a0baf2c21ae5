/**
 * Namespaces. Life: Active from creation; a delete sets the deletion timestamp and the phase Terminating and stays so until spec.finalizers is empty
 * (the `finalize` subresource empties it once everything in the namespace is gone). spec.finalizers changes through `finalize` only, the phase
 * through `status` only. The label kubernetes.io/metadata.name always repeats the name.
 */
import { setNamespaceDefaults } from '../../apis/core/v1/defaults.ts';
import { Namespace } from '../../apis/core/v1/types.ts';
import { ErrorList, FieldPath } from '../../machinery/field-errors.ts';
import { nameIsDns1123Label } from '../../machinery/grammar/names.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { ALL_VERBS, resource, type StoredSubresource, type Strategy } from '../generic/declaration.ts';
import { checkFinalizer } from '../generic/object-meta.ts';
import { selectable, textAt } from '../strategies/selectable.ts';
import { keepStatus, statusOf } from '../strategies/status.ts';
import { namespaceColumns } from './columns.ts';

const FINALIZER = 'kubernetes';
const FINALIZERS = FieldPath.root('spec').child('finalizers');
const NAME_LABEL = 'kubernetes.io/metadata.name';

interface NamespaceSpec {
  readonly finalizers?: readonly string[] | null;
}

const strategy: Strategy = {
  prepareForCreate: (_context, object) => {
    object.status = { phase: 'Active' };
    const finalizers = finalizersOf(object);
    if (!finalizers.includes(FINALIZER)) object.spec = { ...(object.spec as NamespaceSpec), finalizers: [...finalizers, FINALIZER] };
  },
  prepareForUpdate: (_context, object, old) => {
    object.spec = { ...(object.spec as NamespaceSpec), finalizers: finalizersOf(old) };
    keepStatus(object, old);
  },
  // A generated name is known only after defaulting, so the label is set (again) on the way to the store.
  canonicalize: (object) => {
    object.metadata.labels = { ...object.metadata.labels, [NAME_LABEL]: object.metadata.name ?? '' };
  },
  validateName: nameIsDns1123Label,
  generation: 'client',
  returnDeletedObject: true,
  mayDelete: (object) => finalizersOf(object).length === 0,
  markDeleted: (object) => {
    object.status = { ...(object.status as object | undefined), phase: 'Terminating' };
  },
  validate: (_context, object) => {
    const errors = new ErrorList();
    for (const finalizer of finalizersOf(object)) checkFinalizer(errors, FINALIZERS, finalizer);
    return errors;
  },
  resetFields: [['status']],
};

function finalizersOf(object: KubeObject): readonly string[] {
  return (object.spec as NamespaceSpec | undefined)?.finalizers ?? [];
}

/** Writes spec.finalizers and nothing of the status. */
const finalize: StoredSubresource = {
  kind: 'stored',
  verbs: ['update'],
  strategy: {
    ...strategy,
    prepareForUpdate: (_context, object, old) => keepStatus(object, old),
    validateUpdate: (_context, object) => {
      const errors = new ErrorList();
      finalizersOf(object).forEach((finalizer, i) => {
        checkFinalizer(errors, FINALIZERS.index(i), finalizer);
      });
      return errors;
    },
    resetFields: [['status']],
  },
};

/** The phase follows the deletion timestamp; a status write may not say otherwise. */
const status: StoredSubresource = statusOf({
  ...strategy,
  validateUpdate: (_context, object) => {
    const errors = new ErrorList();
    const phase = (object.status as { readonly phase?: string } | undefined)?.phase ?? '';
    const live = object.metadata.deletionTimestamp === undefined;
    const [expected, when] = live ? ['Active', 'empty'] : ['Terminating', 'not empty'];
    // The path has a capital letter upstream.
    if (phase !== expected) errors.invalid('status.Phase', phase, `may only be '${expected}' if \`deletionTimestamp\` is ${when}`);
    return errors;
  },
});

export const namespaces = resource({
  group: '',
  resource: 'namespaces',
  kind: 'Namespace',
  shortNames: ['ns'],
  namespaced: false,
  verbs: ALL_VERBS.filter((verb) => verb !== 'deletecollection'),
  storageVersionHash: 'Q3oi5N2YM8M=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: Namespace, setDefaults: setNamespaceDefaults }],
  storagePrefix: '/registry/namespaces/',
  strategy,
  subresources: { finalize, status },
  columns: namespaceColumns,
  selectableFields: selectable({ 'status.phase': textAt(['status', 'phase']) }, { namespaceSelectable: false }),
});
