/**
 * Resource claim templates: claims made for each pod.
 */
import { setTemplateDefaultsBeta1, templateFromBeta1, templateToBeta1 } from '../../apis/resource/conversion.ts';
import { setResourceClaimTemplateDefaults } from '../../apis/resource/v1/defaults.ts';
import type { ResourceClaimTemplate as TemplateObject } from '../../apis/resource/v1/objects.gen.ts';
import { ResourceClaimTemplate } from '../../apis/resource/v1/types.ts';
import { ResourceClaimTemplate as ResourceClaimTemplateBeta1 } from '../../apis/resource/v1beta1/types.ts';
import { ResourceClaimTemplate as ResourceClaimTemplateBeta2 } from '../../apis/resource/v1beta2/types.ts';
import { validateResourceClaimTemplate, validateResourceClaimTemplateUpdate } from '../../apis/resource/validation/claims.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { validated } from '../strategies/validation.ts';
import { twin } from '../strategies/versions.ts';
import { checkAdminRequests } from './admin-access.ts';
import { resourceClaimTemplateColumns } from './columns.ts';

const strategy: Strategy = {
  ...validated<TemplateObject>((template, _gate, context) => {
    const errors = checkAdminRequests(context, template.spec?.spec?.devices?.requests);
    errors.append(validateResourceClaimTemplate(template));
    return errors;
  }, validateResourceClaimTemplateUpdate),
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
  versions: [
    { version: 'v1', type: ResourceClaimTemplate, setDefaults: setResourceClaimTemplateDefaults },
    twin({
      group: 'resource.k8s.io',
      version: 'v1beta2',
      type: ResourceClaimTemplateBeta2,
      hub: 'v1',
      setDefaults: setResourceClaimTemplateDefaults,
      introduced: 33,
    }),
    twin({
      group: 'resource.k8s.io',
      version: 'v1beta1',
      type: ResourceClaimTemplateBeta1,
      hub: 'v1',
      setDefaults: setTemplateDefaultsBeta1,
      toHub: templateFromBeta1,
      fromHub: templateToBeta1,
      introduced: 32,
    }),
  ],
  storagePrefix: '/registry/resourceclaimtemplates/',
  strategy,
  columns: resourceClaimTemplateColumns,
  selectableFields: metadataOnly,
});
