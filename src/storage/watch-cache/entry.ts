/**
 * Entries: one stored object at one revision, ready to be served. Everything is worked out at first use: a cache of ten thousand objects
 * holds their bytes and keys, and nothing else until somebody asks.
 *
 * Invariants: immutable to the outside; `json` is the stored buffer itself when our own schema wrote it; the parsed object is held weakly.
 */
import type { ServedJson } from '../../codec/interface.ts';
import { peekEntry } from '../../codec/json/peek.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { internalError } from '../../machinery/status.ts';
import type { Revision, StoredValue } from '../interface.ts';
import type { Entry, WatchItem } from '../resource-storage.ts';
import type { StoredForm } from './stored.ts';

type Labels = { readonly [key: string]: string };

const NO_LABELS: Labels = {};

/** What the bytes say, once they have been looked at. */
interface Content extends ServedJson {
  readonly labels: Labels;
}

export class StoredEntry implements Entry {
  readonly key: string;
  readonly revision: Revision;
  readonly namespace: string;
  readonly name: string;
  readonly #form: StoredForm;
  #stored: Uint8Array;
  /** Whether `#stored` is canonical JSON of the storage version. */
  #ours: boolean;
  #added: WatchItem | undefined;
  #content: Content | undefined;
  #fields: { readonly [key: string]: string } | undefined;
  #object: WeakRef<KubeObject> | undefined;

  private constructor(form: StoredForm, key: string, revision: Revision, stored: Uint8Array, ours: boolean) {
    const path = key.slice(form.declaration.storagePrefix.length);
    const slash = form.declaration.namespaced ? path.indexOf('/') : -1;
    this.key = key;
    this.revision = revision;
    this.namespace = slash < 0 ? '' : path.slice(0, slash);
    this.name = path.slice(slash + 1);
    this.#form = form;
    this.#stored = stored;
    this.#ours = ours;
  }

  /** @param fingerprint of the schema that this process writes; bytes that carry it are canonical */
  static stored(form: StoredForm, value: StoredValue, fingerprint: number): StoredEntry {
    return new StoredEntry(form, value.key, value.revision, value.value, value.fingerprint === fingerprint);
  }

  /** An entry of bytes that were just encoded from `object`. */
  static encoded(form: StoredForm, key: string, revision: Revision, served: ServedJson, object: KubeObject): StoredEntry {
    const entry = new StoredEntry(form, key, revision, served.json, true);
    entry.#content = { ...served, labels: object.metadata.labels ?? NO_LABELS };
    // An indexed field is asked for with every event; reading it here saves decoding the bytes again.
    if (form.declaration.selectableFields.indexed !== undefined) entry.#fields = entry.#readFields(object);
    return entry;
  }

  /** The same content at another revision: what a write that was prepared beforehand became. */
  at(revision: Revision): StoredEntry {
    const entry = new StoredEntry(this.#form, this.key, revision, this.#stored, this.#ours);
    entry.#content = this.#content;
    entry.#fields = this.#fields;
    return entry;
  }

  get labels(): Labels {
    return this.#look().labels;
  }

  get json(): Uint8Array {
    return this.#ours ? this.#stored : this.#look().json;
  }

  get revisionAt(): number {
    return this.#look().revisionAt;
  }

  get prefixLength(): number {
    return this.#look().prefixLength;
  }

  get fields(): { readonly [key: string]: string } {
    this.#fields ??= this.#readFields(undefined);
    return this.#fields;
  }

  /** How a watcher hears of it for the first time; one item for all watchers. */
  get added(): WatchItem {
    this.#added ??= { type: 'ADDED', entry: this, revision: this.revision };
    return this.#added;
  }

  /** How many bytes it keeps alive, roughly. */
  get size(): number {
    return this.#stored.length + ENTRY_OVERHEAD;
  }

  object(): KubeObject {
    const known = this.#object?.deref();
    if (known !== undefined) return known;
    const object = this.#form.decodeCanonical(this.json);
    if (this.revision > 0) object.metadata.resourceVersion = String(this.revision);
    this.#object = new WeakRef(object);
    return object;
  }

  #look(): Content {
    this.#content ??= (this.#ours ? this.#peek() : undefined) ?? this.#convert();
    return this.#content;
  }

  #peek(): Content | undefined {
    const seen = peekEntry(this.#stored);
    return seen === undefined ? undefined : { json: this.#stored, labels: seen.labels, revisionAt: seen.revisionAt, prefixLength: seen.prefixLength };
  }

  #convert(): Content {
    try {
      const object = this.#form.decodeForeign(this.key, this.#stored);
      const content = { ...this.#form.encode(object), labels: object.metadata.labels ?? NO_LABELS };
      this.#stored = content.json; // what was stored is not needed any more
      this.#ours = true;
      return content;
    } catch (error) {
      throw internalError(error instanceof Error ? error.message : String(error));
    }
  }

  /** @param known the object, when it is at hand */
  #readFields(known: KubeObject | undefined): { readonly [key: string]: string } {
    const fields: { [key: string]: string } = { 'metadata.name': this.name, 'metadata.namespace': this.namespace };
    const readers = Object.entries(this.#form.declaration.selectableFields.values);
    if (readers.length === 0) return fields;
    const object = known ?? this.object();
    for (const [field, read] of readers) fields[field] = read(object);
    return fields;
  }
}

/** The objects and strings around the bytes. */
const ENTRY_OVERHEAD = 256;
