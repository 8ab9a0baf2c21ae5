/**
 * Events. Old ones (without eventTime) are hardly checked; new ones say who reports what. The group events.k8s.io asks for all of it, the core
 * group only for what its older clients could give. Paths are those of the core form; "" stands for values that upstream does not print.
 */
import { equal } from '../../../machinery/clone.ts';
import { ErrorList, Verbatim } from '../../../machinery/field-errors.ts';
import { labelKeyErrors } from '../../../machinery/grammar/label-names.ts';
import { nameIsDns1123Subdomain } from '../../../machinery/grammar/names.ts';
import type { Event, ObjectReference } from '../../core/v1/objects.gen.ts';

const MAX_NAME = 128;
const MAX_NOTE = 1024;
const IMMUTABLE = 'field is immutable';

const isNew = ({ eventTime }: Event): boolean => eventTime !== null && eventTime !== undefined;

/** @param strict the request came through events.k8s.io */
export function validateEvent(event: Event, strict: boolean): ErrorList {
  const errors = checkAnyEvent(event, strict);
  if (!strict) return errors;
  const { name = '' } = event.metadata;
  errors.eachInvalid('metadata.name', name, nameIsDns1123Subdomain(name));
  checkSeries(errors, event);
  if (!isNew(event)) errors.required('eventTime');
  checkNew(errors, event);
  return errors;
}

/** Core clients change what they like, as long as it makes sense; the others may only go on with the series. */
export function validateEventUpdate(event: Event, old: Event, strict: boolean): ErrorList {
  const errors = checkAnyEvent(event, strict);
  if (!strict) return errors;
  if (!equal(event.series, old.series)) checkSeries(errors, event);
  const keep = (path: string, now: unknown, then: unknown, shown = now): void => {
    if (!equal(now ?? null, then ?? null)) errors.invalid(path, shown, IMMUTABLE);
  };
  const { component = '', host = '' } = event.source ?? {};
  const { component: oldComponent = '', host: oldHost = '' } = old.source ?? {};
  keep('involvedObject', event.involvedObject, old.involvedObject, new Verbatim(referenceText(event.involvedObject)));
  keep('reason', event.reason, old.reason);
  keep('message', event.message, old.message);
  const source = new Verbatim(JSON.stringify({ Component: component, Host: host }));
  keep('source', [component, host], [oldComponent, oldHost], source);
  keep('firstTimestamp', event.firstTimestamp, old.firstTimestamp);
  keep('lastTimestamp', event.lastTimestamp, old.lastTimestamp);
  keep('count', event.count ?? 0, old.count ?? 0);
  keep('reason', event.reason, old.reason);
  keep('type', event.type, old.type);
  keep('eventTime', event.eventTime, old.eventTime);
  keep('action', event.action, old.action);
  keep('related', event.related, old.related, event.related === undefined ? null : new Verbatim(referenceText(event.related)));
  keep('reportingController', event.reportingComponent, old.reportingComponent);
  keep('reportingInstance', event.reportingInstance, old.reportingInstance);
  return errors;
}

/** What every event says, whoever writes it. */
function checkAnyEvent(event: Event, strict: boolean): ErrorList {
  const errors = new ErrorList();
  checkHome(errors, event);
  if (isNew(event)) checkReport(errors, event, strict);
  return errors;
}

/** As upstream's internal type prints. */
function referenceText({
  kind = '',
  namespace = '',
  name = '',
  uid = '',
  apiVersion = '',
  resourceVersion = '',
  fieldPath = '',
}: ObjectReference): string {
  const parts = {
    Kind: kind,
    Namespace: namespace,
    Name: name,
    UID: uid,
    APIVersion: apiVersion,
    ResourceVersion: resourceVersion,
    FieldPath: fieldPath,
  };
  return JSON.stringify(parts);
}

/** An old event lives where its object lives. Events of cluster-scoped objects live in `default`, new ones in `kube-system` as well. */
function checkHome(errors: ErrorList, event: Event): void {
  const { namespace = '' } = event.involvedObject;
  const home = event.metadata.namespace ?? '';
  const homes = isNew(event) ? ['default', 'kube-system'] : ['', 'default'];
  const good = namespace === '' ? homes.includes(home) : isNew(event) || namespace === home;
  if (!good) errors.invalid('involvedObject.namespace', namespace, 'does not match event.namespace');
}

function checkReport(
  errors: ErrorList,
  { reportingComponent = '', reportingInstance = '', action = '', reason = '', message = '' }: Event,
  strict: boolean,
): void {
  const controller = strict ? 'reportingController' : 'reportingComponent';
  if (reportingComponent === '') errors.required(controller);
  errors.eachInvalid(controller, reportingComponent, labelKeyErrors(reportingComponent));
  const named = (path: string, value: string): void => {
    if (value === '') errors.required(path);
    else if (Buffer.byteLength(value) > MAX_NAME) errors.invalid(path, '', `can have at most ${MAX_NAME} characters`);
  };
  named('reportingInstance', reportingInstance);
  named('action', action);
  named('reason', reason);
  if (Buffer.byteLength(message) > MAX_NOTE) errors.invalid('message', '', `can have at most ${MAX_NOTE} characters`);
}

function checkNew(errors: ErrorList, { type = '', firstTimestamp, lastTimestamp, count = 0, source }: Event): void {
  if (type !== 'Normal' && type !== 'Warning') errors.invalid('type', '', `has invalid value: ${type}`);
  const unset = (path: string, given: boolean): void => {
    if (given) errors.invalid(path, '', 'needs to be unset');
  };
  unset('firstTimestamp', firstTimestamp !== null && firstTimestamp !== undefined);
  unset('lastTimestamp', lastTimestamp !== null && lastTimestamp !== undefined);
  unset('count', count !== 0);
  unset('source', (source?.component ?? '') !== '' || (source?.host ?? '') !== '');
}

function checkSeries(errors: ErrorList, { series }: Event): void {
  if (series === undefined) return;
  if ((series.count ?? 0) < 2) errors.invalid('series.count', '', 'should be at least 2');
  if (series.lastObservedTime === null || series.lastObservedTime === undefined) errors.required('series.lastObservedTime');
}
