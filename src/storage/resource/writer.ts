/**
 * Writing one resource: create, and read-change-write until nobody interferes (guaranteedUpdate of upstream's storage).
 *
 * Invariants: nothing is written on top of a value that the transform has not seen; a write of unknown outcome is never repeated; what
 * is equal to the stored bytes is not written, so a no-op keeps its revision and wakes no watcher (and an object in an old form is written anew).
 */

import { errorText } from '../../base/errors.ts';
import { nextTurn } from '../../base/event-loop.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { alreadyExists, conflict, internalError, notFound } from '../../machinery/status.ts';
import { StoredEntry } from '../entries/entry.ts';
import type { StorageCodec } from '../entries/storage-codec.ts';
import { RevisionConflict } from '../errors.ts';
import type { Revision, Store, StoredValue } from '../interface.ts';
import { preconditionProblem, storageErrorText } from '../preconditions.ts';
import {
  AlreadyExistsError,
  type Entry,
  type Preconditions,
  type UpdateOutcome,
  type UpdateRequest,
  type UpdateResult,
} from '../resource-storage.ts';
import { toApiFailure } from './failures.ts';

export interface ResourceWriterOptions {
  readonly store: Store;
  readonly codec: StorageCodec;
  readonly fingerprint: number;
  /** What the cache holds. Undefined: there is no cache, every write begins with a read of the store. */
  readonly cached: ((key: string) => StoredEntry | undefined) | undefined;
  /** A write of these bytes is on its way; the entry carries what is known of them. The result is called when it is through or has failed. */
  readonly announce: (entry: StoredEntry, bytes: Uint8Array) => () => void;
}

const LONG_BYTES = 256 * 1024;

/** Each failed attempt means that another writer got through. */
const MAX_ATTEMPTS = 1000;

/** What an update begins with. `fresh`: no write that was acknowledged before can be missing. */
interface Current {
  readonly entry: StoredEntry | undefined;
  readonly fresh: boolean;
}

interface WriteOptions {
  readonly ttlSeconds?: number;
}

export class ResourceWriter {
  readonly #options: ResourceWriterOptions;

  constructor(options: ResourceWriterOptions) {
    this.#options = options;
  }

  /** The entry of what the store holds now. */
  async read(key: string): Promise<StoredEntry | undefined> {
    try {
      return this.#entryOf(await this.#options.store.get(key));
    } catch (error) {
      throw toApiFailure(error);
    }
  }

