/**
 * Validating webhooks: who is asked to judge requests.
 */
import { setValidatingWebhookDefaults } from '../../apis/admissionregistration/v1/defaults.ts';
import type { ValidatingWebhookConfiguration as ConfigurationObject } from '../../apis/admissionregistration/v1/objects.gen.ts';
import { ValidatingWebhookConfiguration } from '../../apis/admissionregistration/v1/types.ts';
import { validateValidatingConfiguration } from '../../apis/admissionregistration/validation/webhooks.ts';
import { equalJson } from '../../patch/document.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { validated } from '../strategies/validation.ts';
import { validatingWebhookConfigurationColumns } from './columns.ts';

const strategy: Strategy = {
  ...validated<ConfigurationObject>(validateValidatingConfiguration),
  allowUnconditionalUpdate: false,
  // As in memory, where an empty list is not none.
  generation: (object, old) => !equalJson(object.webhooks, old.webhooks),
};

export const validatingwebhookconfigurations = resource({
  group: 'admissionregistration.k8s.io',
  resource: 'validatingwebhookconfigurations',
  kind: 'ValidatingWebhookConfiguration',
  categories: ['api-extensions'],
  namespaced: false,
  storageVersionHash: 'B0wHjQmsGNk=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: ValidatingWebhookConfiguration, setDefaults: setValidatingWebhookDefaults }],
  storagePrefix: '/registry/validatingwebhookconfigurations/',
  strategy,
  columns: validatingWebhookConfigurationColumns,
  selectableFields: metadataOnly,
});
