/**
 * Who owns what in one object: metadata.managedFields, decoded. A manager is known by its name, operation, version and subresource, written as
 * JSON (an applier's version is left out, so that it stays one manager when it moves to another version).
 */

import { atOnce, type Steps } from '../../base/event-loop.ts';
import { compareBytes } from '../../machinery/go/format.ts';
import type { ManagedFieldsEntry } from '../../machinery/object.ts';
import { timeToMillis } from '../../machinery/time.ts';
import { FieldSet } from './field-set.ts';
import { decodeFieldsV1, encodeFieldsV1 } from './fields-v1.ts';

export interface ManagedSet {
  readonly set: FieldSet;
  readonly apiVersion: string;
  readonly applied: boolean;
}

export type Managers = Map<string, ManagedSet>;

/** Sets and, apart from them, times ("2006-01-02T15:04:05Z"); an entry need not have one. */
export interface Managed {
  readonly fields: Managers;
  readonly times: Map<string, string | undefined>;
}

export function noManagers(): Managed {
  return { fields: new Map(), times: new Map() };
}

export function managerIdentifier(entry: Pick<ManagedFieldsEntry, 'manager' | 'operation' | 'apiVersion' | 'subresource'>): string {
  const { manager = '', operation = '', apiVersion = '', subresource = '' } = entry;
  const key = `${operation.length} ${apiVersion.length} ${subresource.length} ${operation}${apiVersion}${subresource}${manager}`;
  let identifier = identifiers.get(key);
  if (identifier === undefined) {
    identifier = JSON.stringify({
      ...(manager ? { manager } : {}),
      ...(operation ? { operation } : {}),
      ...(apiVersion && operation !== 'Apply' ? { apiVersion } : {}),
      ...(subresource ? { subresource } : {}),
    });
    remember(identifiers, key, identifier);
  }
  return identifier;
}

/** Few managers write most objects; their identifiers are made and read once. */
const MAX_REMEMBERED = 1000;
/** Longer ones are nobody's name. */
const MAX_REMEMBERED_LENGTH = 500;
const identifiers = new Map<string, string>();
const parsed = new Map<string, ManagedFieldsEntry>();
const knownSeconds = new Map<string, number>();

function remember<T>(known: Map<string, T>, key: string, value: T): void {
  if (key.length > MAX_REMEMBERED_LENGTH) return;
  if (known.size >= MAX_REMEMBERED) known.clear();
  known.set(key, value);
}

/** The result is shared. */
export function parseManager(identifier: string): Readonly<ManagedFieldsEntry> {
  let entry = parsed.get(identifier);
  if (entry === undefined) {
    entry = JSON.parse(identifier) as ManagedFieldsEntry;
    remember(parsed, identifier, entry);
  }
  return entry;
}

/** @throws {Error} for an entry that breaks the rules; its message says which */
export function decodeManagers(entries: readonly ManagedFieldsEntry[]): Managed {
  return atOnce(decodeManagersInSteps(entries));
}

/** As decodeManagers. */
export function* decodeManagersInSteps(entries: readonly ManagedFieldsEntry[]): Steps<Managed> {
  const managed = noManagers();
  for (const [i, entry] of entries.entries()) {
    if (i > 0) yield;
    if (entry.operation !== 'Apply' && entry.operation !== 'Update') throw new Error('operation must be `Apply` or `Update`');
    if (!entry.apiVersion) throw new Error('apiVersion must not be empty');
    if (!entry.fieldsType) throw new Error(`missing fieldsType in managed fields entry ${i}`);
    if (entry.fieldsType !== 'FieldsV1') throw new Error(`invalid fieldsType "${entry.fieldsType}" in managed fields entry ${i}`);
    const identifier = managerIdentifier(entry);
    // No fields at all own nothing, which drops the entry.
    const set = entry.fieldsV1 === undefined ? FieldSet.empty : yield* decodeFieldsV1(entry.fieldsV1);
    managed.fields.set(identifier, { set, apiVersion: entry.apiVersion, applied: entry.operation === 'Apply' });
    managed.times.set(identifier, entry.time);
  }
  return managed;
}

/** As encodeManagers, in steps. */
export function* encodeManagersInSteps(managed: Managed): Steps<ManagedFieldsEntry[]> {
  for (const { set } of managed.fields.values()) {
    encodeFieldsV1(set);
    yield;
  }
  return encodeManagers(managed);
}

/** Entries in the order in which they are shown: by operation, time to the second, manager, version, subresource. */
export function encodeManagers(managed: Managed): ManagedFieldsEntry[] {
  const entries = [...managed.fields].map(([identifier, { set, apiVersion }]): ManagedFieldsEntry => {
    const { manager, operation, subresource } = parseManager(identifier);
    const time = managed.times.get(identifier);
    return {
      ...(manager === undefined ? {} : { manager }),
      ...(operation === undefined ? {} : { operation }),
      apiVersion,
      ...(time === undefined ? {} : { time }),
      fieldsType: 'FieldsV1',
      fieldsV1: encodeFieldsV1(set),
      ...(subresource === undefined ? {} : { subresource }),
    };
  });
  return entries.length < 2 ? entries : entries.sort(compareEntries);
}

function compareEntries(a: ManagedFieldsEntry, b: ManagedFieldsEntry): number {
  return (
    compareBytes(a.operation ?? '', b.operation ?? '') ||
    (a.time === b.time ? 0 : secondsOf(a.time) - secondsOf(b.time)) ||
    compareBytes(a.manager ?? '', b.manager ?? '') ||
    compareBytes(a.apiVersion ?? '', b.apiVersion ?? '') ||
    compareBytes(a.subresource ?? '', b.subresource ?? '')
  );
}

/** Whole seconds since the epoch; 0 without a time. */
export function secondsOf(time: string | undefined): number {
  if (time === undefined) return 0;
  let seconds = knownSeconds.get(time);
  if (seconds === undefined) {
    seconds = Math.floor(timeToMillis(time) / 1000);
    remember(knownSeconds, time, seconds);
  }
  return seconds;
}
