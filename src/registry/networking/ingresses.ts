/**
 * Ingresses: HTTP routes to services.
 */
import type { Ingress as IngressObject } from '../../apis/networking/v1/objects.gen.ts';
import { Ingress } from '../../apis/networking/v1/types.ts';
import { validateIngress, validateIngressStatus, validateIngressUpdate } from '../../apis/networking/validation/ingresses.ts';
import { getKey } from '../../machinery/object.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { statusIsolation, statusOf } from '../strategies/status.ts';
import { validated, validatedUpdate } from '../strategies/validation.ts';
import { ingressColumns } from './columns.ts';

/** Named the class before there was a field for it. */
const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

const strategy: Strategy = {
  ...statusIsolation,
  ...validated<IngressObject>(validateIngress, validateIngressUpdate),
  warningsOnCreate: (_context, { metadata }) =>
    getKey(metadata.annotations, CLASS_ANNOTATION) === undefined
      ? []
      : [`annotation ${JSON.stringify(CLASS_ANNOTATION)} is deprecated, please use 'spec.ingressClassName' instead`],
};

export const ingresses = resource({
  group: 'networking.k8s.io',
  resource: 'ingresses',
  kind: 'Ingress',
  shortNames: ['ing'],
  namespaced: true,
  storageVersionHash: '39NQlfNR+bo=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: Ingress }],
  storagePrefix: '/registry/ingress/',
  strategy,
  subresources: { status: statusOf(strategy, { validateUpdate: validatedUpdate<IngressObject>(validateIngressStatus) }) },
  columns: ingressColumns,
  selectableFields: metadataOnly,
});
