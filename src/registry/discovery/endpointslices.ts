/**
 * Endpoint slices: parts of the addresses behind a service. Labels count as content, since they tell which service; annotations do not.
 */
import { setEndpointSliceDefaults } from '../../apis/discovery/v1/defaults.ts';
import type { EndpointSlice as EndpointSliceObject } from '../../apis/discovery/v1/objects.gen.ts';
import { EndpointSlice } from '../../apis/discovery/v1/types.ts';
import { validateEndpointSlice, validateEndpointSliceUpdate } from '../../apis/discovery/validation/endpointslices.ts';
import { equal } from '../../machinery/clone.ts';
import { getKey, type KubeObject } from '../../machinery/object.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { validated } from '../strategies/validation.ts';
import { endpointSliceWarnings } from '../warnings/traffic.ts';
import { endpointSliceColumns } from './columns.ts';

interface Endpoint {
  nodeName?: string;
  deprecatedTopology?: { readonly [key: string]: string } | null;
}

const HOST_NAME_LABEL = 'kubernetes.io/hostname';

const strategy: Strategy = {
  ...validated<EndpointSliceObject>(validateEndpointSlice, validateEndpointSliceUpdate),
  prepareForCreate: (_context, object) => dropTopology(object, undefined),
  prepareForUpdate: (_context, object, old) => dropTopology(object, old),
  warningsOnCreate: (_context, object) => [
    ...(object.addressType === 'FQDN' ? ['spec.addressType: FQDN endpoints are deprecated'] : []),
    ...endpointSliceWarnings(object),
  ],
  warningsOnUpdate: (_context, object) => endpointSliceWarnings(object),
  generation: (object, old) => CONTENT.some((field) => !equal(object[field], old[field])) || !equal(labels(object), labels(old)),
};

function endpointsOf(object: KubeObject | undefined): readonly Endpoint[] {
  return (object?.endpoints as readonly Endpoint[] | null | undefined) ?? [];
}

/** The topology map of v1beta1 can only be carried along. A node that it named before moves to its field when the map goes. */
function dropTopology(object: KubeObject, old: KubeObject | undefined): void {
  if (old !== undefined && equal(endpointsOf(object), endpointsOf(old))) return;
  const known = new Set(endpointsOf(old).map((each) => getKey(each.deprecatedTopology, HOST_NAME_LABEL)));
  for (const endpoint of endpointsOf(object)) {
    const node = getKey(endpoint.deprecatedTopology, HOST_NAME_LABEL);
    if (node !== undefined && known.has(node)) endpoint.nodeName ??= node;
    delete endpoint.deprecatedTopology;
  }
}

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
