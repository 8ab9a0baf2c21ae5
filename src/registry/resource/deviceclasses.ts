/**
 * Device classes: kinds of devices that claims may ask for.
 */
import type { DeviceClass as DeviceClassObject } from '../../apis/resource/v1/objects.gen.ts';
import { DeviceClass } from '../../apis/resource/v1/types.ts';
import { DeviceClass as DeviceClassBeta1 } from '../../apis/resource/v1beta1/types.ts';
import { DeviceClass as DeviceClassBeta2 } from '../../apis/resource/v1beta2/types.ts';
import { validateDeviceClass } from '../../apis/resource/validation/claims.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { validated } from '../strategies/validation.ts';
import { twin } from '../strategies/versions.ts';
import { deviceClassColumns } from './columns.ts';

const strategy: Strategy = {
  ...validated<DeviceClassObject>(validateDeviceClass),
  returnDeletedObject: true,
};

export const deviceclasses = resource({
  group: 'resource.k8s.io',
  resource: 'deviceclasses',
  kind: 'DeviceClass',
  namespaced: false,
  storageVersionHash: 'Yk2PTc1Ybxk=',
  storageVersion: 'v1',
  versions: [
    { version: 'v1', type: DeviceClass },
    twin({ group: 'resource.k8s.io', version: 'v1beta2', type: DeviceClassBeta2, hub: 'v1', introduced: 33 }),
    twin({
      group: 'resource.k8s.io',
      version: 'v1beta1',
      type: DeviceClassBeta1,
      hub: 'v1',
      introduced: 32,
    }),
  ],
  storagePrefix: '/registry/deviceclasses/',
  strategy,
  columns: deviceClassColumns,
  selectableFields: metadataOnly,
});
