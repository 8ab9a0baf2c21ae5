/**
 * Cluster role bindings: who has a cluster role everywhere.
 */
import { setBindingDefaults } from '../../apis/rbac/v1/defaults.ts';
import { ClusterRoleBinding } from '../../apis/rbac/v1/types.ts';
import { validateClusterRoleBinding, validateClusterRoleBindingUpdate } from '../../apis/rbac/validation/bindings.ts';
import { nameIsPathSegment } from '../../machinery/grammar/names.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { clusterRoleBindingColumns } from './columns.ts';

const strategy: Strategy = {
  metadataRules: ['create', 'update'],
  allowCreateOnUpdate: true,
  generation: 'client',
  validateName: nameIsPathSegment,
  validate: (_context, object) => validateClusterRoleBinding(object),
  validateUpdate: (_context, object, old) => validateClusterRoleBindingUpdate(object, old),
};

export const clusterrolebindings = resource({
  group: 'rbac.authorization.k8s.io',
  resource: 'clusterrolebindings',
  kind: 'ClusterRoleBinding',
  namespaced: false,
  storageVersionHash: '48tpQ8gZHFc=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: ClusterRoleBinding, setDefaults: setBindingDefaults }],
  storagePrefix: '/registry/clusterrolebindings/',
  strategy,
  columns: clusterRoleBindingColumns,
  selectableFields: metadataOnly,
});
