/**
 * Cluster trust bundles: certificates of authorities that pods can mount, of one signer or of nobody in particular. The name depends on the signer.
 */
import { ClusterTrustBundle as ClusterTrustBundleAlpha } from '../../apis/certificates/v1alpha1/types.ts';
import type { ClusterTrustBundle as BundleObject } from '../../apis/certificates/v1beta1/objects.gen.ts';
import { ClusterTrustBundle } from '../../apis/certificates/v1beta1/types.ts';
import { validateClusterTrustBundle, validateClusterTrustBundleUpdate } from '../../apis/certificates/validation/trust-bundles.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { selectable, textAt } from '../strategies/selectable.ts';
import { validated } from '../strategies/validation.ts';
import { twin } from '../strategies/versions.ts';
import { clusterTrustBundleColumns } from './columns.ts';

const GATE = 'ClusterTrustBundle';

const strategy: Strategy = {
  ...validated<BundleObject>(validateClusterTrustBundle, validateClusterTrustBundleUpdate),
  allowUnconditionalUpdate: false,
  generation: 'client',
  // The signer has its say in the kind's own rules.
  validateName: () => [],
};

export const clustertrustbundles = resource({
  group: 'certificates.k8s.io',
  resource: 'clustertrustbundles',
  kind: 'ClusterTrustBundle',
  namespaced: false,
  storageVersionHash: 'v5yhuVertL4=',
  storageVersion: 'v1beta1',
  versions: [
    { version: 'v1beta1', type: ClusterTrustBundle, featureGate: GATE },
    twin({ group: 'certificates.k8s.io', version: 'v1alpha1', type: ClusterTrustBundleAlpha, hub: 'v1beta1', featureGate: GATE, deprecated: 34 }),
  ],
  storagePrefix: '/registry/clustertrustbundles/',
  strategy,
  columns: clusterTrustBundleColumns,
  selectableFields: selectable({ 'spec.signerName': textAt(['spec', 'signerName']) }, { namespaceSelectable: false }),
});
