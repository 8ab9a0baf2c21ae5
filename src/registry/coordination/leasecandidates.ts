/**
 * Lease candidates: who may hold a lease, so that the oldest version leads (KEP-4355).
 */
import { LeaseCandidate as LeaseCandidateAlpha } from '../../apis/coordination/v1alpha2/types.ts';
import type { LeaseCandidate as CandidateObject } from '../../apis/coordination/v1beta1/objects.gen.ts';
import { LeaseCandidate } from '../../apis/coordination/v1beta1/types.ts';
import { validateLeaseCandidate, validateLeaseCandidateUpdate } from '../../apis/coordination/validation/lease-candidates.ts';
import { configKeyErrors } from '../../machinery/grammar/formats.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { validated } from '../strategies/validation.ts';
import { twin, warningOf } from '../strategies/versions.ts';
import { leaseCandidateColumns } from './columns.ts';

const strategy: Strategy = {
  ...validated<CandidateObject>(validateLeaseCandidate, validateLeaseCandidateUpdate),
  validateName: (name) => configKeyErrors(name),
  allowCreateOnUpdate: true,
  allowUnconditionalUpdate: false,
  generation: 'client',
};

export const leasecandidates = resource({
  group: 'coordination.k8s.io',
  resource: 'leasecandidates',
  kind: 'LeaseCandidate',
  namespaced: true,
  storageVersionHash: 'lvME0iHWE20=',
  storageVersion: 'v1beta1',
  versions: [
    { version: 'v1beta1', type: LeaseCandidate, ...warningOf('coordination.k8s.io/v1beta1 LeaseCandidate', { introduced: 33 }) },
    twin({ group: 'coordination.k8s.io', version: 'v1alpha2', type: LeaseCandidateAlpha, hub: 'v1beta1', introduced: 32 }),
  ],
  storagePrefix: '/registry/leasecandidates/',
  strategy,
  columns: leaseCandidateColumns,
  selectableFields: metadataOnly,
});
