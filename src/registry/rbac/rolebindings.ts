/**
 * Role bindings: who has a role in this namespace.
 */
import { setBindingDefaults } from '../../apis/rbac/v1/defaults.ts';
import { RoleBinding } from '../../apis/rbac/v1/types.ts';
import { validateRoleBinding, validateRoleBindingUpdate } from '../../apis/rbac/validation/bindings.ts';
import { nameIsPathSegment } from '../../machinery/grammar/names.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { roleBindingColumns } from './columns.ts';

const strategy: Strategy = {
  metadataRules: ['create', 'update'],
  allowCreateOnUpdate: true,
  generation: 'client',
  validateName: nameIsPathSegment,
  validate: (_context, object) => validateRoleBinding(object),
  validateUpdate: (_context, object, old) => validateRoleBindingUpdate(object, old),
};

export const rolebindings = resource({
  group: 'rbac.authorization.k8s.io',
  resource: 'rolebindings',
  kind: 'RoleBinding',
  namespaced: true,
  storageVersionHash: 'eGsCzGH6b1g=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: RoleBinding, setDefaults: setBindingDefaults }],
  storagePrefix: '/registry/rolebindings/',
  strategy,
  columns: roleBindingColumns,
  selectableFields: metadataOnly,
});
