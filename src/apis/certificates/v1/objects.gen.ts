/** Generated from types.ts by scripts/generate-objects.ts: what objects of these types look like in memory. */
import type { ListMeta, ObjectMeta } from '../../meta/v1/objects.gen.ts';

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
  signerName: string;
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
