/** The event that tells of a reference to an owner in another namespace, which cannot be: without it the object just goes. */
import type { KubeObject, OwnerLink } from '../../machinery/object.ts';
import { timeText } from '../../machinery/time.ts';
import type { Identity } from './graph.ts';

export const EVENTS = { group: '', version: 'v1', resource: 'events' };
const COMPONENT = 'garbage-collector-controller';
/** Where events of what has no namespace go. */
const NO_NAMESPACE = 'default';

/** In upstream's words (graph_builder.go). @param now milliseconds since the epoch */
export function misplacedOwnerEvent(dependent: Identity, owner: OwnerLink, now: number): KubeObject {
  const { apiVersion, kind, name, uid, namespace } = dependent;
  const reference = `[${owner.apiVersion}/${owner.kind}, namespace: ${namespace}, name: ${owner.name}, uid: ${owner.uid}]`;
  const time = timeText(now);
  return {
    kind: 'Event',
    apiVersion: 'v1',
    metadata: { name: `${name}.${(BigInt(now) * 1_000_000n).toString(16)}`, namespace: namespace === '' ? NO_NAMESPACE : namespace },
    involvedObject: { kind, ...(namespace === '' ? {} : { namespace }), name, uid, apiVersion },
    reason: 'OwnerRefInvalidNamespace',
    message: `ownerRef ${reference} does not exist in namespace ${JSON.stringify(namespace)}`,
    source: { component: COMPONENT },
    firstTimestamp: time,
    lastTimestamp: time,
    count: 1,
    type: 'Warning',
    reportingComponent: COMPONENT,
    reportingInstance: '',
  };
}
