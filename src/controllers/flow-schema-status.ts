/**
 * Says of every flow schema whether its priority level exists (condition Dangling), as soon as either changes. Schemas and levels are few, so all are
 * compared each time; several servers at work come to the same result.
 */
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/log.ts';
import { goQuote } from '../machinery/go/text.ts';
import type { KubeObject } from '../machinery/object.ts';
import { ApiError } from '../machinery/status.ts';
import { formatTime } from '../machinery/time.ts';
import { startInformer } from '../storage/informer.ts';
import { runPeriodically } from './framework/periodic.ts';
import type { LoopbackClient } from './loopback-client.ts';

const GROUP = 'flowcontrol.apiserver.k8s.io';
const MANAGER = 'api-priority-and-fairness-config-consumer-v1';
const INTERVAL_MS = 60_000;

export interface FlowSchemaStatusOptions {
  readonly loopback: LoopbackClient;
  readonly clock: Clock;
  readonly log: Logger;
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

/** Resolves when all schemas that are there say it. @returns what to close in the end */
export async function startFlowSchemaStatus({ loopback, clock, log }: FlowSchemaStatusOptions): Promise<{ close(): Promise<void> }> {
  const schemas = loopback.store(GROUP, 'flowschemas');
  const levels = loopback.store(GROUP, 'prioritylevelconfigurations');
  if (schemas === undefined || levels === undefined) return { close: async () => {} };
  const pass = async (): Promise<void> => {
    const names = new Set((await loopback.list(GROUP, 'prioritylevelconfigurations')).map(({ metadata }) => metadata.name ?? ''));
    for (const schema of await loopback.list(GROUP, 'flowschemas')) await settle(loopback, schema, names, clock.now());
  };
  const { promise: first, resolve: firstDone } = Promise.withResolvers<void>();
  const failure = 'Unable to tell flow schemas about their priority levels';
  const loop = runPeriodically({ clock, log, failure, intervalMs: INTERVAL_MS }, () => pass().finally(firstDone));
  const changed = { put: () => loop.wake(), remove: () => loop.wake() };
  const informers = [schemas, levels].map(({ storage }) => startInformer(storage, changed, clock));
  await first;
  return {
    async close() {
      for (const each of informers) each.close();
      await loop.close();
    },
  };
}

async function settle(loopback: LoopbackClient, schema: KubeObject, levels: ReadonlySet<string>, now: number): Promise<void> {
  const level = (schema.spec as { readonly priorityLevelConfiguration: { readonly name: string } }).priorityLevelConfiguration.name;
  const isThere = levels.has(level);
  const text = `This FlowSchema references the PriorityLevelConfiguration object named ${goQuote(level)}`;
  const wanted: Condition = isThere
    ? { type: 'Dangling', status: 'False', reason: 'Found', message: `${text} and it exists` }
    : { type: 'Dangling', status: 'True', reason: 'NotFound', message: `${text} but there is no such object` };
  const { conditions } = (schema.status ?? {}) as { readonly conditions?: readonly Condition[] };
  const present = conditions?.find((each) => each.type === 'Dangling');
  if (present?.status === wanted.status && present.reason === wanted.reason && present.message === wanted.message) return;
  const place = { group: GROUP, resource: 'flowschemas', namespace: '', name: schema.metadata.name ?? '' };
  const { type, status, reason, message } = wanted;
  const condition = { type, status, lastTransitionTime: formatTime(now), reason, message };
  try {
    await loopback.apply(place, { status: { conditions: [condition] } }, MANAGER, 'status');
  } catch (error) {
    // It went while it was looked at.
    if (!(error instanceof ApiError && error.reason === 'NotFound')) throw error;
  }
}
