/**
 * The field manager of one resource and version: what every write does to metadata.managedFields.
 *
 * An update owns what it changed, an apply owns what it says. At most ten updaters are kept apart; older ones become `ancient-changes`. Objects that
 * nobody tracks stay untracked until the first apply, which records what was there as `before-first-apply`. Objects are in the version of the
 * request. (Server-side apply, KEP-555; k8s.io/apimachinery/pkg/util/managedfields.)
 */
import type { Clock } from '../../base/clock.ts';
import { atOnce, type Steps } from '../../base/event-loop.ts';
import { getKey, type KubeObject, type ManagedFieldsEntry } from '../../machinery/object.ts';
import { RawJson } from '../../machinery/raw.ts';
import { badRequest, rawError } from '../../machinery/status.ts';
import { timeText } from '../../machinery/time.ts';
import type { JsonMap } from '../document.ts';
import { capUpdaters } from './cap-updaters.ts';
import { FieldSet } from './field-set.ts';
import type { Unowned } from './first-fields.ts';
import { firstFieldsInSteps } from './first-fields-in-steps.ts';
import { identityErrors } from './identities.ts';
import { allowedByLastApplied, hasLastApplied, withLastApplied } from './last-applied.ts';
import {
  decodeManagersInSteps,
  decodeOrNothing,
  decodeOrNothingInSteps,
  encodeManagers,
  encodeManagersInSteps,
  type Managed,
  type Managers,
  managerIdentifier,
  noManagers,
} from './managers.ts';
import { RepeatedFields } from './repeated-fields.ts';
import type { MapShape } from './shape.ts';
import { ElementError, isMapValue } from './typed-value.ts';
import { ApplyConflicts, applyOwnership, updateOwnership, updateOwnershipInSteps, type VersionedSchema } from './updater.ts';
import { joinErrors, validateDocument } from './validate.ts';

const BEFORE_FIRST_APPLY = 'before-first-apply';
/** Stands for the running request until its manager's entry is known. */
const CURRENT = 'current-operation';

/** What nobody owns: identity and bookkeeping. */
const STRIPPED = FieldSet.of(
  ['f:apiVersion'],
  ['f:kind'],
  ['f:metadata'],
  ...['name', 'namespace', 'creationTimestamp', 'selfLink', 'uid', 'clusterName', 'generation', 'managedFields', 'resourceVersion'].map((name) => [
    'f:metadata',
    `f:${name}`,
  ]),
);

export interface FieldManagerOptions {
  readonly kind: string;
  readonly apiVersion: string;
  readonly subresource: string;
  readonly schema: VersionedSchema;
  readonly clock: Clock;
  /**
   * A new object of the kind: what an object that did not exist before is compared with. Go's zero value holds its structs, so they are owned by
   * nobody.
   */
  readonly empty: KubeObject;
}

export interface ApplyResult {
  /** The merged document, not decoded yet; undefined when applying changed nothing but, perhaps, ownership. */
  readonly object: JsonMap | undefined;
  readonly managedFields: ManagedFieldsEntry[];
}

export class FieldManager {
  readonly #options: FieldManagerOptions;
  #repeated: RepeatedFields | undefined;

  constructor(options: FieldManagerOptions) {
    this.#options = options;
  }

  /**
   * Ownership after a create, update or patch. The object itself is left as it is but for metadata.managedFields.
   * @param live the object before the write; undefined for a create
   * @param manager the name, empty for a client without one
   */
  update(live: KubeObject | undefined, next: KubeObject, manager: string): void {
    try {
      if (live === undefined && next.metadata.managedFields === undefined) this.#create(next, manager);
      else this.#track(live, next, manager);
    } catch (error) {
      dropOwners(next, error);
    }
  }

  /** As update, for what is long. */
  *updateInSteps(live: KubeObject | undefined, next: KubeObject, manager: string): Steps<void> {
    try {
      if (live === undefined && next.metadata.managedFields === undefined) yield* this.#createInSteps(next, manager);
      else yield* this.#trackInSteps(live, next, manager);
    } catch (error) {
      dropOwners(next, error);
    }
  }

