/**
 * API services: which server answers for a group and version. Kept as JSON in the store, as upstream keeps them.
 */
import { setAPIServiceDefaults } from '../../apis/apiregistration/v1/defaults.ts';
import type { APIService as APIServiceObject } from '../../apis/apiregistration/v1/objects.gen.ts';
import { APIService } from '../../apis/apiregistration/v1/types.ts';
import { validateAPIService, validateAPIServiceStatus } from '../../apis/apiregistration/validation/apiservices.ts';
import { nameIsPathSegment } from '../../machinery/grammar/names.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { timeText } from '../../machinery/time.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { statusIsolation, statusOf } from '../strategies/status.ts';
import { validated, validatedUpdate } from '../strategies/validation.ts';
import { apiServiceColumns } from './columns.ts';

const strategy: Strategy = {
  ...statusIsolation,
  // Upstream's strategies do not say what they reset.
  resetFields: [],
  ...validated<APIServiceObject>(validateAPIService),
  prepareForCreate: (context, object) => {
    object.status = isLocal(object) ? { conditions: [localCondition(timeText(context.clock.now()))] } : {};
  },
  allowUnconditionalUpdate: false,
  generation: 'client',
  validateName: nameIsPathSegment,
};

function isLocal(object: KubeObject): boolean {
  return (object.spec as { readonly service?: object } | undefined)?.service === undefined;
}

/** What this server serves itself is there from the start; nobody has to find that out. */
function localCondition(now: string): object {
  return { type: 'Available', status: 'True', lastTransitionTime: now, reason: 'Local', message: 'Local APIServices are always available' };
}

export const apiservices = resource({
  group: 'apiregistration.k8s.io',
  resource: 'apiservices',
  kind: 'APIService',
  categories: ['api-extensions'],
  namespaced: false,
  storageVersionHash: 'InPBPD7+PqM=',
  storageVersion: 'v1',
  storedAsJson: true,
  versions: [{ version: 'v1', type: APIService, setDefaults: setAPIServiceDefaults }],
  storagePrefix: '/registry/apiregistration.k8s.io/apiservices/',
  strategy,
  subresources: {
    status: statusOf(strategy, {
      validateUpdate: validatedUpdate<APIServiceObject>(validateAPIServiceStatus),
      keeps: ['labels', 'annotations', 'finalizers', 'ownerReferences'],
      resetFields: [],
    }),
  },
  columns: apiServiceColumns,
  selectableFields: metadataOnly,
});
