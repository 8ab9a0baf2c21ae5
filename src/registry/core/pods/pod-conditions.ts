/** Conditions in a pod's status: one a type, with the time of the last change of its status. */
import type { KubeObject } from '../../../machinery/object.ts';
import { timeText } from '../../../machinery/time.ts';

export interface PodCondition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

interface StoredCondition extends PodCondition {
  readonly lastProbeTime?: string | null;
  readonly lastTransitionTime?: string | null;
}

interface PodStatus {
  readonly conditions?: readonly StoredCondition[] | null;
}

export function podCondition(pod: KubeObject, type: string): PodCondition | undefined {
  return (pod.status as PodStatus | undefined)?.conditions?.find((each) => each.type === type);
}

/** Sets the condition of its type; the transition time stays while the status does. The server says nothing of generations. @param now milliseconds since the epoch */
export function setPodCondition(pod: KubeObject, condition: PodCondition, now: number): void {
  const status = (pod.status ?? {}) as PodStatus;
  const conditions = [...(status.conditions ?? [])];
  const at = conditions.findIndex((each) => each.type === condition.type);
  const before = conditions[at];
  const lastTransitionTime = before?.status === condition.status ? before.lastTransitionTime : timeText(now);
  const next: StoredCondition = { ...condition, lastProbeTime: null, lastTransitionTime: lastTransitionTime ?? null };
  if (at < 0) conditions.push(next);
  else conditions[at] = next;
  pod.status = { ...status, conditions };
}
