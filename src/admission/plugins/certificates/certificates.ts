/**
 * CertificateApproval, CertificateSigning, ClusterTrustBundleAttest, CertificateSubjectRestriction: who may approve and sign requests for a signer
 * and say whom to trust for it, beyond writing the object; and no client certificate makes its bearer a member of system:masters.
 */
import type { CertificateSigningRequest } from '../../../apis/certificates/v1/objects.gen.ts';
import type { ClusterTrustBundleSpec } from '../../../apis/certificates/v1beta1/objects.gen.ts';
import { equal } from '../../../machinery/clone.ts';
import { goQuote } from '../../../machinery/go/text.ts';
import { asKind, type KubeObject } from '../../../machinery/object.ts';
import { parseCertificateRequest } from '../../../machinery/x509/certificate-request.ts';
import type { Authorizer } from '../../../request/authorizer.ts';
import { PRIVILEGED_GROUP } from '../../../request/user.ts';
import type { AdmissionPlugin } from '../../interface.ts';
import { refuse } from '../../refusal.ts';
import { isPermittedForSigner } from './signers.ts';

const RESOURCE = 'certificatesigningrequests.certificates.k8s.io';
const CLIENT_SIGNER = 'kubernetes.io/kube-apiserver-client';

export interface CertificateOptions {
  readonly authorizer: Authorizer;
}

export function makeCertificateApproval({ authorizer }: CertificateOptions): AdmissionPlugin {
  return {
    name: 'CertificateApproval',
    operations: ['UPDATE'],
    resources: [`${RESOURCE}/approval`],
    async validate(attributes) {
      // The stored request says whose it is, whatever the writer says.
      const { signerName } = asRequest(attributes.oldObject).spec;
      if (await isPermittedForSigner(authorizer, attributes.user, 'approve', signerName)) return;
      throw refuse(
        attributes,
        `user not permitted to approve requests with signerName ${goQuote(asRequest(attributes.object).spec.signerName ?? '')}`,
      );
    },
  };
}

export function makeCertificateSigning({ authorizer }: CertificateOptions): AdmissionPlugin {
  return {
    name: 'CertificateSigning',
    operations: ['UPDATE'],
    resources: [`${RESOURCE}/status`],
    async validate(attributes) {
      const { status, spec } = asRequest(attributes.object);
      const { status: before, spec: stored } = asRequest(attributes.oldObject);
      if (status?.certificate === before?.certificate && equal(status?.conditions ?? [], before?.conditions ?? [])) return;
      if (await isPermittedForSigner(authorizer, attributes.user, 'sign', stored.signerName)) return;
      throw refuse(attributes, `user not permitted to sign requests with signerName ${goQuote(spec.signerName ?? '')}`);
    },
  };
}

export function makeClusterTrustBundleAttest({ authorizer }: CertificateOptions): AdmissionPlugin {
  return {
    name: 'ClusterTrustBundleAttest',
    operations: ['CREATE', 'UPDATE'],
    resources: ['clustertrustbundles.certificates.k8s.io'],
    async validate(attributes) {
      const { object, oldObject, operation } = attributes;
      const { signerName = '' } = (object?.spec ?? {}) as Partial<ClusterTrustBundleSpec>;
      if (signerName === '') return;
      // Garbage collection and rewriting what is stored need no permission of the signer's.
      if (operation === 'UPDATE' && equal(withoutGarbageFields(object), withoutGarbageFields(oldObject))) return;
      if (await isPermittedForSigner(authorizer, attributes.user, 'attest', signerName)) return;
      throw refuse(attributes, `user not permitted to attest for signerName ${goQuote(signerName)}`);
    },
  };
}

function withoutGarbageFields(object: KubeObject | undefined): object {
  const { ownerReferences, finalizers, managedFields, ...metadata } = object?.metadata ?? {};
  return { ...object, metadata };
}

export function makeCertificateSubjectRestriction(): AdmissionPlugin {
  return {
    name: 'CertificateSubjectRestriction',
    operations: ['CREATE'],
    resources: [RESOURCE],
    validate(attributes) {
      const { signerName, request } = asRequest(attributes.object).spec;
      if (signerName !== CLIENT_SIGNER) return;
      const parsed = parseCertificateRequest(Buffer.from(request ?? '', 'base64').toString('latin1'));
      if (typeof parsed === 'string') throw refuse(attributes, `failed to parse CSR: ${parsed}`);
      if (parsed.subject.organizations.includes(PRIVILEGED_GROUP))
        throw refuse(attributes, `use of ${CLIENT_SIGNER} signer with ${PRIVILEGED_GROUP} group is not allowed`);
    },
  };
}

function asRequest(object: KubeObject | undefined): CertificateSigningRequest {
  return asKind<CertificateSigningRequest>(object as KubeObject);
}
