/**
 * Events: what happened to an object, kept for an hour. One store, served in two groups: the core form is stored, events.k8s.io is converted
 * when it is read or written. There is no watch cache: events are many, short-lived and rarely read.
 */
import type { Event as EventObject } from '../../apis/core/v1/objects.gen.ts';
import { Event } from '../../apis/core/v1/types.ts';
import { eventFromCore, eventToCore } from '../../apis/events/conversion.ts';
import { Event as NewEvent } from '../../apis/events/v1/types.ts';
import { validateEvent, validateEventUpdate } from '../../apis/events/validation/events.ts';
import { nameIsPathSegment } from '../../machinery/grammar/names.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { resource } from '../generic/declaration.ts';
import { selectable, textAt } from '../strategies/selectable.ts';
import { validated } from '../strategies/validation.ts';
import { eventColumns } from './columns.ts';

const EVENT_TTL_SECONDS = 3600;
const NEW_GROUP = 'events.k8s.io';

/** Field labels of events.k8s.io, which renamed what an event is about. */
const NEW_FIELD_LABELS: { readonly [label: string]: string } = {
  'metadata.name': 'metadata.name',
  'metadata.namespace': 'metadata.namespace',
  type: 'type',
  reason: 'reason',
  reportingController: 'reportingComponent',
  'regarding.kind': 'involvedObject.kind',
  'regarding.namespace': 'involvedObject.namespace',
  'regarding.name': 'involvedObject.name',
  'regarding.uid': 'involvedObject.uid',
  'regarding.apiVersion': 'involvedObject.apiVersion',
  'regarding.resourceVersion': 'involvedObject.resourceVersion',
  'regarding.fieldPath': 'involvedObject.fieldPath',
};

const component = textAt(['source', 'component']);
const reporting = textAt(['reportingComponent']);

export const events = resource({
  group: '',
  resource: 'events',
  kind: 'Event',
  shortNames: ['ev'],
  namespaced: true,
  storageVersionHash: 'r2yiGXH7wu8=',
  storageVersion: 'v1',
  versions: [
    { version: 'v1', type: Event },
    { group: 'events.k8s.io', version: 'v1', type: NewEvent, toHub: eventToCore, fromHub: eventFromCore, fieldLabels: NEW_FIELD_LABELS },
  ],
  storagePrefix: '/registry/events/',
  watchCache: false,
  strategy: {
    ...validated<EventObject>(
      (event, _gate, context) => validateEvent(event, context.apiGroup === NEW_GROUP),
      (event, old, _gate, context) => validateEventUpdate(event, old, context.apiGroup === NEW_GROUP),
    ),
    allowCreateOnUpdate: true,
    generation: 'client',
    validateName: nameIsPathSegment,
    ttlSeconds: EVENT_TTL_SECONDS,
  },
  columns: eventColumns,
  selectableFields: selectable({
    type: textAt(['type']),
    reason: textAt(['reason']),
    source: (object: KubeObject) => component(object) || reporting(object),
    reportingComponent: reporting,
    'involvedObject.kind': textAt(['involvedObject', 'kind']),
    'involvedObject.namespace': textAt(['involvedObject', 'namespace']),
    'involvedObject.name': textAt(['involvedObject', 'name']),
    'involvedObject.uid': textAt(['involvedObject', 'uid']),
    'involvedObject.apiVersion': textAt(['involvedObject', 'apiVersion']),
    'involvedObject.resourceVersion': textAt(['involvedObject', 'resourceVersion']),
    'involvedObject.fieldPath': textAt(['involvedObject', 'fieldPath']),
  }),
});
