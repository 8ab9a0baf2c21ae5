/**
 * The words of tables: columns that nearly every kind has, and cells whose text depends on the time of the answer.
 */

import type { KubeObject } from '../../machinery/object.ts';
import { timeToMillis } from '../../machinery/time.ts';
import type { Column, TablePrinter, TimedCell } from '../generic/declaration.ts';
import { humanDuration } from './duration.ts';

export type Cells = ReturnType<TablePrinter['row']>['cells'];

export function column(
  name: string,
  description = '',
  options: { readonly type?: string; readonly format?: string; readonly wide?: boolean } = {},
): Column {
  return { name, type: options.type ?? 'string', format: options.format ?? '', description, priority: options.wide === true ? 1 : 0 };
}

/** Shown by `-o wide` only. */
export function wide(name: string, description = ''): Column {
  return column(name, description, { wide: true });
}

export function integer(name: string, description = ''): Column {
  return column(name, description, { type: 'integer' });
}

export function boolean(name: string, description = ''): Column {
  return column(name, description, { type: 'boolean' });
}

export const nameColumn: Column = column('Name', 'The name of the object, unique for its kind in its namespace.', { format: 'name' });
export const ageColumn: Column = column('Age', 'How long ago the object was created.');
const createdAtColumn: Column = column('Created At', 'When the object was created.', { type: 'date' });

/** A printer whose rows are plain cells. */
export function table(columns: readonly Column[], cells: (object: KubeObject) => Cells): TablePrinter {
  return { columns, row: (object) => ({ cells: cells(object) }) };
}

/** How Go prints a time that is not set. */
const ZERO_TIME = '0001-01-01T00:00:00Z';

/** What kinds without columns of their own show. */
export const nameAndCreation: TablePrinter = {
  ...table([nameColumn, createdAtColumn], (object) => [name(object), object.metadata.creationTimestamp ?? ZERO_TIME]),
  nullWhenEmpty: true,
};

export const nameAndAge: TablePrinter = table([nameColumn, ageColumn], (object) => [name(object), age(object)]);

export function name(object: KubeObject): string {
  return object.metadata.name ?? '';
}

export function age(object: KubeObject): TimedCell {
  return since(object.metadata.creationTimestamp);
}

/** How long ago `timestamp` (RFC 3339) was. */
export function since(timestamp: string | null | undefined): TimedCell {
  if (timestamp === undefined || timestamp === null || timestamp === '') return () => UNKNOWN;
  const then = timeToMillis(timestamp);
  return (now) => humanDuration(now - then);
}

export const UNKNOWN = '<unknown>';
export const NONE = '<none>';
export const UNSET = '<unset>';
