/**
 * Leases: who leads, and since when. The fields of coordinated leader election are dropped while that feature is off.
 */
import type { Lease as LeaseObject } from '../../apis/coordination/v1/objects.gen.ts';
import { Lease } from '../../apis/coordination/v1/types.ts';
import { validateLease } from '../../apis/coordination/validation/leases.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { resource, type Strategy, type StrategyContext } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { validated } from '../strategies/validation.ts';
import { leaseColumns } from './columns.ts';

interface LeaseSpecFields {
  strategy?: string;
  preferredHolder?: string;
}

const strategy: Strategy = {
  ...validated<LeaseObject>(validateLease),
  prepareForCreate: (context, object) => dropElectionFields(context, object, undefined),
  prepareForUpdate: (context, object, old) => dropElectionFields(context, object, old),
  allowCreateOnUpdate: true,
  allowUnconditionalUpdate: false,
  generation: 'client',
};

/** A lease that already has the fields keeps them. */
function dropElectionFields(context: StrategyContext, object: KubeObject, old: KubeObject | undefined): void {
  const spec = object.spec as LeaseSpecFields | undefined;
  const before = old?.spec as LeaseSpecFields | undefined;
  if (spec === undefined || context.featureEnabled('CoordinatedLeaderElection')) return;
  if (before?.strategy !== undefined || before?.preferredHolder !== undefined) return;
  delete spec.strategy;
  delete spec.preferredHolder;
}

export const leases = resource({
  group: 'coordination.k8s.io',
  resource: 'leases',
  kind: 'Lease',
  namespaced: true,
  storageVersionHash: 'gqkMMb/YqFM=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: Lease }],
  storagePrefix: '/registry/leases/',
  strategy,
  columns: leaseColumns,
  selectableFields: metadataOnly,
});
