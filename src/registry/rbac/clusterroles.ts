/**
 * Cluster roles: sets of permissions, cluster-wide or for use in a namespace.
 */
import { ClusterRole } from '../../apis/rbac/v1/types.ts';
import { validateClusterRole } from '../../apis/rbac/validation/roles.ts';
import { nameIsPathSegment } from '../../machinery/grammar/names.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { clusterRoleColumns } from './columns.ts';

const strategy: Strategy = {
  metadataRules: ['create', 'update'],
  allowCreateOnUpdate: true,
  generation: 'client',
  validateName: nameIsPathSegment,
  validate: (_context, object) => validateClusterRole(object),
  validateUpdate: (_context, object) => validateClusterRole(object),
};

export const clusterroles = resource({
  group: 'rbac.authorization.k8s.io',
  resource: 'clusterroles',
  kind: 'ClusterRole',
  namespaced: false,
  storageVersionHash: 'bYE5ZWDrJ44=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: ClusterRole }],
  storagePrefix: '/registry/clusterroles/',
  strategy,
  columns: clusterRoleColumns,
  selectableFields: metadataOnly,
});
