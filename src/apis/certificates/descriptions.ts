/** What the types of the group certificates.k8s.io mean, a sentence each. */
import type { Descriptions } from '../../machinery/descriptions.ts';

export const certificatesDescriptions = (): Descriptions => ({
  CertificateSigningRequest: ['Asks a signer for a certificate.'],
  CertificateSigningRequestCondition: ['What was decided about a request: Approved, Denied or Failed.'],
  CertificateSigningRequestSpec: [
    'What certificate is asked for, and by whom; it never changes.',
    {
      request: 'The request in PEM, of the type CERTIFICATE REQUEST.',
      signerName: 'Who should sign it, as a domain and a path.',
      expirationSeconds: 'For how many seconds it should be valid, 600 at least; the signer may decide otherwise.',
      usages: 'What the certificate should be good for, such as "client auth".',
      username: 'Who asked; set by the server.',
      uid: 'The uid of who asked; set by the server.',
      groups: 'The groups of who asked; set by the server.',
      extra: 'Whatever else is known of who asked; set by the server.',
    },
  ],
  CertificateSigningRequestStatus: ['What became of a request.', { certificate: 'The chain of certificates in PEM, once it is signed.' }],
  ClusterTrustBundle: ['Certificates of authorities that workloads may trust.'],
  ClusterTrustBundleSpec: [
    'The certificates.',
    { signerName: 'The signer that they belong to; empty for none.', trustBundle: 'The certificates in PEM; the order says nothing.' },
  ],
  PodCertificateRequest: ['Asks a signer for a certificate of a pod, on its behalf, by its kubelet.'],
  PodCertificateRequestSpec: [
    'Which certificate is asked for; it never changes.',
    {
      signerName: 'Who should sign it.',
      podName: 'The name of the pod.',
      podUID: 'The uid of the pod.',
      serviceAccountName: "The name of the pod's service account.",
      serviceAccountUID: "The uid of the pod's service account.",
      nodeName: 'The name of the node that the pod runs on.',
      nodeUID: 'The uid of the node that the pod runs on.',
      maxExpirationSeconds: 'For how many seconds it may be valid at most.',
      pkixPublicKey: 'The public key, as PKIX writes it.',
      proofOfPossession: 'A signature that shows that the asker has the private key.',
      stubPKCS10Request: 'A PKCS#10 request with nothing but the key, signed by it.',
      unverifiedUserAnnotations: 'What the author of the pod tells the signer; nobody has checked it.',
    },
  ],
  PodCertificateRequestStatus: [
    'What became of a request.',
    {
      certificateChain: 'The chain of certificates in PEM, once it is signed.',
      notBefore: 'From when on it is valid.',
      beginRefreshAt: 'From when on a new one should be asked for.',
      notAfter: 'Until when it is valid.',
    },
  ],
});
