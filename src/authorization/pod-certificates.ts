/** Who may answer requests for pod certificates (KEP-4317): writing the status is not enough, the caller must be permitted to sign for the signer. */
import { isPermittedForSigner } from '../admission/plugins/certificates/signers.ts';
import type { PodCertificateRequestSpec } from '../apis/certificates/v1beta1/objects.gen.ts';
import { equal } from '../machinery/clone.ts';
import { ErrorList, FieldPath } from '../machinery/field-errors.ts';
import { goQuote } from '../machinery/go/text.ts';
import type { KubeObject } from '../machinery/object.ts';
import type { Authorizer } from '../request/authorizer.ts';
import type { UserInfo } from '../request/user.ts';

/** The status of a request that is about to be written. */
export interface PodCertificateStatusWrite {
  readonly user: UserInfo;
  readonly object: KubeObject;
  readonly old: KubeObject;
}

/** @throws {ApiError} 422 when the status changes and the caller may not sign */
export async function checkPodCertificateStatus(authorizer: Authorizer, { user, object, old }: PodCertificateStatusWrite): Promise<void> {
  if (equal(object.status ?? {}, old.status ?? {})) return;
  // The stored request says whom it asks.
  const { signerName } = old.spec as PodCertificateRequestSpec;
  if (await isPermittedForSigner(authorizer, user, 'sign', signerName)) return;
  const errors = new ErrorList();
  errors.forbidden(
    FieldPath.root('spec').child('signerName'),
    `User ${goQuote(user.name)} is not permitted to "sign" for signer ${goQuote(signerName)}`,
  );
  throw errors.toApiError({ group: 'certificates.k8s.io', kind: 'PodCertificateRequest' }, old.metadata.name ?? '');
}
