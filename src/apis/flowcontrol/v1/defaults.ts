/** Defaults of flow schemas and priority levels. They change the object in place. */
import type { KubeObject } from '../../../machinery/object.ts';

const MATCHING_PRECEDENCE = 1000;

export function setFlowSchemaDefaults(object: KubeObject): void {
  object.spec ??= {};
  const spec = object.spec as { matchingPrecedence?: number };
  spec.matchingPrecedence ||= MATCHING_PRECEDENCE;
}

interface Level {
  nominalConcurrencyShares?: number;
  lendablePercent?: number;
  limitResponse?: { queuing?: { queues?: number; handSize?: number; queueLengthLimit?: number } };
}

export function setPriorityLevelDefaults(object: KubeObject): void {
  object.spec ??= {};
  const spec = object.spec as { limited?: Level; exempt?: Level };
  if (spec.exempt !== undefined) {
    spec.exempt.nominalConcurrencyShares ??= 0;
    spec.exempt.lendablePercent ??= 0;
  }
  if (spec.limited === undefined) return;
  spec.limited.nominalConcurrencyShares ??= 30;
  spec.limited.lendablePercent ??= 0;
  const queuing = spec.limited.limitResponse?.queuing;
  if (queuing === undefined) return;
  queuing.handSize ||= 8;
  queuing.queues ||= 64;
  queuing.queueLengthLimit ||= 50;
}
