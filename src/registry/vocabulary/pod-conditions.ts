/** Conditions in a pod's status: one a type, with the time of the last change of its status. */
import type { KubeObject } from '../../machinery/object.ts';
import { timeText } from '../../machinery/time-text.ts';

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

export function podCondition(pod: KubeObject, type: string): PodCondition | undefined {
  const status = pod.status as { readonly conditions?: readonly StoredCondition[] | null } | undefined;
  return status?.conditions?.find((each) => each.type === type);
}

/** Sets the condition of its type in place; the transition time stays while the status does. @param now milliseconds since the epoch */
export function setPodCondition(pod: KubeObject, condition: PodCondition, now: number): void {
  const status = { ...(pod.status as { readonly conditions?: readonly StoredCondition[] | null } | undefined) };
  const conditions = [...(status.conditions ?? [])];
  const at = conditions.findIndex((each) => each.type === condition.type);
  const before = conditions[at];
  const lastTransitionTime = before?.status === condition.status ? before.lastTransitionTime : timeText(now);
  const { type, ...rest } = condition;
  const next = { type, status: rest.status, lastProbeTime: null, ...rest, lastTransitionTime: lastTransitionTime ?? null };
  const ordered = orderOf(next);
  if (at < 0) conditions.push(ordered);
  else conditions[at] = ordered;
  pod.status = { ...status, conditions };
}

/** In the order of the type's table. */
function orderOf({ type, status, lastProbeTime, lastTransitionTime, reason, message }: StoredCondition): StoredCondition {
  return {
    type,
    status,
    lastProbeTime: lastProbeTime ?? null,
    lastTransitionTime: lastTransitionTime ?? null,
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
  };
}
