/**
 * Bindings of mutating admission policies to resources and parameters.
 */
import { setPolicyBindingDefaults } from '../../apis/admissionregistration/v1/defaults.ts';
import type { MutatingAdmissionPolicyBinding as BindingObject } from '../../apis/admissionregistration/v1/objects.gen.ts';
import { MutatingAdmissionPolicyBinding } from '../../apis/admissionregistration/v1/types.ts';
import { MutatingAdmissionPolicyBinding as MutatingAdmissionPolicyBindingAlpha } from '../../apis/admissionregistration/v1alpha1/types.ts';
import { MutatingAdmissionPolicyBinding as MutatingAdmissionPolicyBindingBeta } from '../../apis/admissionregistration/v1beta1/types.ts';
import { validateMutatingBinding } from '../../apis/admissionregistration/validation/mutating-policies.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { validated } from '../strategies/validation.ts';
import { twin } from '../strategies/versions.ts';
import { mutatingAdmissionPolicyBindingColumns } from './columns.ts';

const strategy: Strategy = {
  ...validated<BindingObject>(validateMutatingBinding),
  allowUnconditionalUpdate: false,
};

export const mutatingadmissionpolicybindings = resource({
  group: 'admissionregistration.k8s.io',
  resource: 'mutatingadmissionpolicybindings',
  kind: 'MutatingAdmissionPolicyBinding',
  categories: ['api-extensions'],
  namespaced: false,
  storageVersionHash: '90V5FRZZ3Zg=',
  storageVersion: 'v1',
  storedAs: { version: 'v1beta1', type: MutatingAdmissionPolicyBindingBeta },
  versions: [
    { version: 'v1', type: MutatingAdmissionPolicyBinding, setDefaults: setPolicyBindingDefaults },
    twin({
      group: 'admissionregistration.k8s.io',
      version: 'v1beta1',
      type: MutatingAdmissionPolicyBindingBeta,
      hub: 'v1',
      setDefaults: setPolicyBindingDefaults,
      introduced: 34,
      replacement: 'admissionregistration.k8s.io/v1 MutatingAdmissionPolicyBinding',
    }),
    twin({
      group: 'admissionregistration.k8s.io',
      version: 'v1alpha1',
      type: MutatingAdmissionPolicyBindingAlpha,
      hub: 'v1',
      setDefaults: setPolicyBindingDefaults,
      introduced: 32,
    }),
  ],
  storagePrefix: '/registry/mutatingadmissionpolicybindings/',
  strategy,
  columns: mutatingAdmissionPolicyBindingColumns,
  selectableFields: metadataOnly,
});
