/**
 * Mutating webhooks: who is asked to change requests.
 */
import { setMutatingWebhookDefaults } from '../../apis/admissionregistration/v1/defaults.ts';
import type { MutatingWebhookConfiguration as ConfigurationObject } from '../../apis/admissionregistration/v1/objects.gen.ts';
import { MutatingWebhookConfiguration } from '../../apis/admissionregistration/v1/types.ts';
import { validateMutatingConfiguration } from '../../apis/admissionregistration/validation/webhooks.ts';
import { equalJson } from '../../patch/document.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { validated } from '../strategies/validation.ts';
import { mutatingWebhookConfigurationColumns } from './columns.ts';

const strategy: Strategy = {
  ...validated<ConfigurationObject>(validateMutatingConfiguration),
  allowUnconditionalUpdate: false,
  // As in memory, where an empty list is not none.
  generation: (object, old) => !equalJson(object.webhooks, old.webhooks),
};

export const mutatingwebhookconfigurations = resource({
  group: 'admissionregistration.k8s.io',
  resource: 'mutatingwebhookconfigurations',
  kind: 'MutatingWebhookConfiguration',
  categories: ['api-extensions'],
  namespaced: false,
  storageVersionHash: 'Sqi0GUgDaX0=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: MutatingWebhookConfiguration, setDefaults: setMutatingWebhookDefaults }],
  storagePrefix: '/registry/mutatingwebhookconfigurations/',
  strategy,
  columns: mutatingWebhookConfigurationColumns,
  selectableFields: metadataOnly,
});
