/**
 * Endpoint slices: parts of the addresses behind a service. Labels count as content, since they tell which service; annotations do not.
 */
import { setEndpointSliceDefaults } from '../../apis/discovery/v1/defaults.ts';
import { EndpointSlice } from '../../apis/discovery/v1/types.ts';
import { equal } from '../../machinery/clone.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../vocabulary/selectable.ts';
import { endpointSliceColumns } from './columns.ts';

const strategy: Strategy = {
  generation: (object, old) => CONTENT.some((field) => !equal(object[field], old[field])) || !equal(labels(object), labels(old)),
};

const CONTENT = ['addressType', 'endpoints', 'ports'] as const;

const labels = (object: KubeObject): object => object.metadata.labels ?? {};

export const endpointslices = resource({
  group: 'discovery.k8s.io',
  resource: 'endpointslices',
  kind: 'EndpointSlice',
  namespaced: true,
  storageVersionHash: 'qgS0xkrxYAI=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: EndpointSlice, setDefaults: setEndpointSliceDefaults }],
  storagePrefix: '/registry/endpointslices/',
  strategy,
  columns: endpointSliceColumns,
  selectableFields: metadataOnly,
});
