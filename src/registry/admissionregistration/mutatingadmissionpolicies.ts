/**
 * Mutating admission policies: changes to requests, written as expressions.
 */
import { setPolicyDefaults } from '../../apis/admissionregistration/v1/defaults.ts';
import type { MutatingAdmissionPolicy as PolicyObject } from '../../apis/admissionregistration/v1/objects.gen.ts';
import { MutatingAdmissionPolicy } from '../../apis/admissionregistration/v1/types.ts';
import { MutatingAdmissionPolicy as MutatingAdmissionPolicyAlpha } from '../../apis/admissionregistration/v1alpha1/types.ts';
import { MutatingAdmissionPolicy as MutatingAdmissionPolicyBeta } from '../../apis/admissionregistration/v1beta1/types.ts';
import { validateMutatingPolicy } from '../../apis/admissionregistration/validation/mutating-policies.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { validated } from '../strategies/validation.ts';
import { twin } from '../strategies/versions.ts';
import { mutatingAdmissionPolicyColumns } from './columns.ts';

const strategy: Strategy = {
  ...validated<PolicyObject>(validateMutatingPolicy),
  allowUnconditionalUpdate: false,
};

export const mutatingadmissionpolicies = resource({
  group: 'admissionregistration.k8s.io',
  resource: 'mutatingadmissionpolicies',
  kind: 'MutatingAdmissionPolicy',
  categories: ['api-extensions'],
  namespaced: false,
  storageVersionHash: 'LYmCf+UMVdg=',
  storageVersion: 'v1',
  storedAs: { version: 'v1beta1', type: MutatingAdmissionPolicyBeta },
  versions: [
    { version: 'v1', type: MutatingAdmissionPolicy, setDefaults: setPolicyDefaults },
    twin({
      group: 'admissionregistration.k8s.io',
      version: 'v1beta1',
      type: MutatingAdmissionPolicyBeta,
      hub: 'v1',
      setDefaults: setPolicyDefaults,
      introduced: 34,
      replacement: 'admissionregistration.k8s.io/v1 MutatingAdmissionPolicy',
    }),
    twin({
      group: 'admissionregistration.k8s.io',
      version: 'v1alpha1',
      type: MutatingAdmissionPolicyAlpha,
      hub: 'v1',
      setDefaults: setPolicyDefaults,
      introduced: 32,
    }),
  ],
  storagePrefix: '/registry/mutatingadmissionpolicies/',
  strategy,
  columns: mutatingAdmissionPolicyColumns,
  selectableFields: metadataOnly,
});
