/**
 * CertificateApproval, CertificateSigning, ClusterTrustBundleAttest, CertificateSubjectRestriction: who may approve and sign requests for a signer and
 * say whom to trust for it, beyond writing the object; and no client certificate makes its bearer a master.
 */
import type { CertificateSigningRequest } from '../../apis/certificates/v1/objects.gen.ts';
import type { ClusterTrustBundleSpec } from '../../apis/certificates/v1beta1/objects.gen.ts';
import { certificateRequestSubject } from '../../machinery/certificate-request.ts';
import { equal } from '../../machinery/clone.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { Authorizer } from '../../request/authorizer.ts';
import { PRIVILEGED_GROUP } from '../../request/user.ts';
import type { AdmissionAttributes, AdmissionPlugin } from '../interface.ts';
import { refuse } from '../refusal.ts';

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
      if (await mayFor(authorizer, attributes, 'approve', signerName)) return;
      throw refuse(
        attributes,
        `user not permitted to approve requests with signerName ${JSON.stringify(asRequest(attributes.object).spec.signerName)}`,
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
      if (await mayFor(authorizer, attributes, 'sign', stored.signerName)) return;
      throw refuse(attributes, `user not permitted to sign requests with signerName ${JSON.stringify(spec.signerName)}`);
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
      if (await mayFor(authorizer, attributes, 'attest', signerName)) return;
      throw refuse(attributes, `user not permitted to attest for signerName ${JSON.stringify(signerName)}`);
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
      const subject = certificateRequestSubject(Buffer.from(request ?? '', 'base64').toString('latin1'));
      if (subject === undefined) throw refuse(attributes, 'failed to parse CSR: PEM block type must be CERTIFICATE REQUEST');
      if (subject.organizations.includes(PRIVILEGED_GROUP))
        throw refuse(attributes, `use of ${CLIENT_SIGNER} signer with ${PRIVILEGED_GROUP} group is not allowed`);
    },
  };
}

function asRequest(object: KubeObject | undefined): CertificateSigningRequest {
  return object as unknown as CertificateSigningRequest;
}

/** Permission for the signer, or for all signers of its domain ("example.com/*"). */
async function mayFor(authorizer: Authorizer, { user }: AdmissionAttributes, verb: string, signerName: string): Promise<boolean> {
  const domain = `${signerName.split('/', 1)[0] ?? ''}/*`;
  for (const name of [signerName, domain]) {
    const { decision } = await authorizer.authorize({
      user,
      verb,
      isResourceRequest: true,
      path: '',
      group: 'certificates.k8s.io',
      version: '*',
      resource: 'signers',
      subresource: '',
      namespace: '',
      name,
    });
    if (decision === 'allow') return true;
  }
  return false;
}
