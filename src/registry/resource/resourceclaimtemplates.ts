/**
 * Resource claim templates: claims made for each pod.
 */

import { setResourceClaimTemplateDefaults } from '../../apis/resource/v1/defaults.ts';
import type { ResourceClaimTemplate as TemplateObject } from '../../apis/resource/v1/objects.gen.ts';
import { ResourceClaimTemplate } from '../../apis/resource/v1/types.ts';
import { validateResourceClaimTemplate, validateResourceClaimTemplateUpdate } from '../../apis/resource/validation/claims.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { rules } from '../vocabulary/rules.ts';
import { metadataOnly } from '../vocabulary/selectable.ts';
import { resourceClaimTemplateColumns } from './columns.ts';

const strategy: Strategy = {
  ...rules<TemplateObject>(validateResourceClaimTemplate, validateResourceClaimTemplateUpdate),
  returnDeletedObject: true,
  generation: 'client',
};

export const resourceclaimtemplates = resource({
  group: 'resource.k8s.io',
  resource: 'resourceclaimtemplates',
  kind: 'ResourceClaimTemplate',
  namespaced: true,
  storageVersionHash: 'TuzjC49aUfM=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: ResourceClaimTemplate, setDefaults: setResourceClaimTemplateDefaults }],
  storagePrefix: '/registry/resourceclaimtemplates/',
  strategy,
  columns: resourceClaimTemplateColumns,
  selectableFields: metadataOnly,
});
