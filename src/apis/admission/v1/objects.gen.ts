/** Generated from types.ts by scripts/generate-objects.ts: what objects of these types look like in memory. */
import type { RawJson } from '../../../machinery/raw.ts';
import type { UserInfo } from '../../authentication/v1/objects.gen.ts';
import type { GroupVersionKind, GroupVersionResource, Status } from '../../meta/v1/objects.gen.ts';

export interface AdmissionRequest {
  uid: string;
  kind: GroupVersionKind;
  resource: GroupVersionResource;
  subResource?: string;
  requestKind?: GroupVersionKind;
  requestResource?: GroupVersionResource;
  requestSubResource?: string;
  name?: string;
  namespace?: string;
  operation: string;
  userInfo: UserInfo;
  object: RawJson | null;
  oldObject: RawJson | null;
  dryRun?: boolean;
  options: RawJson | null;
}

export interface AdmissionResponse {
  uid: string;
  allowed: boolean;
  status?: Status;
  patch?: string;
  patchType?: string;
  auditAnnotations?: { [key: string]: string };
  warnings?: string[];
}

export interface AdmissionReview {
  kind?: string;
  apiVersion?: string;
  request?: AdmissionRequest;
  response?: AdmissionResponse;
}
