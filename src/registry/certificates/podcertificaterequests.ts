/**
 * Requests for pod certificates: kubelets ask for their pods, signers answer in the status. The spec is fixed, and so is an answer.
 */

import type { PodCertificateRequest as RequestObject } from '../../apis/certificates/v1beta1/objects.gen.ts';
import { PodCertificateRequest } from '../../apis/certificates/v1beta1/types.ts';
import {
  validatePodCertificateRequest,
  validatePodCertificateRequestStatus,
  validatePodCertificateRequestUpdate,
} from '../../apis/certificates/validation/pod-certificates.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { timeText } from '../../machinery/time-text.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { rules, statusRules } from '../vocabulary/rules.ts';
import { selectable, textAt } from '../vocabulary/selectable.ts';
import { METADATA_KEPT_BY_STATUS, statusIsolation, statusOf } from '../vocabulary/status.ts';
import { podCertificateRequestColumns } from './columns.ts';

const DEFAULT_SECONDS = 86_400;

const strategy: Strategy = {
  ...statusIsolation,
  ...rules<RequestObject>(validatePodCertificateRequest, validatePodCertificateRequestUpdate),
  allowUnconditionalUpdate: false,
  generation: 'client',
};

function setDefaults(object: KubeObject): void {
  object.spec ??= {};
  (object.spec as { maxExpirationSeconds?: number }).maxExpirationSeconds ??= DEFAULT_SECONDS;
}

interface Condition {
  readonly type: string;
  readonly status?: string;
  readonly lastTransitionTime?: string | null;
}

/** A verdict that was there stays as it was; a new condition without a time gets that of the write. */
function keepConditions(object: KubeObject, old: KubeObject, now: string): void {
  const of = ({ status }: KubeObject): readonly Condition[] =>
    (status as { readonly conditions?: readonly Condition[] } | undefined)?.conditions ?? [];
  const conditions = of(object).map((each): Condition => {
    const before = of(old).find(({ type }) => type === each.type);
    if (before !== undefined) return before;
    return { ...each, lastTransitionTime: each.lastTransitionTime ?? now };
  });
  if (conditions.length > 0) object.status = { ...(object.status as object), conditions };
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
    status: statusOf(
      { ...strategy, ...statusRules<RequestObject>(validatePodCertificateRequestStatus) },
      {
        keeps: METADATA_KEPT_BY_STATUS,
        also: (context, object, old) => keepConditions(object, old, timeText(context.clock.now())),
      },
    ),
  },
  columns: podCertificateRequestColumns,
  selectableFields: selectable({
    'spec.signerName': textAt(['spec', 'signerName']),
    'spec.podName': textAt(['spec', 'podName']),
    'spec.nodeName': textAt(['spec', 'nodeName']),
  }),
});
