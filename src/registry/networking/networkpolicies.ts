/**
 * Network policies: which traffic pods accept and send. They have no status any more.
 */
import { setNetworkPolicyDefaults } from '../../apis/networking/v1/defaults.ts';
import type { NetworkPolicy as NetworkPolicyObject } from '../../apis/networking/v1/objects.gen.ts';
import { NetworkPolicy } from '../../apis/networking/v1/types.ts';
import { validateNetworkPolicy, validateNetworkPolicyUpdate } from '../../apis/networking/validation/networkpolicies.ts';
import { equalJson } from '../../patch/document.ts';
import { resource } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { validated } from '../strategies/validation.ts';
import { networkPolicyWarnings } from '../warnings/traffic.ts';
import { networkPolicyColumns } from './columns.ts';

export const networkpolicies = resource({
  group: 'networking.k8s.io',
  resource: 'networkpolicies',
  kind: 'NetworkPolicy',
  shortNames: ['netpol'],
  namespaced: true,
  storageVersionHash: 'YpfwF18m1G8=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: NetworkPolicy, setDefaults: setNetworkPolicyDefaults }],
  storagePrefix: '/registry/networkpolicies/',
  strategy: {
    ...validated<NetworkPolicyObject>(validateNetworkPolicy, validateNetworkPolicyUpdate),
    // Compared as it is in memory, where an empty list is not none.
    generation: (object, old) => !equalJson(object.spec, old.spec),
    warningsOnCreate: (_context, object) => networkPolicyWarnings(object),
    warningsOnUpdate: (_context, object) => networkPolicyWarnings(object),
  },
  columns: networkPolicyColumns,
  selectableFields: metadataOnly,
});
