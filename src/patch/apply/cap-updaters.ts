/** How many updaters of an object are kept apart: older ones of a version become one, `ancient-changes`, which owns what they owned. (KEP-555.) */
import { FieldSet } from './field-set.ts';
import { type Managed, managerIdentifier, secondsOf } from './managers.ts';

/** How many updaters are kept apart. */
export const MAX_UPDATE_MANAGERS = 10;
const ANCIENT_CHANGES = 'ancient-changes';

/** Joins the oldest updaters of a version into one bucket until few enough are left. */
export function capUpdaters(managed: Managed): Managed {
  if (managed.fields.size <= MAX_UPDATE_MANAGERS) return managed;
  const updaters = [...managed.fields].filter(([, each]) => !each.applied).map(([identifier]) => identifier);
  let count = updaters.length;
  if (count <= MAX_UPDATE_MANAGERS) return managed;
  updaters.sort((a, b) => secondsOf(managed.times.get(a)) - secondsOf(managed.times.get(b)) || (a < b ? -1 : 1));
  const { fields, times } = managed;
  const firstOf = new Map<string, string>();
  /** What each bucket takes in, joined in the end: there may be thousands. */
  const joined = new Map<string, FieldSet[]>();
  for (const identifier of updaters) {
    if (count <= MAX_UPDATE_MANAGERS) break;
    const each = fields.get(identifier);
    if (each === undefined) continue;
    const first = firstOf.get(each.apiVersion);
    if (first === undefined) {
      firstOf.set(each.apiVersion, identifier);
      continue;
    }
    const bucket = managerIdentifier({ manager: ANCIENT_CHANGES, operation: 'Update', apiVersion: each.apiVersion });
    let sets = joined.get(bucket);
    if (sets === undefined) {
      const ancient = fields.get(bucket) ?? fields.get(first);
      sets = ancient === undefined ? [] : [ancient.set];
      joined.set(bucket, sets);
      if (!fields.has(bucket)) fields.delete(first);
    }
    sets.push(each.set);
    fields.set(bucket, { ...each, set: FieldSet.empty });
    if (identifier !== bucket) fields.delete(identifier);
    count--;
    times.set(bucket, times.get(identifier));
  }
  for (const [bucket, sets] of joined) {
    const known = fields.get(bucket);
    if (known !== undefined) fields.set(bucket, { ...known, set: FieldSet.unionOf(sets) });
  }
  return managed;
}
