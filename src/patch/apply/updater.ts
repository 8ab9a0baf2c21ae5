/**
 * Ownership across a write: which manager gains what, which loses it, where they disagree, and what an applier that no longer applies a field
 * takes with it.
 *
 * The rules are KEP-555's as sigs.k8s.io/structured-merge-diff/merge carries them out. Managers may own fields of other versions of the object; every
 * question is asked in the version of the manager it is about.
 */
import type { Steps } from '../../base/event-loop.ts';
import { equalJson, type JsonMap } from '../document.ts';
import { type Comparison, compareInSteps, compareValues } from './compare.ts';
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

/** An object in a known version. */
export interface Versioned {
  readonly object: JsonMap;
  readonly apiVersion: string;
  /** Not a document: it may hold empty lists and maps that Go does not write. */
  readonly isInMemory?: boolean;
}

/** Ownership after an update: who changed a field owns it, everybody else loses it. */
export function updateOwnership(schema: VersionedSchema, live: JsonMap, next: Versioned, managers: Managers, manager: string): Managers {
  const settlement = new Settlement(schema, live, next, manager, reconciled(schema, managers));
  settlement.compare();
  settlement.take();
  return settlement.withWriter();
}

/** As updateOwnership. */
export function* updateOwnershipInSteps(
  schema: VersionedSchema,
  live: JsonMap,
  next: Versioned,
  managers: Managers,
  manager: string,
): Steps<Managers> {
  const settlement = new Settlement(schema, live, next, manager, reconciled(schema, managers));
  yield* settlement.settleInSteps();
  return settlement.withWriter();
}

function reconciled(schema: VersionedSchema, managers: Managers): Managers {
  return reconcileManagers(managers, (version) => schema.shape(version));
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
  const managers = reconciled(schema, recorded);
  const shape = requiredShape(schema, apiVersion);
  const merged = mergeValues(live, applied.object, shape) as JsonMap;
  yield;
  const last = managers.get(manager);
  const set = ownable(schema, apiVersion, toFieldSet(applied.object, shape));
  yield;
  const claimed = new Map(managers).set(manager, { set, apiVersion, applied: true });
  const pruned = prune(schema, { object: merged, apiVersion }, claimed, last);
  yield;
  const settlement = new Settlement(schema, live, { object: pruned, apiVersion }, manager, claimed);
  yield* settlement.settleInSteps();
  if (!force && settlement.conflicts.length > 0) throw new ApplyConflicts(settlement.conflicts);
  yield;
  return { object: equalJson(live, pruned) ? undefined : pruned, managers: settlement.settled };
}

function requiredShape(schema: VersionedSchema, apiVersion: string): MapShape {
  const shape = schema.shape(apiVersion);
  if (shape === undefined) throw new Error(`no schema for ${apiVersion}`);
  return shape;
}

/** Takes changed and removed fields away from everybody but the writer; drops managers of unknown versions and those left with nothing. */
class Settlement {
  readonly settled: Managers = new Map();
  readonly conflicts: Conflict[] = [];
  readonly #schema: VersionedSchema;
  readonly #live: JsonMap;
  readonly #next: Versioned;
  readonly #writer: string;
  readonly #managers: Managers;
  /** What changed, in the versions that are asked for. */
  readonly #changes = new Map<string, Changes>();

  constructor(schema: VersionedSchema, live: JsonMap, next: Versioned, writer: string, managers: Managers) {
    this.#schema = schema;
    this.#live = live;
    this.#next = next;
    this.#writer = writer;
    this.#managers = managers;
  }

  /** Finds out what changed. */
  compare(): void {
    this.#compareIn(this.#next.apiVersion);
    for (const { apiVersion } of this.#managers.values()) if (!this.#changes.has(apiVersion)) this.#compareIn(apiVersion);
  }

  /** All of it, as `compare` and `take`. */
  *settleInSteps(): Steps<void> {
    yield* this.#compareInSteps(this.#next.apiVersion);
    for (const { apiVersion } of this.#managers.values()) if (!this.#changes.has(apiVersion)) yield* this.#compareInSteps(apiVersion);
    for (const [name, owned] of this.#managers) {
      this.#take(name, owned);
      yield;
    }
  }

  /** Takes what changed from whom it belonged to. */
  take(): void {
    for (const [name, owned] of this.#managers) this.#take(name, owned);
  }

  /** The writer owns what changed. */
  withWriter(): Managers {
    const { apiVersion } = this.#next;
    const { removed, changed } = this.#changes.get(apiVersion) as Changes;
    const before = this.settled.get(this.#writer)?.set ?? FieldSet.empty;
    const set = before.isEmpty ? changed : ownable(this.#schema, apiVersion, before.difference(removed).union(changed));
    if (set.isEmpty) this.settled.delete(this.#writer);
    else this.settled.set(this.#writer, { set, apiVersion, applied: false });
    return this.settled;
  }

  #compareIn(apiVersion: string): void {
    const pair = this.#pairIn(apiVersion);
    if (pair !== undefined) this.#note(apiVersion, compareValues(pair.before, pair.after, pair.shape, this.#next.isInMemory));
  }

  *#compareInSteps(apiVersion: string): Steps<void> {
    const pair = this.#pairIn(apiVersion);
    if (pair === undefined) return;
    const comparison = yield* compareInSteps(pair.before, pair.after, pair.shape, this.#next.isInMemory);
    yield;
    this.#note(apiVersion, comparison);
    yield;
  }

  /** Both objects in a version; undefined for one that is not known. */
  #pairIn(apiVersion: string): { readonly before: JsonMap; readonly after: JsonMap; readonly shape: MapShape } | undefined {
    const { object, apiVersion: from } = this.#next;
    const shape = from === apiVersion ? requiredShape(this.#schema, from) : this.#schema.shape(apiVersion);
    if (shape === undefined) return undefined;
    return { before: this.#schema.convert(this.#live, from, apiVersion), after: this.#schema.convert(object, from, apiVersion), shape };
  }

  #note(apiVersion: string, { added, modified, removed }: Comparison): void {
    const only = (set: FieldSet): FieldSet => ownable(this.#schema, apiVersion, set);
    this.#changes.set(apiVersion, { changed: only(modified).union(only(added)), removed: only(removed) });
  }

  #take(name: string, owned: ManagedSet): void {
    if (name === this.#writer) {
      if (!owned.set.isEmpty) this.settled.set(name, owned);
      return;
    }
    const changes = this.#changes.get(owned.apiVersion);
    if (changes === undefined) return;
    const disputed = owned.set.intersection(changes.changed);
    if (!disputed.isEmpty) this.conflicts.push({ manager: name, fields: disputed });
    const left = owned.set.difference(disputed).difference(changes.removed);
    if (!left.isEmpty) this.settled.set(name, left === owned.set ? owned : { ...owned, set: left });
  }
}

/** What a write changed, as far as it may be owned. */
interface Changes {
  /** New or other than it was. */
  readonly changed: FieldSet;
  readonly removed: FieldSet;
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
