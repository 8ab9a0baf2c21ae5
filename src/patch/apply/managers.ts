/**
 * Who owns what in one object: metadata.managedFields, decoded. A manager is known by its name, operation, version and subresource, written as
 * JSON (an applier's version is left out, so that it stays one manager when it moves to another version).
 */

import type { Steps } from '../../base/event-loop.ts';
import { compareBytes } from '../../machinery/go/format.ts';
import type { ManagedFieldsEntry } from '../../machinery/object.ts';
import { timeToMillis } from '../../machinery/time.ts';
import { FieldSet } from './field-set.ts';
import { decodeFieldsV1, decodeFieldsV1InSteps, encodeFieldsV1 } from './fields-v1.ts';

export interface ManagedSet {
  readonly set: FieldSet;
  readonly apiVersion: string;
  readonly applied: boolean;
  /** What it was read from; written again as it is where nothing of it has changed. */
  readonly entry?: ManagedFieldsEntry;
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
  let known = identifiers.get(manager);
  for (const each of known ?? NO_IDENTIFIERS) {
    if (each.operation === operation && each.apiVersion === apiVersion && each.subresource === subresource) return each.identifier;
  }
  const identifier = JSON.stringify({
    ...(manager ? { manager } : {}),
    ...(operation ? { operation } : {}),
    ...(apiVersion && operation !== 'Apply' ? { apiVersion } : {}),
    ...(subresource ? { subresource } : {}),
  });
  if (apiVersion.length + identifier.length > MAX_REMEMBERED_LENGTH) return identifier;
  if (known === undefined || known.length >= MAX_OF_ONE_NAME) {
    known = [];
    remember(identifiers, manager, known);
  }
  known.push({ operation, apiVersion, subresource, identifier });
  return identifier;
}

interface Identified {
  readonly operation: string;
  readonly apiVersion: string;
  readonly subresource: string;
  readonly identifier: string;
}

const NO_IDENTIFIERS: readonly Identified[] = [];

/** Few managers write most objects; their identifiers are made and read once. */
const MAX_REMEMBERED = 1000;
/** Longer ones are nobody's name. */
const MAX_REMEMBERED_LENGTH = 500;
const MAX_OF_ONE_NAME = 32;
/** By name. */
const identifiers = new Map<string, Identified[]>();
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
function decodeManagers(entries: readonly ManagedFieldsEntry[]): Managed {
  const managed = noManagers();
  for (let i = 0; i < entries.length; i++) {
    const entry = checkedEntry(entries, i);
    addManager(managed, entry, entry.fieldsV1 === undefined ? FieldSet.empty : decodeFieldsV1(entry.fieldsV1));
  }
  return managed;
}

/** As decodeManagers. */
export function* decodeManagersInSteps(entries: readonly ManagedFieldsEntry[]): Steps<Managed> {
  const managed = noManagers();
  for (let i = 0; i < entries.length; i++) {
    yield;
    const entry = checkedEntry(entries, i);
    addManager(managed, entry, entry.fieldsV1 === undefined ? FieldSet.empty : yield* decodeFieldsV1InSteps(entry.fieldsV1));
  }
  return managed;
}

/** As decodeManagers; entries that break the rules say nothing, and nor do those beside them. */
export function decodeOrNothing(entries: readonly ManagedFieldsEntry[]): Managed {
  try {
    return decodeManagers(entries);
  } catch {
    return noManagers();
  }
}

/** As decodeOrNothing. */
export function* decodeOrNothingInSteps(entries: readonly ManagedFieldsEntry[]): Steps<Managed> {
  try {
    return yield* decodeManagersInSteps(entries);
  } catch {
    return noManagers();
  }
}

/** An entry that says all that it must; one without fields at all owns nothing, which drops it. */
type CheckedEntry = ManagedFieldsEntry & { readonly apiVersion: string };

function checkedEntry(entries: readonly ManagedFieldsEntry[], i: number): CheckedEntry {
  const entry = entries[i] as ManagedFieldsEntry;
  if (entry.operation !== 'Apply' && entry.operation !== 'Update') throw new Error('operation must be `Apply` or `Update`');
  if (!entry.apiVersion) throw new Error('apiVersion must not be empty');
  if (!entry.fieldsType) throw new Error(`missing fieldsType in managed fields entry ${i}`);
  if (entry.fieldsType !== 'FieldsV1') throw new Error(`invalid fieldsType "${entry.fieldsType}" in managed fields entry ${i}`);
  return entry as CheckedEntry;
}

function addManager({ fields, times }: Managed, entry: CheckedEntry, set: FieldSet): void {
  const identifier = managerIdentifier(entry);
  fields.set(identifier, { set, apiVersion: entry.apiVersion, applied: entry.operation === 'Apply', entry });
  times.set(identifier, entry.time);
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
export function encodeManagers({ fields, times }: Managed): ManagedFieldsEntry[] {
  const entries: ManagedFieldsEntry[] = [];
  for (const [identifier, owned] of fields) entries.push(encodeEntry(identifier, owned, times.get(identifier)));
  return entries.length < 2 ? entries : entries.sort(compareEntries);
}

function encodeEntry(identifier: string, { set, apiVersion, entry: known }: ManagedSet, time: string | undefined): ManagedFieldsEntry {
  const fieldsV1 = encodeFieldsV1(set);
  if (known !== undefined && known.time === time && known.apiVersion === apiVersion && known.fieldsV1?.text === fieldsV1.text) return known;
  const { manager, operation, subresource } = parseManager(identifier);
  const entry: ManagedFieldsEntry = {};
  if (manager !== undefined) entry.manager = manager;
  if (operation !== undefined) entry.operation = operation;
  entry.apiVersion = apiVersion;
  if (time !== undefined) entry.time = time;
  entry.fieldsType = 'FieldsV1';
  entry.fieldsV1 = fieldsV1;
  if (subresource !== undefined) entry.subresource = subresource;
  return entry;
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
