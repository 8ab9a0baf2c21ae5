/**
 * Daemon sets: one pod per node. The number of the template's revision is counted by the server; it has no field in this version and shows as an
 * annotation, which clients may set at creation only.
 */
import { setDaemonSetDefaults } from '../../apis/apps/v1/defaults.ts';
import type { DaemonSet as DaemonSetObject } from '../../apis/apps/v1/objects.gen.ts';
import { DaemonSet } from '../../apis/apps/v1/types.ts';
import { validateDaemonSet, validateDaemonSetStatus, validateDaemonSetUpdate } from '../../apis/apps/validation/daemonsets.ts';
import { equal } from '../../machinery/clone.ts';
import { type Int64, int64, parseInt64, successor } from '../../machinery/int64.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { getKey } from '../../machinery/object.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { statusOf } from '../strategies/status.ts';
import { validated, validatedUpdate } from '../strategies/validation.ts';
import { workload } from '../strategies/workload.ts';
import { daemonSetColumns } from './columns.ts';

const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';

const rules = workload();

const strategy: Strategy = {
  metadataRules: ['create', 'update'],
  ...rules,
  ...validated<DaemonSetObject>(validateDaemonSet, validateDaemonSetUpdate),
  prepareForCreate: (context, object) => {
    rules.prepareForCreate(context, object);
    const generation = templateGeneration(object);
    setTemplateGeneration(object, generation > 0 ? generation : 1);
  },
  prepareForUpdate: (context, object, old) => {
    rules.prepareForUpdate(context, object, old);
    const generation = templateGeneration(old);
    setTemplateGeneration(object, equal(template(object), template(old)) ? generation : successor(generation));
  },
};

function template(object: KubeObject): unknown {
  return (object.spec as { readonly template?: unknown } | undefined)?.template;
}

/** What is no int64 counts as 0. */
function templateGeneration(object: KubeObject): Int64 {
  const text = getKey(object.metadata.annotations, TEMPLATE_GENERATION) ?? '';
  const value = parseInt64(text);
  return typeof value === 'string' ? 0 : int64(value);
}

function setTemplateGeneration(object: KubeObject, generation: Int64): void {
  object.metadata.annotations = { ...object.metadata.annotations, [TEMPLATE_GENERATION]: String(generation) };
}

/** The annotation is there before anybody has counted, so that whoever writes the object without it owns it. */
function setDefaults(object: KubeObject): void {
  setDaemonSetDefaults(object);
  if (getKey(object.metadata.annotations, TEMPLATE_GENERATION) === undefined) setTemplateGeneration(object, 0);
}

export const daemonsets = resource({
  group: 'apps',
  resource: 'daemonsets',
  kind: 'DaemonSet',
  shortNames: ['ds'],
  categories: ['all'],
  namespaced: true,
  storageVersionHash: 'dd7pWHUlMKQ=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: DaemonSet, setDefaults }],
  storagePrefix: '/registry/daemonsets/',
  strategy,
  subresources: {
    status: statusOf(strategy, {
      validateUpdate: validatedUpdate(validateDaemonSetStatus),
      also: (_context, object, old) => setTemplateGeneration(object, templateGeneration(old)),
    }),
  },
  columns: daemonSetColumns,
  selectableFields: metadataOnly,
});
