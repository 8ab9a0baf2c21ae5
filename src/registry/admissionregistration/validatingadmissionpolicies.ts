/**
 * Validating admission policies: rules on requests, written as expressions. Their status holds type-checking results.
 */

import { setPolicyDefaults } from '../../apis/admissionregistration/v1/defaults.ts';
import type { ValidatingAdmissionPolicy as PolicyObject } from '../../apis/admissionregistration/v1/objects.gen.ts';
import { ValidatingAdmissionPolicy } from '../../apis/admissionregistration/v1/types.ts';
import { validateValidatingPolicy, validateValidatingPolicyStatus } from '../../apis/admissionregistration/validation/policies.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { rules, statusRules } from '../vocabulary/rules.ts';
import { metadataOnly } from '../vocabulary/selectable.ts';
import { METADATA_KEPT_BY_STATUS, statusIsolation, statusOf } from '../vocabulary/status.ts';
import { validatingAdmissionPolicyColumns } from './columns.ts';

const strategy: Strategy = {
  ...rules<PolicyObject>(validateValidatingPolicy),
  ...statusIsolation,
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
    status: statusOf({ ...strategy, ...statusRules<PolicyObject>(validateValidatingPolicyStatus) }, { keeps: METADATA_KEPT_BY_STATUS }),
  },
  columns: validatingAdmissionPolicyColumns,
  selectableFields: metadataOnly,
});
