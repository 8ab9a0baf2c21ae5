/** Generated from types.ts by scripts/generate-objects.ts: what objects of these types look like in memory. */
import type { ListMeta, ObjectMeta } from '../../meta/v1/objects.gen.ts';

export interface APIService {
  kind?: string;
  apiVersion?: string;
  metadata: ObjectMeta;
  spec: APIServiceSpec;
  status: APIServiceStatus;
}

export interface APIServiceCondition {
  type: string;
  status: string;
  lastTransitionTime: string | null;
  reason?: string;
  message?: string;
}

export interface APIServiceList {
  kind?: string;
  apiVersion?: string;
  metadata: ListMeta;
  items: APIService[] | null;
}

export interface APIServiceSpec {
  service?: ServiceReference;
  group?: string;
  version?: string;
  insecureSkipTLSVerify?: boolean;
  caBundle?: string;
  groupPriorityMinimum: number;
  versionPriority: number;
}

export interface APIServiceStatus {
  conditions?: APIServiceCondition[];
}

export interface ServiceReference {
  namespace?: string;
  name?: string;
  port?: number;
}
