/**
 * Roles: sets of permissions in one namespace.
 */
import { Role } from '../../apis/rbac/v1/types.ts';
import { validateRole } from '../../apis/rbac/validation/roles.ts';
import { nameIsPathSegment } from '../../machinery/grammar/names.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { roleColumns } from './columns.ts';

const strategy: Strategy = {
  metadataRules: ['create', 'update'],
  allowCreateOnUpdate: true,
  generation: 'client',
  validateName: nameIsPathSegment,
  validate: (_context, object) => validateRole(object),
  validateUpdate: (_context, object) => validateRole(object),
};

export const roles = resource({
  group: 'rbac.authorization.k8s.io',
  resource: 'roles',
  kind: 'Role',
  namespaced: true,
  storageVersionHash: '7FuwZcIIItM=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: Role }],
  storagePrefix: '/registry/roles/',
  strategy,
  columns: roleColumns,
  selectableFields: metadataOnly,
});
