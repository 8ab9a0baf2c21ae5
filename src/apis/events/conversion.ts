/**
 * Events between core/v1 (as they are stored) and events.k8s.io/v1. The two are the same event with other field names; nothing is lost either way.
 */
import type { KubeObject } from '../../machinery/object.ts';

/** New names and the core names that they stand for, each list in the order of its version's fields. */
const RENAMED_FROM_CORE: readonly (readonly [to: string, from: string])[] = [
  ['eventTime', 'eventTime'],
  ['series', 'series'],
  ['reportingController', 'reportingComponent'],
  ['reportingInstance', 'reportingInstance'],
  ['action', 'action'],
  ['reason', 'reason'],
  ['regarding', 'involvedObject'],
  ['related', 'related'],
  ['note', 'message'],
  ['type', 'type'],
  ['deprecatedSource', 'source'],
  ['deprecatedFirstTimestamp', 'firstTimestamp'],
  ['deprecatedLastTimestamp', 'lastTimestamp'],
  ['deprecatedCount', 'count'],
];

const RENAMED_TO_CORE: readonly (readonly [to: string, from: string])[] = [
  ['involvedObject', 'regarding'],
  ['reason', 'reason'],
  ['message', 'note'],
  ['source', 'deprecatedSource'],
  ['firstTimestamp', 'deprecatedFirstTimestamp'],
  ['lastTimestamp', 'deprecatedLastTimestamp'],
  ['count', 'deprecatedCount'],
  ['type', 'type'],
  ['eventTime', 'eventTime'],
  ['series', 'series'],
  ['action', 'action'],
  ['related', 'related'],
  ['reportingComponent', 'reportingController'],
  ['reportingInstance', 'reportingInstance'],
];

export function eventFromCore(object: KubeObject): KubeObject {
  return renamed(object, 'events.k8s.io/v1', RENAMED_FROM_CORE);
}

export function eventToCore(object: KubeObject): KubeObject {
  return renamed(object, 'v1', RENAMED_TO_CORE);
}

function renamed(object: KubeObject, apiVersion: string, names: readonly (readonly [to: string, from: string])[]): KubeObject {
  const result: KubeObject = { kind: object.kind, apiVersion, metadata: object.metadata };
  for (const [to, from] of names) {
    if (object[from] !== undefined) result[to] = object[from];
  }
  return result;
}