  /** What cannot be encoded is thrown at once. */
  create(key: string, object: KubeObject, options: WriteOptions & { readonly dryRun: boolean }): Promise<Entry> {
    const prepared = this.#prepare(key, object);
    if (options.dryRun) return this.#createNothing(prepared, givenRevision(object));
    return isLong(prepared) ? nextTurn().then(() => this.#putNew(prepared, options)) : this.#putNew(prepared, options);
  }

  #putNew(prepared: StoredEntry, options: WriteOptions): Promise<Entry> {
    return this.#put(prepared, 0, options, (error) =>
      error instanceof RevisionConflict ? this.#exists(prepared.name, this.#entryOf(error.current)) : toApiFailure(error),
    );
  }

  async #createNothing(prepared: StoredEntry, shown: Revision): Promise<Entry> {
    if (isLong(prepared)) await nextTurn();
    const current = await this.#current(prepared.key);
    if (current.entry !== undefined) throw this.#exists(prepared.name, current.entry);
    return prepared.at(shown);
  }

  async update(key: string, request: UpdateRequest): Promise<UpdateResult> {
    const known = this.#current(key);
    let current = known instanceof Promise ? await known : known;
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      let outcome: UpdateOutcome;
      try {
        checkPreconditions(this.#options.codec, key, current.entry, request.preconditions);
        outcome = await request.transform(current.entry);
      } catch (error) {
        const newer = await this.#newer(key, current);
        if (newer === undefined) throw error;
        current = newer;
        continue;
      }
      const prepared = outcome.action === 'none' ? undefined : this.#prepare(key, outcome.object);
      if (prepared !== undefined && isLong(prepared)) await nextTurn();
      if (prepared === undefined || (outcome.action === 'write' && sameBytes(current.entry, prepared))) {
        const newer = await this.#newer(key, current);
        if (newer === undefined) return this.#unchanged(key, current.entry);
        current = newer;
        continue;
      }
      try {
        return await this.#commit(prepared, current.entry, outcome, request.dryRun);
      } catch (error) {
        if (!(error instanceof RevisionConflict)) throw toApiFailure(error);
        current = { entry: this.#entryOf(error.current), fresh: true };
      }
    }
    throw internalError(`${key} was changed by others ${MAX_ATTEMPTS} times in a row`);
  }

  async #commit(prepared: StoredEntry, current: StoredEntry | undefined, outcome: UpdateOutcome, dryRun: boolean): Promise<UpdateResult> {
    const revision = current?.revision ?? 0;
    if (outcome.action === 'delete') {
      if (current === undefined) throw this.#missing(prepared.name);
      return { entry: prepared.at(dryRun ? revision : await this.#options.store.delete(prepared.key, revision)), action: 'deleted' };
    }
    const written = outcome.action === 'write' ? outcome : undefined;
    const options = written?.ttlSeconds === undefined ? {} : { ttlSeconds: written.ttlSeconds };
    const shown = current === undefined ? givenRevision(written?.object) : revision;
    const entry = dryRun ? prepared.at(shown) : await this.#put(prepared, revision, options, (error) => error);
    return { entry, action: current === undefined ? 'created' : 'updated' };
  }

  /** @param failure what to say when the store refuses */
  #put(prepared: StoredEntry, expected: Revision, { ttlSeconds }: WriteOptions, failure: (error: unknown) => unknown): Promise<StoredEntry> {
    const { store, codec, fingerprint, cached, announce } = this.#options;
    const bytes = this.#transformed(codec, prepared);
    const through = announce(prepared, bytes);
    return store.put(prepared.key, bytes, expected, ttlSeconds === undefined ? { fingerprint } : { fingerprint, ttlSeconds }).then(
      (revision) => {
        through();
        const known = cached?.(prepared.key);
        return known?.revision === revision ? known : prepared.at(revision);
      },
      (error: unknown) => {
        through();
        throw failure(error);
      },
    );
  }

  #current(key: string): Current | Promise<Current> {
    const { cached, store } = this.#options;
    if (cached === undefined) return this.read(key).then((entry) => ({ entry, fresh: true }));
    return { entry: cached(key), fresh: store.deliversBeforeAcknowledging };
  }

  /** What the store holds when it is not what an update began with; undefined when it is, and a second try would end the same. */
  async #newer(key: string, current: Current): Promise<Current | undefined> {
    if (current.fresh) return undefined;
    const entry = await this.read(key);
    return entry?.revision === current.entry?.revision ? undefined : { entry, fresh: true };
  }

  #prepare(key: string, object: KubeObject): StoredEntry {
    return StoredEntry.encoded(this.#options.codec, key, object);
  }

  #transformed(codec: StorageCodec, { content, key }: StoredEntry): Uint8Array {
    try {
      return codec.toStorage(content, key);
    } catch (error) {
      throw internalError(errorText(error));
    }
  }

  #unchanged(key: string, entry: StoredEntry | undefined): UpdateResult {
    if (entry === undefined) throw this.#missing(key.slice(key.lastIndexOf('/') + 1));
    return { entry, action: 'unchanged' };
  }

  #entryOf(value: StoredValue | undefined): StoredEntry | undefined {
    return value === undefined ? undefined : StoredEntry.stored(this.#options.codec, value, this.#options.fingerprint);
  }

  #missing(name: string): Error {
    return notFound(this.#options.codec.declaration, name);
  }

  #exists(name: string, current: StoredEntry | undefined): Error {
    return new AlreadyExistsError(alreadyExists(this.#options.codec.declaration, name), current);
  }
}

/** Its JSON, which the next step makes, takes as long again as its bytes took: others have a turn between. */
function isLong({ bytes }: StoredEntry): boolean {
  return bytes > LONG_BYTES;
}

/** A dry run shows the version that a new object came with. */
function givenRevision(object: KubeObject | undefined): Revision {
  return Number(object?.metadata.resourceVersion ?? 0) || 0;
}

function sameBytes(current: StoredEntry | undefined, prepared: StoredEntry): boolean {
  return current !== undefined && !current.stale && Buffer.compare(current.content, prepared.content) === 0;
}

/** @throws {ApiError} 409 in the words of upstream's StorageError, the key in the store included */
function checkPreconditions(codec: StorageCodec, key: string, entry: Entry | undefined, preconditions: Preconditions | undefined): void {
  if (preconditions === undefined || entry === undefined) return;
  const { uid = '' } = entry.object().metadata;
  const problem = preconditionProblem(preconditions, { uid, resourceVersion: String(entry.revision) });
  if (problem !== undefined) throw conflict(codec.declaration, entry.name, storageErrorText(key, problem));
}
