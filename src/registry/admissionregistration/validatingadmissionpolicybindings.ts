/**
 * Bindings of validating admission policies to resources and parameters.
 */
import { setPolicyBindingDefaults } from '../../apis/admissionregistration/v1/defaults.ts';
import type { ValidatingAdmissionPolicyBinding as PolicyObject } from '../../apis/admissionregistration/v1/objects.gen.ts';
import { ValidatingAdmissionPolicyBinding } from '../../apis/admissionregistration/v1/types.ts';
import { validateValidatingBinding } from '../../apis/admissionregistration/validation/policies.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { validated } from '../strategies/validation.ts';
import { validatingAdmissionPolicyBindingColumns } from './columns.ts';

const strategy: Strategy = {
  ...validated<PolicyObject>(validateValidatingBinding),
  allowUnconditionalUpdate: false,
};

export const validatingadmissionpolicybindings = resource({
  group: 'admissionregistration.k8s.io',
  resource: 'validatingadmissionpolicybindings',
  kind: 'ValidatingAdmissionPolicyBinding',
  categories: ['api-extensions'],
  namespaced: false,
  storageVersionHash: 'v9715VZqakg=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: ValidatingAdmissionPolicyBinding, setDefaults: setPolicyBindingDefaults }],
  storagePrefix: '/registry/validatingadmissionpolicybindings/',
  strategy,
  columns: validatingAdmissionPolicyBindingColumns,
  selectableFields: metadataOnly,
});
