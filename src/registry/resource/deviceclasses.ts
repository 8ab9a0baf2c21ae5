/**
 * Device classes: kinds of devices that claims may ask for.
 */
import type { DeviceClass as DeviceClassObject } from '../../apis/resource/v1/objects.gen.ts';
import { DeviceClass } from '../../apis/resource/v1/types.ts';
import { validateDeviceClass } from '../../apis/resource/validation/claims.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { rules } from '../vocabulary/rules.ts';
import { metadataOnly } from '../vocabulary/selectable.ts';
import { deviceClassColumns } from './columns.ts';

const strategy: Strategy = {
  ...rules<DeviceClassObject>(validateDeviceClass),
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
