/** `kubectl get events`. Old events carry first and last times and a count, new ones one time and perhaps a series: whichever is there is shown. */
import type { KubeObject } from '../../machinery/object.ts';
import type { TablePrinter } from '../generic/declaration.ts';
import { column, name, since, table, wide } from '../printers/columns.ts';

interface EventFields {
  readonly firstTimestamp?: string | null;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly count?: number;
  readonly series?: { readonly count?: number; readonly lastObservedTime?: string | null };
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly involvedObject?: { readonly kind?: string; readonly name?: string; readonly fieldPath?: string };
  readonly source?: { readonly component?: string; readonly host?: string };
  readonly reportingComponent?: string;
  readonly reportingInstance?: string;
}

export const eventColumns: TablePrinter = table(
  [
    column('Last Seen', 'How long ago it was last seen.'),
    column('Type', 'Normal or Warning.'),
    column('Reason', 'Why it happened, in a word for programs.'),
    column('Object', 'What it is about.'),
    wide('Subobject', 'Which part it is about.'),
    wide('Source', 'Who reports it.'),
    column('Message', 'What happened.'),
    wide('First Seen', 'How long ago it was first seen.'),
    wide('Count', 'How often it was seen.'),
    column('Name', 'The name of the event.', { format: 'name', wide: true }),
  ],
  (object) => {
    const event = object as KubeObject & EventFields;
    const first = event.firstTimestamp || event.eventTime;
    const last = event.series === undefined ? event.lastTimestamp || first : event.series.lastObservedTime;
    return [
      since(last),
      event.type ?? '',
      event.reason ?? '',
      target(event),
      event.involvedObject?.fieldPath ?? '',
      source(event),
      (event.message ?? '').trim(),
      since(first),
      event.series === undefined ? event.count || 1 : (event.series.count ?? 0),
      name(object),
    ];
  },
);

function target({ involvedObject }: EventFields): string {
  const kind = (involvedObject?.kind ?? '').toLowerCase();
  return involvedObject?.name ? `${kind}/${involvedObject.name}` : kind;
}

function source(event: EventFields): string {
  const component = event.source?.component || (event.reportingComponent ?? '');
  const instance = event.source?.host || (event.reportingInstance ?? '');
  return instance === '' ? component : `${component}, ${instance}`;
}
