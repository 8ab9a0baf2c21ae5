/** Generated from types.ts by scripts/generate-objects.ts: what objects of these types look like in memory. */
import type { Int64 } from '../../../machinery/int64.ts';
import type { Condition, DeleteOptions, LabelSelector, ListMeta, ObjectMeta } from '../../meta/v1/objects.gen.ts';

export interface Eviction {
  kind?: string;
  apiVersion?: string;
  metadata: ObjectMeta;
  deleteOptions?: DeleteOptions;
}

export interface PodDisruptionBudget {
  kind?: string;
  apiVersion?: string;
  metadata: ObjectMeta;
  spec: PodDisruptionBudgetSpec;
  status: PodDisruptionBudgetStatus;
}

export interface PodDisruptionBudgetList {
  kind?: string;
  apiVersion?: string;
  metadata: ListMeta;
  items: PodDisruptionBudget[] | null;
}

export interface PodDisruptionBudgetSpec {
  minAvailable?: number | string;
  selector?: LabelSelector;
  maxUnavailable?: number | string;
  unhealthyPodEvictionPolicy?: string;
}

export interface PodDisruptionBudgetStatus {
  observedGeneration?: Int64;
  disruptedPods?: { [key: string]: string };
  disruptionsAllowed: number;
  currentHealthy: number;
  desiredHealthy: number;
  expectedPods: number;
  conditions?: Condition[];
}
