/**
 * The types of events.k8s.io/v1beta1: one declaration per type, one line per field, in the vocabulary of machinery/descriptor.ts. Names, Protobuf
 * numbers and markers are those of k8s.io/api/events/v1beta1, release 1.36; they are wire format and never change.
 */
import { field, inline, int32, list, type StructType, string, struct } from '../../../machinery/descriptor.ts';
import { EventSource, ObjectReference } from '../../core/v1/types.ts';
import { MicroTime, Time } from '../../meta/opaques.ts';
import { ListMeta, ObjectMeta, TypeMeta } from '../../meta/v1/types.ts';

export const Event: StructType = struct('k8s.io/api/events/v1beta1.Event', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('eventTime', MicroTime, 2, { omitempty: false }),
  field('series', EventSeries, 3, { pointer: true, optional: true }),
  field('reportingController', string, 4, { optional: true }),
  field('reportingInstance', string, 5, { optional: true }),
  field('action', string, 6, { optional: true }),
  field('reason', string, 7, { optional: true }),
  field('regarding', ObjectReference, 8, { omitempty: false, optional: true }),
  field('related', ObjectReference, 9, { pointer: true, optional: true }),
  field('note', string, 10, { optional: true }),
  field('type', string, 11, { optional: true }),
  field('deprecatedSource', EventSource, 12, { omitempty: false, optional: true }),
  field('deprecatedFirstTimestamp', Time, 13, { omitempty: false, optional: true }),
  field('deprecatedLastTimestamp', Time, 14, { omitempty: false, optional: true }),
  field('deprecatedCount', int32, 15, { optional: true }),
]);

export const EventSeries: StructType = struct('k8s.io/api/events/v1beta1.EventSeries', () => [
  field('count', int32, 1, { omitempty: false }),
  field('lastObservedTime', MicroTime, 2, { omitempty: false }),
]);

export const EventList: StructType = struct('k8s.io/api/events/v1beta1.EventList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(Event), 2, { omitempty: false }),
]);
