/**
 * Validating admission policies: rules on requests, written as expressions. Their status holds type-checking results.
 */
import { setPolicyDefaults } from '../../apis/admissionregistration/v1/defaults.ts';
import type { ValidatingAdmissionPolicy as PolicyObject } from '../../apis/admissionregistration/v1/objects.gen.ts';
import { ValidatingAdmissionPolicy } from '../../apis/admissionregistration/v1/types.ts';
import { validateValidatingPolicy, validateValidatingPolicyStatus } from '../../apis/admissionregistration/validation/policies.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { METADATA_KEPT_BY_STATUS, statusIsolation, statusOf } from '../strategies/status.ts';
import { validated, validatedUpdate } from '../strategies/validation.ts';
import { validatingAdmissionPolicyColumns } from './columns.ts';

const strategy: Strategy = {
  ...validated<PolicyObject>(validateValidatingPolicy),
  ...statusIsolation,
  // Upstream names other versions than the served one here, so that nothing is reset as far as ownership goes.
  resetFields: [],
  allowUnconditionalUpdate: false,
};

export const validatingadmissionpolicies = resource({
  group: 'admissionregistration.k8s.io',
  resource: 'validatingadmissionpolicies',
  kind: 'ValidatingAdmissionPolicy',
  categories: ['api-extensions'],
  namespaced: false,
  storageVersionHash: '6OxvlMmQ6is=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: ValidatingAdmissionPolicy, setDefaults: setPolicyDefaults }],
  storagePrefix: '/registry/validatingadmissionpolicies/',
  strategy,
  subresources: {
    status: statusOf(strategy, {
      validateUpdate: validatedUpdate<PolicyObject>(validateValidatingPolicyStatus),
      keeps: METADATA_KEPT_BY_STATUS,
      resetFields: [],
    }),
  },
  columns: validatingAdmissionPolicyColumns,
  selectableFields: metadataOnly,
});
