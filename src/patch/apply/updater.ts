/**
 * Ownership across a write: which manager gains what, which loses it, where they disagree, and what an applier that no longer applies a field
 * takes with it.
 *
 * The rules are KEP-555's as sigs.k8s.io/structured-merge-diff/merge carries them out. Managers may own fields of other versions of the object; every
 * question is asked in the version of the manager it is about.
 */
import type { Steps } from '../../base/event-loop.ts';
import { equalJson, type JsonMap } from '../document.ts';
import { type Comparison, compareInSteps } from './compare.ts';
import type { FieldMatcher } from './field-matcher.ts';
import { FieldSet } from './field-set.ts';
import type { ManagedSet, Managers } from './managers.ts';
import { mergeValues, removeItems } from './merge.ts';
import { reconcileManagers } from './reconcile.ts';
import type { MapShape } from './shape.ts';
import { toFieldSet, withNamedFields } from './typed-value.ts';

/** The versions of one kind. */
export interface VersionedSchema {
  /** Undefined for a version that is not known (any more). */
  shape(apiVersion: string): MapShape | undefined;
  /** Converts; the same object when the versions are equal. Both versions are known. */
  convert(object: JsonMap, from: string, to: string): JsonMap;
  /** Fields that this write may not own, by version (status on the main resource, the rest on /status). */
  resetFields(apiVersion: string): FieldSet;
  /** When present, the write may own no other fields than these. */
  readonly ownable?: FieldMatcher;
}

/** What of a set this write may own. */
function ownable(schema: VersionedSchema, apiVersion: string, set: FieldSet): FieldSet {
  const left = set.recursiveDifference(schema.resetFields(apiVersion));
  return schema.ownable === undefined ? left : schema.ownable.filter(left);
}

/** Fields that other managers own and an apply would change. */
export interface Conflict {
  readonly manager: string;
  readonly fields: FieldSet;
}

export class ApplyConflicts extends Error {
  override readonly name = 'ApplyConflicts';
  readonly conflicts: readonly Conflict[];
  constructor(conflicts: readonly Conflict[]) {
    super('apply conflicts');
    this.conflicts = conflicts;
  }
}

export interface Ownership {
  readonly managers: Managers;
  readonly comparison: Comparison;
}

/** An object in a known version. */
export interface Versioned {
  readonly object: JsonMap;
  readonly apiVersion: string;
  /** Not a document: it may hold empty lists and maps that Go does not write. */
  readonly isInMemory?: boolean;
}

/** Ownership after an update, in steps: who changed a field owns it, everybody else loses it. */
export function* updateOwnership(schema: VersionedSchema, live: JsonMap, next: Versioned, managers: Managers, manager: string): Steps<Managers> {
  const { managers: left, comparison } = yield* settle(
    schema,
    live,
    next,
    reconcileManagers(managers, (version) => schema.shape(version)),
    manager,
    true,
  );
  yield;
  const before = left.get(manager)?.set ?? FieldSet.empty;
  const changed = before.difference(comparison.removed).union(comparison.modified).union(comparison.added);
  yield;
  const set = ownable(schema, next.apiVersion, changed);
  if (set.isEmpty) left.delete(manager);
  else left.set(manager, { set, apiVersion: next.apiVersion, applied: false });
  return left;
}

export interface Applied {
  /** Undefined when the object stays as it is; ownership may have changed all the same. */
  readonly object: JsonMap | undefined;
  readonly managers: Managers;
}

/** Merges what is applied into the live object, in steps. @throws {ApplyConflicts} unless forced */
export function* applyOwnership(
  schema: VersionedSchema,
  live: JsonMap,
  applied: Versioned,
  recorded: Managers,
  manager: string,
  force: boolean,
): Steps<Applied> {
  const { apiVersion } = applied;
  const managers = reconcileManagers(recorded, (version) => schema.shape(version));
  const shape = requiredShape(schema, apiVersion);
  const merged = mergeValues(live, applied.object, shape) as JsonMap;
  yield;
  const last = managers.get(manager);
  const set = ownable(schema, apiVersion, toFieldSet(applied.object, shape));
  yield;
  const claimed = new Map(managers).set(manager, { set, apiVersion, applied: true });
  const pruned = prune(schema, { object: merged, apiVersion }, claimed, last);
  yield;
  const { managers: settled } = yield* settle(schema, live, { object: pruned, apiVersion }, claimed, manager, force);
  yield;
  return { object: equalJson(live, pruned) ? undefined : pruned, managers: settled };
}

function requiredShape(schema: VersionedSchema, apiVersion: string): MapShape {
  const shape = schema.shape(apiVersion);
  if (shape === undefined) throw new Error(`no schema for ${apiVersion}`);
  return shape;
}

