/**
 * Device classes: kinds of devices that claims may ask for.
 */
import { DeviceClass } from '../../apis/resource/v1/types.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../vocabulary/selectable.ts';
import { deviceClassColumns } from './columns.ts';

const strategy: Strategy = {
  returnDeletedObject: true,
};

export const deviceclasses = resource({
  group: 'resource.k8s.io',
  resource: 'deviceclasses',
  kind: 'DeviceClass',
  namespaced: false,
  storageVersionHash: 'Yk2PTc1Ybxk=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: DeviceClass }],
  storagePrefix: '/registry/deviceclasses/',
  strategy,
  columns: deviceClassColumns,
  selectableFields: metadataOnly,
});
