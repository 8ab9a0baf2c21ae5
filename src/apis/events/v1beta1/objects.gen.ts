/** Generated from types.ts by scripts/generate-objects.ts: what objects of these types look like in memory. */
import type { EventSource, ObjectReference } from '../../core/v1/objects.gen.ts';
import type { ListMeta, ObjectMeta } from '../../meta/v1/objects.gen.ts';

export interface Event {
  kind?: string;
  apiVersion?: string;
  metadata: ObjectMeta;
  eventTime: string | null;
  series?: EventSeries;
  reportingController?: string;
  reportingInstance?: string;
  action?: string;
  reason?: string;
  regarding: ObjectReference;
  related?: ObjectReference;
  note?: string;
  type?: string;
  deprecatedSource: EventSource;
  deprecatedFirstTimestamp: string | null;
  deprecatedLastTimestamp: string | null;
  deprecatedCount?: number;
}

export interface EventList {
  kind?: string;
  apiVersion?: string;
  metadata: ListMeta;
  items: Event[] | null;
}

export interface EventSeries {
  count: number;
  lastObservedTime: string | null;
}