/** Takes changed and removed fields away from everybody but `writer`; drops managers of unknown versions and those left with nothing. */
function* settle(schema: VersionedSchema, live: JsonMap, next: Versioned, managers: Managers, writer: string, force: boolean): Steps<Ownership> {
  const comparisons = new Map<string, Comparison>();
  const comparisonIn = function* (apiVersion: string): Steps<Comparison | undefined> {
    let comparison = comparisons.get(apiVersion);
    if (comparison === undefined) {
      const shape = schema.shape(apiVersion);
      if (shape === undefined) return undefined;
      const before = schema.convert(live, next.apiVersion, apiVersion);
      const after = schema.convert(next.object, next.apiVersion, apiVersion);
      const changes = yield* compareInSteps(before, after, shape, next.isInMemory);
      yield;
      comparison = ownableChanges(schema, apiVersion, changes);
      comparisons.set(apiVersion, comparison);
    }
    return comparison;
  };
  const own = yield* comparisonIn(next.apiVersion);
  if (own === undefined) throw new Error(`no schema for ${next.apiVersion}`);
  const changes = new Map<Comparison, FieldSet>();
  const changedBy = (comparison: Comparison): FieldSet => {
    let changed = changes.get(comparison);
    if (changed === undefined) {
      changed = comparison.modified.union(comparison.added);
      changes.set(comparison, changed);
    }
    return changed;
  };
  const settled: Managers = new Map();
  const conflicts: Conflict[] = [];
  for (const [name, owned] of managers) {
    if (name === writer) {
      if (!owned.set.isEmpty) settled.set(name, owned);
      continue;
    }
    const comparison = yield* comparisonIn(owned.apiVersion);
    if (comparison === undefined) continue;
    const changed = changedBy(comparison);
    yield;
    const disputed = owned.set.intersection(changed);
    yield;
    if (!disputed.isEmpty) conflicts.push({ manager: name, fields: disputed });
    const left = owned.set.difference(disputed).difference(comparison.removed);
    if (!left.isEmpty) settled.set(name, left === owned.set ? owned : { ...owned, set: left });
  }
  if (!force && conflicts.length > 0) throw new ApplyConflicts(conflicts);
  return { managers: settled, comparison: own };
}

function ownableChanges(schema: VersionedSchema, apiVersion: string, { added, modified, removed }: Comparison): Comparison {
  const only = (set: FieldSet): FieldSet => ownable(schema, apiVersion, set);
  return { added: only(added), modified: only(modified), removed: only(removed) };
}

/** Removes what the applier applied last time and does not any more, unless somebody else owns it or it holds something of others. */
function prune(schema: VersionedSchema, merged: Versioned, managers: Managers, last: ManagedSet | undefined): JsonMap {
  if (last === undefined || last.set.isEmpty) return merged.object;
  const shape = schema.shape(last.apiVersion);
  if (shape === undefined) return merged.object;
  const before: Versioned = { object: schema.convert(merged.object, merged.apiVersion, last.apiVersion), apiVersion: last.apiVersion };
  const removed = objectOf(removeItems(before.object, withNamedFields(last.set, shape), shape));
  const owned = addBackOwned(schema, before, { object: removed, apiVersion: last.apiVersion }, managers);
  const prunedSet = withNamedFields(toFieldSet(schema.convert(owned.object, owned.apiVersion, last.apiVersion), shape), shape);
  const mergedSet = withNamedFields(toFieldSet(before.object, shape), shape);
  const gone = mergedSet.difference(prunedSet).intersection(withNamedFields(last.set, shape));
  return schema.convert(objectOf(removeItems(before.object, gone, shape)), last.apiVersion, merged.apiVersion);
}

const objectOf = (value: unknown): JsonMap => (value ?? {}) as JsonMap;

/** Puts back whatever was removed and any manager owns, version by version. */
function addBackOwned(schema: VersionedSchema, merged: Versioned, pruned: Versioned, managers: Managers): Versioned {
  const ownedIn = Map.groupBy(managers.values(), ({ apiVersion }) => apiVersion);
  // The pruned version comes first: fields that another version needs for its conversion are back by then.
  const versions = [...ownedIn.keys()].sort((a, b) => Number(b === pruned.apiVersion) - Number(a === pruned.apiVersion));
  let current = pruned;
  for (const apiVersion of versions) {
    const shape = schema.shape(apiVersion);
    if (shape === undefined) continue;
    const owned = FieldSet.unionOf((ownedIn.get(apiVersion) ?? []).map(({ set }) => set));
    const whole = schema.convert(merged.object, merged.apiVersion, apiVersion);
    const rest = schema.convert(current.object, current.apiVersion, apiVersion);
    const keep = withNamedFields(toFieldSet(rest, shape), shape).union(withNamedFields(owned, shape));
    const gone = withNamedFields(toFieldSet(whole, shape), shape).difference(keep);
    current = { object: objectOf(removeItems(whole, gone, shape)), apiVersion };
  }
  return current;
}
