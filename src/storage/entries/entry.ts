/**
 * Entries: one stored object at one revision, ready to be served. Everything is worked out at first use: a cache of ten thousand objects
 * holds their bytes and keys, and nothing else until somebody asks.
 *
 * Invariants: immutable to the outside; where the store holds canonical JSON of our own schema, `json` is a view of the stored buffer; the parsed
 * object is held weakly, but for an entry on its way into the store, whose JSON is made from it, and for one that was written just now (`forget`).
 */
import { errorText } from '../../base/errors.ts';
import { lastingText, lastingValues } from '../../base/lasting-text.ts';
import type { ServedJson } from '../../codec/interface.ts';
import { peekEntry } from '../../codec/json/peek.ts';
import { isProtobuf, openEnvelope } from '../../codec/protobuf/decode.ts';
import { peekLabels, peekLinks } from '../../codec/protobuf/peek.ts';
import { type StoredMessage, storedMessage, withRevision } from '../../codec/protobuf/revision.ts';
import { type KubeObject, linksOf, type ObjectLinks } from '../../machinery/object.ts';
import { internalError, rawError } from '../../machinery/status.ts';
import type { Revision, StoredValue } from '../interface.ts';
import type { Entry, WatchItem } from '../resource-storage.ts';
import type { StorageCodec } from './storage-codec.ts';

type Labels = { readonly [key: string]: string };

const NO_LABELS: Labels = {};

/** A key, taken apart. */
type Place = Pick<Entry, 'key' | 'namespace' | 'name'>;

function placeOf({ declaration }: StorageCodec, key: string): Place {
  const start = declaration.storagePrefix.length;
  const slash = declaration.namespaced ? key.indexOf('/', start) : -1;
  return { key, namespace: slash < 0 ? '' : key.slice(start, slash), name: key.slice(slash < 0 ? start : slash + 1) };
}

export class StoredEntry implements Entry {
  readonly key: string;
  readonly revision: Revision;
  readonly namespace: string;
  readonly name: string;
  /** How many bytes it keeps alive, roughly; never changes. */
  readonly size: number;
  readonly #codec: StorageCodec;
  /** A view of the bytes, once somebody asked for Protobuf. */
  #stored: StoredMessage | undefined;
  /** As the store holds it until `#opened`, then without what the transformer did. */
  #bytes: Uint8Array;
  #opened: boolean;
  #stale = false;
  /** Why there are no bytes. */
  #damage: string | undefined;
  /** Whether our own schema wrote the bytes. */
  readonly #ours: boolean;
  #added: WatchItem | undefined;
  #served: ServedJson | undefined;
  #labels: Labels | undefined;
  #fields: { readonly [key: string]: string } | undefined;
  /** Of an entry that is being written: what its JSON will be made from. */
  #source: KubeObject | undefined;
  /** Whether the source is what decoding the bytes gives. */
  #isExact = false;
  #object: WeakRef<KubeObject> | undefined;
  /** What was written, as it was handed in, so that whoever changes it next need not decode it. */
  #written: KubeObject | undefined;

  private constructor(
    codec: StorageCodec,
    place: Place,
    revision: Revision,
    bytes: Uint8Array,
    how: { readonly ours: boolean; readonly opened: boolean },
  ) {
    this.key = place.key;
    this.revision = revision;
    this.namespace = place.namespace;
    this.name = place.name;
    // Objects in Protobuf will have their JSON beside them once they have been asked for, and that is longer.
    this.size = bytes.length * (isProtobuf(bytes) ? JSON_AND_PROTOBUF : 1) + ENTRY_OVERHEAD;
    this.#codec = codec;
    this.#bytes = bytes;
    this.#ours = how.ours;
    this.#opened = how.opened;
  }

  /** @param fingerprint of the schema that this process writes; bytes that carry it are canonical */
  static stored(codec: StorageCodec, value: StoredValue, fingerprint: number): StoredEntry {
    return new StoredEntry(codec, placeOf(codec, value.key), value.revision, value.value, { ours: value.fingerprint === fingerprint, opened: false });
  }

  /** An object of which nothing but its key is sound: whoever wants to read it is told so. */
  static damaged(codec: StorageCodec, key: string, damage: string): StoredEntry {
    const entry = new StoredEntry(codec, placeOf(codec, key), 0, new Uint8Array(), { ours: false, opened: false });
    entry.#damage = damage;
    return entry;
  }

  /** An entry that is to be written; it has no revision yet. The object must not change any more. */
  static encoded(codec: StorageCodec, key: string, object: KubeObject): StoredEntry {
    const { bytes, served } = codec.encode(object);
    const entry = new StoredEntry(codec, placeOf(codec, key), 0, bytes, { ours: true, opened: true });
    entry.#served = served;
    entry.#source = object;
    entry.#labels = labelsOf(object);
    // An indexed field is asked for with every event; reading it here saves decoding the bytes again.
    if (codec.declaration.selectableFields.indexed !== undefined) entry.#fields = entry.#readFields(object);
    return entry;
  }

