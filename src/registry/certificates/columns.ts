/** How `kubectl get` shows certificate signing requests. */
import type { KubeObject } from '../../machinery/object.ts';
import type { TablePrinter } from '../generic/declaration.ts';
import { age, ageColumn, column, NONE, name, nameColumn, table } from '../printers/columns.ts';
import { humanDuration } from '../printers/duration.ts';

interface Spec {
  readonly signerName?: string;
  readonly username?: string;
  readonly expirationSeconds?: number;
}

interface Status {
  readonly conditions?: readonly { readonly type: string }[] | null;
  readonly certificate?: string;
}

export const certificateSigningRequestColumns: TablePrinter = table(
  [
    nameColumn,
    ageColumn,
    column('SignerName', 'Who is asked to sign.'),
    column('Requestor', 'Who asks.'),
    column('RequestedDuration', 'For how long the certificate shall be valid.'),
    column('Condition', 'How far the request has come.'),
  ],
  (object) => {
    const spec = (object.spec ?? {}) as Spec;
    const duration = spec.expirationSeconds === undefined ? NONE : humanDuration(spec.expirationSeconds * 1000);
    return [name(object), age(object), spec.signerName || NONE, spec.username ?? '', duration, progress(object)];
  },
);

function progress(object: KubeObject): string {
  const status = (object.status ?? {}) as Status;
  const has = (type: string): boolean => status.conditions?.some((each) => each.type === type) === true;
  const verdict = has('Denied') ? 'Denied' : has('Approved') ? 'Approved' : 'Pending';
  return `${verdict}${has('Failed') ? ',Failed' : ''}${status.certificate ? ',Issued' : ''}`;
}

export const clusterTrustBundleColumns: TablePrinter = table([nameColumn, column('SignerName', 'Whose certificates these are.')], (object) => [
  name(object),
  ((object.spec ?? {}) as Spec).signerName || NONE,
]);

interface PodRequestSpec {
  readonly podName?: string;
  readonly serviceAccountName?: string;
  readonly nodeName?: string;
  readonly signerName?: string;
}

export const podCertificateRequestColumns: TablePrinter = table(
  [
    nameColumn,
    column('PodName', 'The pod that gets the certificate.'),
    column('ServiceAccountName', 'As whom the pod runs.'),
    column('NodeName', 'Where the pod runs.'),
    column('SignerName', 'Who is asked to sign.'),
    column('State', 'How far the request has come.'),
  ],
  (object) => {
    const { podName = '', serviceAccountName = '', nodeName = '', signerName = '' } = (object.spec ?? {}) as PodRequestSpec;
    const conditions = ((object.status ?? {}) as Status).conditions ?? [];
    const state = ['Denied', 'Failed', 'Issued'].find((type) => conditions.some((each) => each.type === type)) ?? 'Pending';
    return [name(object), podName, serviceAccountName, nodeName, signerName, state];
  },
);
