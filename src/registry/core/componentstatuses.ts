/**
 * Component statuses: the health of the control plane's parts as it is when asked. Deprecated; nothing is stored.
 */
import { ComponentStatus } from '../../apis/core/v1/types.ts';
import { virtualResource } from '../strategies/virtual.ts';
import { componentStatusColumns } from './columns.ts';

export const componentstatuses = virtualResource({
  group: '',
  version: 'v1',
  resource: 'componentstatuses',
  kind: 'ComponentStatus',
  type: ComponentStatus,
  shortNames: ['cs'],
  namespaced: false,
  verbs: ['get', 'list'],
  versions: [{ version: 'v1', type: ComponentStatus, deprecationWarning: 'v1 ComponentStatus is deprecated in v1.19+' }],
  columns: componentStatusColumns,
});
