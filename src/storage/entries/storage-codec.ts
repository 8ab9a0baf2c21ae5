/**
 * From stored bytes to objects and back, for one resource: Protobuf in its envelope or JSON, in the version in which upstream stores the kind,
 * through the transformer. Bytes that carry the fingerprint of our own schema are taken at their word; what upstream or an older release wrote is
 * decoded in its version, defaulted as that version demands and converted.
 */
import { DecodeError, type ServedEncoding, type ServedJson } from '../../codec/interface.ts';
import { decodeJson } from '../../codec/json/decode.ts';
import { encodeServed } from '../../codec/json/encode.ts';
import { peekTypeMeta } from '../../codec/json/peek.ts';
import { decodeProtobufRaw, isProtobuf, openEnvelope } from '../../codec/protobuf/decode.ts';
import { encodeProtobuf } from '../../codec/protobuf/encode.ts';
import type { StructType } from '../../machinery/descriptor.ts';
import { apiVersionOf } from '../../machinery/gvk.ts';
import { JSON_TYPE, PROTOBUF_TYPE } from '../../machinery/media.ts';
import type { KubeObject, ObjectMeta } from '../../machinery/object.ts';
import { type FromStorage, identity, type Transformer } from '../transformer.ts';
import type { ResourceStorageDeclaration, StoredVersion } from './declaration.ts';

export interface StorageCodecOptions {
  /** Default: Protobuf. Kinds that are always stored as JSON do not ask. */
  readonly mediaType?: string;
  readonly transformer?: Transformer;
}

/** An object on its way into the store. */
export interface EncodedObject {
  /** Before the transformer. */
  readonly bytes: Uint8Array;
  /** When making the bytes made it as well. */
  readonly served: ServedJson | undefined;
}

const NEWLINE = 0x0a;
const END_OF_DOCUMENT = Uint8Array.of(NEWLINE);

/** The codec of one resource. */
export class StorageCodec {
  readonly declaration: ResourceStorageDeclaration;
  readonly #hub: StoredVersion;
  readonly #hubApiVersion: string;
  /** The version in the store, when not the hub. */
  readonly #written: StoredVersion | undefined;
  readonly #versions: ReadonlyMap<string, StoredVersion>;
  readonly #transformer: Transformer;
  readonly #asJson: boolean;

  constructor(declaration: ResourceStorageDeclaration, { mediaType = PROTOBUF_TYPE, transformer = identity }: StorageCodecOptions = {}) {
    this.declaration = declaration;
    const groupOf = (each: StoredVersion): string => each.group ?? declaration.group;
    const hub = declaration.versions.find((each) => each.version === declaration.storageVersion && groupOf(each) === declaration.group);
    if (hub === undefined) throw new Error(`${declaration.resource} does not serve its storage version ${declaration.storageVersion}`);
    this.#hub = hub;
    this.#hubApiVersion = apiVersionOf({ group: declaration.group, version: hub.version });
    this.#written = declaration.storedAs;
    this.#transformer = transformer;
    this.#asJson = declaration.storedAsJson === true || mediaType === JSON_TYPE;
    const { storedAs, versions } = declaration;
    const readable = storedAs === undefined ? [...versions, hub] : [storedAs, ...versions, hub];
    this.#versions = new Map(readable.map((each) => [apiVersionOf({ group: groupOf(each), version: each.version }), each]));
  }

  get type(): StructType {
    return this.#hub.type;
  }

  toStorage(bytes: Uint8Array, key: string): Uint8Array {
    return this.#transformer.toStorage(bytes, key);
  }

  /** @throws {Error} */
  fromStorage(bytes: Uint8Array, key: string): FromStorage {
    return this.#transformer.fromStorage(bytes, key);
  }

  /** Canonical JSON as the cache holds it. */
  serve(object: KubeObject): ServedEncoding {
    return encodeServed(object, this.#hub.type);
  }

  /** As upstream writes it: without resourceVersion and selfLink. Equal objects give equal bytes. */
  encode(object: KubeObject): EncodedObject {
    const bare = withoutRevision(object);
    const { type, object: written } = this.#toWritten(bare);
    if (!this.#asJson) return { bytes: encodeProtobuf(written, type), served: undefined };
    const served = encodeServed(written, type);
    const bytes = Buffer.concat([served.json, END_OF_DOCUMENT]);
    // The JSON in the cache and the one for the store share their memory.
    return { bytes, served: type === this.#hub.type && written === bare ? { ...served, json: bytes.subarray(0, -1) } : undefined };
  }

  #toWritten(object: KubeObject): { readonly object: KubeObject; readonly type: StructType } {
    const written = this.#written;
    if (written === undefined) return { object, type: this.#hub.type };
    const apiVersion = apiVersionOf({ group: this.declaration.group, version: written.version });
    return { object: { ...(written.fromHub?.(object) ?? object), apiVersion }, type: written.type };
  }

  /** The stored bytes themselves when they are canonical JSON of our own schema in the storage version, which can be served as it is. */
  servable(bytes: Uint8Array): Uint8Array | undefined {
    if (this.#written !== undefined || isProtobuf(bytes)) return undefined;
    return bytes[bytes.length - 1] === NEWLINE ? bytes.subarray(0, -1) : bytes;
  }

  /** The object of canonical JSON in the storage version. */
  decodeCanonical(json: Uint8Array): KubeObject {
    return decodeJson(json, this.#hub.type, 'ignore').object;
  }

  /**
   * The object of stored bytes in the storage version; members may lie in another order than the table's after defaulting.
   * @param ours whether our own schema wrote them, so that nothing is left to be defaulted
   * @throws {DecodeError} when they are no object of this resource, in upstream's words
   */
  decode(bytes: Uint8Array, ours: boolean): KubeObject {
    const { object, version } = isProtobuf(bytes) ? this.#decodeProtobuf(bytes) : this.#decodeJson(bytes);
    if (!ours) version.setDefaults?.(object);
    if (version === this.#hub) return object;
    const converted = version.toHub?.(object) ?? object;
    return { ...converted, kind: this.declaration.kind, apiVersion: this.#hubApiVersion };
  }

  #decodeProtobuf(bytes: Uint8Array): { readonly object: KubeObject; readonly version: StoredVersion } {
    const { apiVersion, kind, message } = openEnvelope(bytes);
    const version = this.#versionOf(apiVersion, kind);
    return { object: { kind, apiVersion, ...decodeProtobufRaw(message, version.type) } as KubeObject, version };
  }

  #decodeJson(bytes: Uint8Array): { readonly object: KubeObject; readonly version: StoredVersion } {
    const { apiVersion, kind } = peekTypeMeta(bytes);
    const version = this.#versionOf(apiVersion, kind);
    return { object: decodeJson(bytes, version.type, 'ignore').object, version };
  }

  #versionOf(apiVersion: string, kind: string): StoredVersion {
    const version = kind === this.declaration.kind ? this.#versions.get(apiVersion) : undefined;
    if (version !== undefined) return version;
    throw new DecodeError(`no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)} in scheme "${SCHEME}"`);
  }
}

/** What is stored of an object. */
function withoutRevision(object: KubeObject): KubeObject {
  const { metadata } = object;
  if (metadata.resourceVersion === undefined && metadata.selfLink === undefined) return object;
  // What is undefined is not written; taking it out would make the copy several times as dear.
  return { ...object, metadata: { ...metadata, resourceVersion: undefined, selfLink: undefined } as unknown as ObjectMeta };
}

/** How upstream's message names the set of types that it knows: by the place of its declaration. */
const SCHEME = 'pkg/api/legacyscheme/scheme.go:30';