  /** @throws {ElementError} */
  #requireIdentities(object: KubeObject): void {
    const errors = this.#identityErrors(object);
    if (errors.length > 0) throw new ElementError(joinErrors(errors));
  }

  #identityErrors(object: KubeObject): string[] {
    return identityErrors(object, this.#shape());
  }

  #shape(): MapShape {
    const { schema, apiVersion } = this.#options;
    const shape = schema.shape(apiVersion);
    if (shape === undefined) throw new Error(`no schema for ${apiVersion}`);
    return shape;
  }

  #track(live: KubeObject | undefined, next: KubeObject, manager: string): void {
    const managed = this.#managedOf(live, next);
    this.#begin(live, next);
    const result = isTracked(live, managed) ? this.#update(live ?? this.#options.empty, next, managed, manager) : managed;
    setOwners(next, encodeManagers(result));
  }

  *#trackInSteps(live: KubeObject | undefined, next: KubeObject, manager: string): Steps<void> {
    const managed = yield* this.#managedInSteps(live, next);
    yield;
    this.#begin(live, next);
    yield;
    const result = isTracked(live, managed) ? yield* this.#updateInSteps(live ?? this.#options.empty, next, managed, manager) : managed;
    yield;
    setOwners(next, yield* encodeManagersInSteps(result));
  }

  /** @throws {ElementError} Given owners or not, a new object must be one whose elements can be told apart. */
  #begin(live: KubeObject | undefined, next: KubeObject): void {
    // Both have the same owners until the new ones are known, so that no change is found there.
    setOwners(next, live?.metadata.managedFields ?? []);
    this.#requireIdentities(next);
    if (live !== undefined) this.#requireIdentities(live);
  }

  #firstFields(next: KubeObject): RawJson | undefined {
    this.#repeated ??= new RepeatedFields(this.#options.empty, this.#shape(), this.#unowned());
    return this.#repeated.of(next);
  }

  #unowned(): Unowned {
    const { schema, apiVersion } = this.#options;
    return { whole: schema.resetFields(apiVersion), single: STRIPPED };
  }

  /** A new object has one owner, who owns all of it. */
  #create(next: KubeObject, manager: string): void {
    this.#requireIdentities(next);
    const fieldsV1 = this.#firstFields(next);
    if (fieldsV1 !== undefined) this.#setCreator(next, manager, fieldsV1);
  }

  *#createInSteps(next: KubeObject, manager: string): Steps<void> {
    this.#requireIdentities(next);
    yield;
    const text = yield* firstFieldsInSteps(next, this.#options.empty, this.#shape(), this.#unowned());
    if (text !== undefined) this.#setCreator(next, manager, new RawJson(text));
  }

  #setCreator(next: KubeObject, manager: string, fieldsV1: RawJson): void {
    const { apiVersion, clock, subresource } = this.#options;
    const time = timeText(clock.now());
    const entry: ManagedFieldsEntry = {
      manager: manager === '' ? 'unknown' : manager,
      operation: 'Update',
      apiVersion,
      time,
      fieldsType: 'FieldsV1',
      fieldsV1,
    };
    if (subresource !== '') entry.subresource = subresource;
    next.metadata.managedFields = [entry];
  }

  /**
   * Merges an applied document into the live object.
   * @param current the object as it is; undefined for a create
   * @param applied the decoded body, its kind and apiVersion checked by nobody yet
   * @throws {ApplyConflicts} when others own what would change and `force` is off
   * @throws {ApiError} 400 and 500 for documents that do not fit
   */
  apply(current: KubeObject | undefined, applied: JsonMap, manager: string, force: boolean): ApplyResult {
    return atOnce(this.applyInSteps(current, applied, manager, force));
  }

  /** As apply. */
  *applyInSteps(current: KubeObject | undefined, applied: JsonMap, manager: string, force: boolean): Steps<ApplyResult> {
    this.#checkKind(applied);
    const live = current ?? this.#options.empty;
    let managed = yield* decodeManagersInSteps(live.metadata.managedFields ?? []);
    const bare = withoutManagedFields(live);
    if (managed.fields.size === 0 && live.metadata.uid !== undefined) {
      this.#checkLive(bare, 'failed to create manager for existing fields: failed to convert new object', ' to smd typed: ');
      yield;
      managed = yield* this.#updateInSteps(this.#options.empty, bare, managed, BEFORE_FIRST_APPLY);
      yield;
    }
    const identifier = this.#identifier(manager, 'Apply');
    if (manager !== 'kubectl') return this.#finish(yield* this.#apply(bare, applied, managed, identifier, force), applied, manager, bare);
    try {
      return this.#finish(yield* this.#apply(bare, applied, managed, identifier, force), applied, manager, bare);
    } catch (error) {
      if (!(error instanceof ApplyConflicts)) throw error;
      const remaining = allowedByLastApplied(bare, this.#options, error.conflicts);
      if (remaining.length > 0) throw new ApplyConflicts(remaining);
      return this.#finish(yield* this.#apply(bare, applied, managed, identifier, true), applied, manager, bare);
    }
  }

  #finish(result: { object: JsonMap | undefined; managed: Managed }, applied: JsonMap, manager: string, live: KubeObject): ApplyResult {
    let { object } = result;
    const shown = object ?? (live as JsonMap);
    // kubectl goes on keeping the annotation of client-side apply where there is one, so that either way of applying works next.
    if (manager === 'kubectl' && hasLastApplied(shown)) object = withLastApplied(shown, applied);
    return { object, managedFields: encodeManagers(result.managed) };
  }

  #checkKind(applied: JsonMap): void {
    const { apiVersion, kind } = this.#options;
    if (applied.apiVersion === apiVersion && applied.kind === kind) return;
    // The core group may be written with its slash.
    if (!apiVersion.includes('/') && applied.apiVersion === `/${apiVersion}` && applied.kind === kind) return;
    const given = typeof applied.apiVersion === 'string' ? applied.apiVersion : '';
    const malformed = given.split('/').length > 2;
    const [group, version] = malformed ? ['', ''] : splitApiVersion(given);
    throw badRequest(`invalid object type: ${group}/${version}, Kind=${typeof applied.kind === 'string' && !malformed ? applied.kind : ''}`);
  }

  /** Entries of the written object count, unless they are empty or broken, or the write goes to a subresource. */
  #managedOf(live: KubeObject | undefined, next: KubeObject): Managed {
    for (const entries of this.#candidates(live, next)) {
      const managed = decodeOrNothing(entries);
      if (managed.fields.size > 0) return managed;
    }
    return noManagers();
  }

  *#managedInSteps(live: KubeObject | undefined, next: KubeObject): Steps<Managed> {
    for (const entries of this.#candidates(live, next)) {
      const managed = yield* decodeOrNothingInSteps(entries);
      if (managed.fields.size > 0) return managed;
    }
    return noManagers();
  }

  /** Entries of which the first that say anything count. */
  #candidates(live: KubeObject | undefined, next: KubeObject): readonly (readonly ManagedFieldsEntry[])[] {
    const stored = live?.metadata.managedFields ?? [];
    const written = next.metadata.managedFields;
    if (this.#options.subresource !== '' || written === undefined || written === stored) return [stored];
    const isEmpty = written.length === 0 || (written.length === 1 && Object.keys(written[0] ?? {}).length === 0);
    return isEmpty ? [] : [written, stored];
  }

  #update(live: KubeObject, next: KubeObject, managed: Managed, manager: string): Managed {
    const { schema, apiVersion } = this.#options;
    const written = { object: next, apiVersion, isInMemory: true };
    return this.#withWriter(updateOwnership(schema, comparable(live, next), written, managed.fields, CURRENT), managed, manager);
  }

  *#updateInSteps(live: KubeObject, next: KubeObject, managed: Managed, manager: string): Steps<Managed> {
    const { schema, apiVersion } = this.#options;
    const written = { object: next, apiVersion, isInMemory: true };
    const owned = yield* updateOwnershipInSteps(schema, comparable(live, next), written, managed.fields, CURRENT);
    yield;
    return this.#withWriter(owned, managed, manager);
  }

  /**
   * @param fields owners after the write, the writer as CURRENT; consumed
   * @param managed owners before the write; their times are consumed
   */
  #withWriter(fields: Managers, managed: Managed, manager: string): Managed {
    const { times } = managed;
    const current = fields.get(CURRENT);
    fields.delete(CURRENT);
    const set = current?.set.difference(STRIPPED);
    if (current !== undefined && set !== undefined && !set.isEmpty) {
      const identifier = this.#identifier(manager, 'Update');
      const previous = fields.get(identifier);
      const joined = previous === undefined ? set : previous.set.union(set);
      const before = managed.fields.get(identifier);
      // Who writes what was owned already owns the same as before: the same set, whose text is known.
      fields.set(identifier, before?.set.equals(joined) === true ? { ...current, set: before.set } : { ...current, set: joined });
      times.set(identifier, timeText(this.#options.clock.now()));
    }
    return capUpdaters({ fields, times });
  }

  *#apply(
    live: KubeObject,
    applied: JsonMap,
    managed: Managed,
    identifier: string,
    force: boolean,
  ): Steps<{ object: JsonMap | undefined; managed: Managed }> {
    const { schema, apiVersion, kind, clock } = this.#options;
    const managedFields = isMapValue(applied.metadata) ? getKey(applied.metadata, 'managedFields') : undefined;
    // What is no list of entries is left to the schema.
    if (Array.isArray(managedFields) && managedFields.every(isEntry)) throw badRequest('metadata.managedFields must be nil');
    const errors = validateDocument(applied, this.#shape());
    if (errors.length > 0) throw rawError(`failed to create typed patch object (${objectName(applied, apiVersion, kind)}): ${joinErrors(errors)}`);
    yield;
    this.#checkLive(live, 'failed to create typed live object', ': ');
    const result = yield* applyOwnership(schema, live, { object: applied, apiVersion }, managed.fields, identifier, force);
    const fields = new Map(result.managers);
    const own = fields.get(identifier);
    if (own !== undefined) {
      const set = own.set.difference(STRIPPED);
      if (set.isEmpty) fields.delete(identifier);
      else fields.set(identifier, { ...own, set });
    }
    const times = new Map(managed.times);
    if (result.object !== undefined) times.set(identifier, timeText(clock.now()));
    return { object: result.object, managed: { fields, times } };
  }

  /** @throws {ApiError} 500 for an object that cannot be applied to */
  #checkLive(live: KubeObject, problem: string, colon: string): void {
    const errors = this.#identityErrors(live);
    if (errors.length === 0) return;
    const { apiVersion, kind } = this.#options;
    throw rawError(`${problem} (${objectName(live as JsonMap, apiVersion, kind)})${colon}${joinErrors(errors)}`);
  }

  #identifier(manager: string, operation: 'Apply' | 'Update'): string {
    const { apiVersion, subresource } = this.#options;
    return managerIdentifier({ manager: manager === '' ? 'unknown' : manager, operation, apiVersion, subresource });
  }
}

