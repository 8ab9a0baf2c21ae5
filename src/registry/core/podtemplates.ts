/**
 * Pod templates: a template on its own, without anything that runs it.
 */
import { setPodTemplateDefaults } from '../../apis/core/v1/defaults.ts';
import type { PodTemplate as PodTemplateObject } from '../../apis/core/v1/objects.gen.ts';
import { PodTemplate } from '../../apis/core/v1/types.ts';
import { validatePodTemplate } from '../../apis/core/validation/pods/pod-templates.ts';
import { equal } from '../../machinery/clone.ts';
import { FieldPath } from '../../machinery/field-errors.ts';
import type { KubeObject, StringMap } from '../../machinery/object.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { dropDisabledPodFields } from '../strategies/pod-features.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { validated } from '../strategies/validation.ts';
import { podWarnings, type WarnedPodSpec } from '../warnings/pods.ts';
import { podTemplateColumns } from './columns.ts';

const AT_TEMPLATE = FieldPath.root('template');

function warnings(object: KubeObject): readonly string[] {
  const template = (object.template ?? {}) as { readonly metadata?: { readonly annotations?: StringMap | null }; readonly spec?: WarnedPodSpec };
  return podWarnings(template.spec ?? {}, template.metadata?.annotations, AT_TEMPLATE);
}

const podSpec = (object: KubeObject): unknown => (object.template as { readonly spec?: unknown } | undefined)?.spec;

const strategy: Strategy = {
  prepareForCreate: (context, object) => dropDisabledPodFields(context, podSpec(object), undefined),
  prepareForUpdate: (context, object, old) => dropDisabledPodFields(context, podSpec(object), podSpec(old)),
  ...validated<PodTemplateObject>(
    (object, gate, policy) => validatePodTemplate(object, gate, policy),
    (object, old, gate, policy) => validatePodTemplate(object, gate, policy, old),
  ),
  warningsOnCreate: (_context, object) => warnings(object),
  warningsOnUpdate: (_context, object, old) => (object.metadata.generation === old.metadata.generation ? [] : warnings(object)),
  returnDeletedObject: true,
  generation: (object, old) => !equal(object.template, old.template),
};

export const podtemplates = resource({
  group: '',
  resource: 'podtemplates',
  kind: 'PodTemplate',
  namespaced: true,
  storageVersionHash: 'LIXB2x4IFpk=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: PodTemplate, setDefaults: setPodTemplateDefaults }],
  storagePrefix: '/registry/podtemplates/',
  strategy,
  columns: podTemplateColumns,
  selectableFields: metadataOnly,
});
