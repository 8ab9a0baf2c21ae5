/**
 * Pod templates: a template on its own, without anything that runs it.
 */
import { setPodTemplateDefaults } from '../../apis/core/v1/defaults.ts';
import { PodTemplate } from '../../apis/core/v1/types.ts';
import { equal } from '../../machinery/clone.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { dropDisabledPodFields } from '../vocabulary/pod-features.ts';
import { metadataOnly } from '../vocabulary/selectable.ts';
import { podTemplateColumns } from './columns.ts';

const podSpec = (object: KubeObject): unknown => (object.template as { readonly spec?: unknown } | undefined)?.spec;

const strategy: Strategy = {
  prepareForCreate: (context, object) => dropDisabledPodFields(context, podSpec(object), undefined),
  prepareForUpdate: (context, object, old) => dropDisabledPodFields(context, podSpec(object), podSpec(old)),
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
