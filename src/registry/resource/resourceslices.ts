/**
 * Resource slices: devices that a driver offers.
 */
import { ResourceSlice } from '../../apis/resource/v1/types.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { selectable, textAt } from '../vocabulary/selectable.ts';
import { resourceSliceColumns } from './columns.ts';

const strategy: Strategy = {
  returnDeletedObject: true,
};

export const resourceslices = resource({
  group: 'resource.k8s.io',
  resource: 'resourceslices',
  kind: 'ResourceSlice',
  namespaced: false,
  storageVersionHash: 'KsC072WgaEY=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: ResourceSlice }],
  storagePrefix: '/registry/resourceslices/',
  strategy,
  columns: resourceSliceColumns,
  selectableFields: selectable(
    { 'spec.nodeName': textAt(['spec', 'nodeName']), 'spec.driver': textAt(['spec', 'driver']) },
    { namespaceSelectable: false, refusal: (label) => `field label not supported for resource.k8s.io/v1, Kind=ResourceSlice: ${label}` },
  ),
});
