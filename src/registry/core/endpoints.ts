/**
 * Endpoints: the addresses behind a service, superseded by endpoint slices (every request is answered with a warning).
 */
import { setEndpointsDefaults } from '../../apis/core/v1/defaults.ts';
import type { Endpoints as EndpointsObject } from '../../apis/core/v1/objects.gen.ts';
import { Endpoints } from '../../apis/core/v1/types.ts';
import { validateEndpoints, validateEndpointsUpdate } from '../../apis/core/validation/services/endpoints.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { validated } from '../strategies/validation.ts';
import { endpointsWarnings } from '../warnings/traffic.ts';
import { endpointsColumns } from './columns.ts';

const strategy: Strategy = {
  metadataRules: ['update', 'create'],
  allowCreateOnUpdate: true,
  generation: 'client',
  ...validated<EndpointsObject>(validateEndpoints, validateEndpointsUpdate),
  warningsOnCreate: (_context, object) => endpointsWarnings(object),
  warningsOnUpdate: (_context, object) => endpointsWarnings(object),
};

export const endpoints = resource({
  group: '',
  resource: 'endpoints',
  kind: 'Endpoints',
  shortNames: ['ep'],
  namespaced: true,
  storageVersionHash: 'fWeeMqaN/OA=',
  storageVersion: 'v1',
  versions: [
    {
      version: 'v1',
      type: Endpoints,
      setDefaults: setEndpointsDefaults,
      deprecationWarning: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
    },
  ],
  storagePrefix: '/registry/services/endpoints/',
  strategy,
  columns: endpointsColumns,
  selectableFields: metadataOnly,
});