  /** The same content at another revision: what a write that was prepared beforehand became. It holds the object that was written until `forget`. */
  at(revision: Revision): StoredEntry {
    const source = this.#source;
    this.#serve();
    const entry = new StoredEntry(this.#codec, this, revision, this.#bytes, { ours: this.#ours, opened: true });
    entry.#served = this.#served;
    entry.#labels = this.#labels;
    entry.#fields = this.#fields;
    if (source !== undefined && this.#isExact && this.#isCanonicalProtobuf()) entry.#written = source;
    return entry;
  }

  /** Gives the memory of the written object back. */
  forget(): void {
    this.#written = undefined;
  }

  /** What is stored, without what a transformer did to it. */
  get content(): Uint8Array {
    this.#open();
    return this.#bytes;
  }

  get bytes(): number {
    return this.#bytes.length;
  }

  /** Whether the next write goes through even when it changes nothing. */
  get stale(): boolean {
    this.#open();
    return this.#stale;
  }

  /** Whether its JSON is at hand, so that asking for it takes no time and cannot fail. */
  get isReady(): boolean {
    return this.#served !== undefined;
  }

  get labels(): Labels {
    this.#labels ??= this.#readLabels();
    return this.#labels;
  }

  get json(): Uint8Array {
    return this.#serve().json;
  }

  get revisionAt(): number {
    return this.#serve().revisionAt;
  }

  get prefixLength(): number {
    return this.#serve().prefixLength;
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

  object(): KubeObject {
    const known = this.#object?.deref();
    if (known !== undefined) return known;
    const written = this.#written;
    const object = written === undefined ? this.#decode() : storedAt(written, this.revision);
    if (this.revision > 0) object.metadata.resourceVersion = String(this.revision);
    this.#object = new WeakRef(object);
    return object;
  }

  links(): ObjectLinks {
    const known = this.#written ?? this.#object?.deref();
    if (known === undefined && isProtobuf(this.content)) return this.#reading(() => peekLinks(this.#bytes));
    return linksOf((known ?? this.object()).metadata);
  }

  storedMessage(): StoredMessage | undefined {
    if (this.#stored !== undefined || !this.#isCanonicalProtobuf()) return this.#stored;
    this.#stored = this.#reading(() => storedMessage(openEnvelope(this.#bytes).message));
    return this.#stored;
  }

  messageAt(revision: Revision): Uint8Array | undefined {
    if (!this.#isCanonicalProtobuf()) return undefined;
    return this.#reading(() => withRevision(openEnvelope(this.#bytes).message, revision));
  }

  #isCanonicalProtobuf(): boolean {
    return this.#ours && isProtobuf(this.content) && this.#codec.declaration.storedAs === undefined;
  }

  /** Our own Protobuf is an object of the table at once; everything else goes through the canonical JSON, which brings it into table order. */
  #decode(): KubeObject {
    if (this.#source === undefined && this.#isCanonicalProtobuf()) return this.#reading(() => this.#codec.decode(this.#bytes, true));
    return this.#codec.decodeCanonical(this.json);
  }

  #serve(): ServedJson {
    this.#served ??= this.#makeServed();
    return this.#served;
  }

  #makeServed(): ServedJson {
    const source = this.#source;
    if (source !== undefined) {
      this.#source = undefined;
      const served = this.#codec.serve(source);
      this.#isExact = served.exact;
      return served;
    }
    const json = this.#ours ? this.#codec.servable(this.content) : undefined;
    const seen = json === undefined ? undefined : peekEntry(json);
    if (json !== undefined && seen !== undefined) {
      this.#labels ??= seen.labels;
      return { json, revisionAt: seen.revisionAt, prefixLength: seen.prefixLength };
    }
    return this.#reading(() => {
      const object = this.#codec.decode(this.content, this.#ours);
      this.#labels ??= labelsOf(object);
      return this.#codec.serve(object);
    });
  }

  #readLabels(): Labels {
    if (isProtobuf(this.content)) return this.#reading(() => peekLabels(this.#bytes));
    this.#serve();
    return this.#labels ?? NO_LABELS;
  }

  #open(): void {
    if (this.#opened) return;
    if (this.#damage !== undefined) throw internalError(this.#damage);
    try {
      const { bytes, stale } = this.#codec.fromStorage(this.#bytes, this.key);
      this.#bytes = bytes;
      this.#stale = stale;
      this.#opened = true;
    } catch (error) {
      throw internalError(errorText(error));
    }
  }

  /** What cannot be read is told to the client as it is. @throws {ApiError} 500 */
  #reading<T>(read: () => T): T {
    const bytes = this.content;
    if (bytes.length === 0) throw rawError('empty data');
    try {
      return read();
    } catch (error) {
      throw rawError(errorText(error));
    }
  }

  /** @param known the object, when it is at hand */
  #readFields(known: KubeObject | undefined): { readonly [key: string]: string } {
    const fields: { [key: string]: string } = { 'metadata.name': this.name, 'metadata.namespace': this.namespace };
    const readers = Object.entries(this.#codec.declaration.selectableFields.values);
    if (readers.length === 0) return fields;
    const object = known ?? this.object();
    for (const [field, read] of readers) fields[field] = lastingText(read(object));
    return fields;
  }
}

/** A written object as it is read: with its revision, without what is not stored. What it holds is shared. */
function storedAt(written: KubeObject, revision: Revision): KubeObject {
  const metadata = { ...written.metadata, resourceVersion: String(revision) };
  if (metadata.selfLink !== undefined) delete metadata.selfLink;
  return { ...written, metadata };
}

function labelsOf({ metadata: { labels } }: KubeObject): Labels {
  return labels === undefined ? NO_LABELS : lastingValues(labels);
}

/** The objects and strings around the bytes. */
const ENTRY_OVERHEAD = 256;
/** How much longer than its Protobuf an object is in both forms. */
const JSON_AND_PROTOBUF = 3;
