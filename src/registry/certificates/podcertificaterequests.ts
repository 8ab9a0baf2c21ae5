/**
 * Requests for pod certificates: kubelets ask for their pods, signers answer in the status. The spec is fixed, and so is an answer.
 */
import type { PodCertificateRequest as RequestObject } from '../../apis/certificates/v1beta1/objects.gen.ts';
import { PodCertificateRequest } from '../../apis/certificates/v1beta1/types.ts';
import { validatePodCertificateRequestStatus } from '../../apis/certificates/validation/pod-certificate-statuses.ts';
import { validatePodCertificateRequest, validatePodCertificateRequestUpdate } from '../../apis/certificates/validation/pod-certificates.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { selectable, textAt } from '../strategies/selectable.ts';
import { METADATA_KEPT_BY_STATUS, statusIsolation, statusOf } from '../strategies/status.ts';
import { validated, validatedUpdate } from '../strategies/validation.ts';
import { podCertificateRequestColumns } from './columns.ts';

const DEFAULT_SECONDS = 86_400;

const strategy: Strategy = {
  ...statusIsolation,
  // Upstream's strategies do not say what they reset.
  resetFields: [],
  ...validated<RequestObject>(validatePodCertificateRequest, validatePodCertificateRequestUpdate),
  allowUnconditionalUpdate: false,
  generation: 'client',
};

function setDefaults(object: KubeObject): void {
  object.spec ??= {};
  (object.spec as { maxExpirationSeconds?: number }).maxExpirationSeconds ??= DEFAULT_SECONDS;
}

export const podcertificaterequests = resource({
  group: 'certificates.k8s.io',
  resource: 'podcertificaterequests',
  kind: 'PodCertificateRequest',
  namespaced: true,
  storageVersionHash: 'wYA9yXQH8fg=',
  storageVersion: 'v1beta1',
  versions: [{ version: 'v1beta1', type: PodCertificateRequest, featureGate: 'PodCertificateRequest', setDefaults }],
  storagePrefix: '/registry/podcertificaterequests/',
  strategy,
  subresources: {
    status: statusOf(strategy, {
      validateUpdate: validatedUpdate<RequestObject>((request, old, _gate, { clock }) =>
        validatePodCertificateRequestStatus(request, old, clock.now()),
      ),
      keeps: METADATA_KEPT_BY_STATUS,
    }),
  },
  columns: podCertificateRequestColumns,
  selectableFields: selectable({
    'spec.signerName': textAt(['spec', 'signerName']),
    'spec.podName': textAt(['spec', 'podName']),
    'spec.nodeName': textAt(['spec', 'nodeName']),
  }),
});
