/**
 * Entries that are about to be listed are read beforehand: in slices, because those that nobody has asked for since the start must be decoded, and
 * before anything is sent, because one that cannot be read fails the whole list.
 */
import { errorText } from '../../base/errors.ts';
import { TimeSlice } from '../../base/event-loop.ts';
import { ApiError, internalError } from '../../machinery/status.ts';
import type { StoredEntry } from '../entries/entry.ts';
import type { EntryFilter } from '../resource-storage.ts';

/** @throws {ApiError} 500 that names the key which cannot be read */
export async function ensureReadable(entries: readonly StoredEntry[]): Promise<void> {
  const slice = new TimeSlice();
  for (const entry of entries) {
    if (entry.isReady) continue;
    try {
      void entry.json;
    } catch (error) {
      throw unreadable(entry.key, error);
    }
    if (slice.over()) await slice.next();
  }
}

/** Whether the selector takes the entry. @throws {ApiError} as ensureReadable */
export function matches(filter: EntryFilter, entry: StoredEntry): boolean {
  if (filter.matches === undefined) return true;
  try {
    return filter.matches(entry);
  } catch (error) {
    throw unreadable(entry.key, error);
  }
}

const INTERNAL = 'Internal error occurred: ';

function unreadable(key: string, error: unknown): ApiError {
  const text = errorText(error);
  const bare = error instanceof ApiError && text.startsWith(INTERNAL) ? text.slice(INTERNAL.length) : text;
  return internalError(`unable to transform key ${JSON.stringify(key)}: ${bare}`);
}