/** Whether a document is an entry of managedFields, right or wrong. */
function isEntry(document: unknown): boolean {
  const isText = (name: string): boolean => ['string', 'undefined'].includes(typeof (getKey(document as JsonMap, name) ?? undefined));
  return isMapValue(document) && ['manager', 'operation', 'apiVersion', 'time', 'fieldsType', 'subresource'].every(isText);
}

/** How messages name an object: "namespace/name; group/version, Kind=K". */
export function objectName(object: JsonMap, apiVersion: string, kind: string): string {
  const metadata = isMapValue(object.metadata) ? object.metadata : {};
  const part = (name: string): string => (Object.hasOwn(metadata, name) && typeof metadata[name] === 'string' ? (metadata[name] as string) : '');
  const [group, version] = splitApiVersion(apiVersion);
  return `${part('namespace')}/${part('name')}; ${group}/${version}, Kind=${kind}`;
}

function splitApiVersion(apiVersion: string): [string, string] {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? ['', apiVersion] : [apiVersion.slice(0, slash), apiVersion.slice(slash + 1)];
}

/** What nobody tracks stays untracked. */
function isTracked(live: KubeObject | undefined, { fields }: Managed): boolean {
  return fields.size > 0 || live === undefined;
}

function setOwners({ metadata }: KubeObject, entries: ManagedFieldsEntry[]): void {
  if (entries.length > 0) metadata.managedFields = entries;
  else delete metadata.managedFields;
}

/** What the schema cannot tell apart is stored all the same, without owners. @throws whatever else it was */
function dropOwners(next: KubeObject, error: unknown): void {
  if (!(error instanceof ElementError)) throw error;
  delete next.metadata.managedFields;
}

/** The object before a write as one to compare with: with the owners of the other one, or without any. */
function comparable(live: KubeObject, next: KubeObject): KubeObject {
  return live.metadata?.managedFields === next.metadata.managedFields ? live : withoutManagedFields(live);
}

/** The same object without its bookkeeping; a shallow copy. */
function withoutManagedFields(object: KubeObject): KubeObject {
  if (object.metadata?.managedFields === undefined) return object;
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}
