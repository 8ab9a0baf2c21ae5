/**
 * Resource claims: a request for devices, and what was allocated.
 */
import { claimFromBeta1, claimToBeta1, setClaimDefaultsBeta1 } from '../../apis/resource/conversion.ts';
import { setResourceClaimDefaults } from '../../apis/resource/v1/defaults.ts';
import type { ResourceClaim as ClaimObject } from '../../apis/resource/v1/objects.gen.ts';
import { ResourceClaim } from '../../apis/resource/v1/types.ts';
import { ResourceClaim as ResourceClaimBeta1 } from '../../apis/resource/v1beta1/types.ts';
import { ResourceClaim as ResourceClaimBeta2 } from '../../apis/resource/v1beta2/types.ts';
import { validateResourceClaim, validateResourceClaimStatus, validateResourceClaimUpdate } from '../../apis/resource/validation/claims.ts';
import type { ErrorList } from '../../machinery/field-errors.ts';
import { resource, type Strategy, type StrategyContext } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { METADATA_KEPT_BY_STATUS, statusIsolation, statusOf } from '../strategies/status.ts';
import { validated, validatedUpdate } from '../strategies/validation.ts';
import { twin } from '../strategies/versions.ts';
import { checkAdminRequests, checkAdminResults } from './admin-access.ts';
import { resourceClaimColumns } from './columns.ts';

const strategy: Strategy = {
  ...statusIsolation,
  ...validated<ClaimObject>((claim, _gate, context) => {
    const errors = checkAdminRequests(context, claim.spec?.devices?.requests);
    errors.append(validateResourceClaim(claim));
    return errors;
  }, validateResourceClaimUpdate),
  returnDeletedObject: true,
  generation: 'client',
};

function validateStatus(claim: ClaimObject, old: ClaimObject, context: StrategyContext): ErrorList {
  const resultsOf = ({ status }: ClaimObject) => status?.allocation?.devices?.results;
  const errors = checkAdminResults(context, resultsOf(claim), resultsOf(old));
  errors.append(validateResourceClaimStatus(claim, old));
  return errors;
}

export const resourceclaims = resource({
  group: 'resource.k8s.io',
  resource: 'resourceclaims',
  kind: 'ResourceClaim',
  namespaced: true,
  storageVersionHash: 'wgAZaHcZxUg=',
  storageVersion: 'v1',
  versions: [
    { version: 'v1', type: ResourceClaim, setDefaults: setResourceClaimDefaults },
    twin({
      group: 'resource.k8s.io',
      version: 'v1beta2',
      type: ResourceClaimBeta2,
      hub: 'v1',
      setDefaults: setResourceClaimDefaults,
      introduced: 33,
    }),
    twin({
      group: 'resource.k8s.io',
      version: 'v1beta1',
      type: ResourceClaimBeta1,
      hub: 'v1',
      setDefaults: setClaimDefaultsBeta1,
      toHub: claimFromBeta1,
      fromHub: claimToBeta1,
      introduced: 32,
    }),
  ],
  storagePrefix: '/registry/resourceclaims/',
  strategy,
  subresources: {
    status: statusOf(strategy, {
      validateUpdate: validatedUpdate<ClaimObject>((claim, old, _gate, context) => validateStatus(claim, old, context)),
      keeps: METADATA_KEPT_BY_STATUS,
    }),
  },
  columns: resourceClaimColumns,
  selectableFields: metadataOnly,
});
