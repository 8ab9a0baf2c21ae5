/** Generated from types.ts by scripts/generate-objects.ts: what objects of these types look like in memory. */
import type { Condition, ListMeta, ObjectMeta } from '../../meta/v1/objects.gen.ts';

export interface CertificateSigningRequest {
  kind?: string;
  apiVersion?: string;
  metadata: ObjectMeta;
  spec: CertificateSigningRequestSpec;
  status: CertificateSigningRequestStatus;
}

export interface CertificateSigningRequestCondition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastUpdateTime: string | null;
  lastTransitionTime: string | null;
}

export interface CertificateSigningRequestList {
  kind?: string;
  apiVersion?: string;
  metadata: ListMeta;
  items: CertificateSigningRequest[] | null;
}

export interface CertificateSigningRequestSpec {
  request: string | null;
  signerName?: string;
  expirationSeconds?: number;
  usages?: string[];
  username?: string;
  uid?: string;
  groups?: string[];
  extra?: { [key: string]: string[] };
}

export interface CertificateSigningRequestStatus {
  conditions?: CertificateSigningRequestCondition[];
  certificate?: string;
}

export interface ClusterTrustBundle {
  kind?: string;
  apiVersion?: string;
  metadata: ObjectMeta;
  spec: ClusterTrustBundleSpec;
}

export interface ClusterTrustBundleList {
  kind?: string;
  apiVersion?: string;
  metadata: ListMeta;
  items: ClusterTrustBundle[] | null;
}

export interface ClusterTrustBundleSpec {
  signerName?: string;
  trustBundle: string;
}

export interface PodCertificateRequest {
  kind?: string;
  apiVersion?: string;
  metadata: ObjectMeta;
  spec: PodCertificateRequestSpec;
  status: PodCertificateRequestStatus;
}

export interface PodCertificateRequestList {
  kind?: string;
  apiVersion?: string;
  metadata: ListMeta;
  items: PodCertificateRequest[] | null;
}

export interface PodCertificateRequestSpec {
  signerName: string;
  podName: string;
  podUID: string;
  serviceAccountName: string;
  serviceAccountUID: string;
  nodeName: string;
  nodeUID: string;
  maxExpirationSeconds?: number;
  pkixPublicKey: string | null;
  proofOfPossession: string | null;
  stubPKCS10Request: string | null;
  unverifiedUserAnnotations?: { [key: string]: string };
}

export interface PodCertificateRequestStatus {
  conditions?: Condition[];
  certificateChain?: string;
  notBefore?: string;
  beginRefreshAt?: string;
  notAfter?: string;
}
