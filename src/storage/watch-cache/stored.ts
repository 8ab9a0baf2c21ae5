/**
 * From stored bytes to objects and back, for one resource. Bytes of our own schema are served as they are; what upstream or an older
 * release wrote is decoded in its version, defaulted as that version demands, converted to the storage version and encoded anew.
 */
import type { ServedJson } from '../../codec/interface.ts';
import { decodeJson } from '../../codec/json/decode.ts';
import { encodeServed } from '../../codec/json/encode.ts';
import type { StructType } from '../../machinery/descriptor.ts';
import { apiVersionOf } from '../../machinery/gvk.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { ValueDamaged } from '../errors.ts';
import type { ResourceStorageDeclaration, StoredVersion } from './declaration.ts';

const PROTOBUF_MAGIC = Buffer.from('k8s\0');

/** The codec of one resource. */
export class StoredForm {
  readonly declaration: ResourceStorageDeclaration;
  readonly #hub: StoredVersion;
  readonly #versions: ReadonlyMap<string, StoredVersion>;

  constructor(declaration: ResourceStorageDeclaration) {
    this.declaration = declaration;
    const groupOf = (each: StoredVersion): string => each.group ?? declaration.group;
    const hub = declaration.versions.find((each) => each.version === declaration.storageVersion && groupOf(each) === declaration.group);
    if (hub === undefined) throw new Error(`${declaration.resource} does not serve its storage version ${declaration.storageVersion}`);
    this.#hub = hub;
    this.#versions = new Map(declaration.versions.map((each) => [apiVersionOf({ group: groupOf(each), version: each.version }), each]));
  }

  get type(): StructType {
    return this.#hub.type;
  }

  encode(object: KubeObject): ServedJson {
    return encodeServed(object, this.#hub.type);
  }

  /** The object of canonical JSON in the storage version. */
  decodeCanonical(json: Uint8Array): KubeObject {
    return decodeJson(json, this.#hub.type, 'ignore').object;
  }

  /**
   * The object of bytes that anybody may have written, in the storage version.
   * @throws {ValueDamaged} when they are no object of this resource
   */
  decodeForeign(key: string, bytes: Uint8Array): KubeObject {
    if (PROTOBUF_MAGIC.equals(bytes.subarray(0, PROTOBUF_MAGIC.length))) throw new ValueDamaged(key, 'Protobuf is not read yet');
    try {
      const version = this.#versionOf(key, bytes);
      const object = decodeJson(bytes, version.type, 'ignore').object;
      version.setDefaults?.(object);
      return version.toHub === undefined ? object : version.toHub(object);
    } catch (error) {
      throw error instanceof ValueDamaged ? error : new ValueDamaged(key, error instanceof Error ? error.message : String(error));
    }
  }

  #versionOf(key: string, bytes: Uint8Array): StoredVersion {
    const head: unknown = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString());
    const apiVersion = typeof head === 'object' && head !== null && 'apiVersion' in head ? head.apiVersion : undefined;
    const version = typeof apiVersion === 'string' ? this.#versions.get(apiVersion) : undefined;
    if (version === undefined) throw new ValueDamaged(key, `no version ${JSON.stringify(apiVersion)} of ${this.declaration.kind} is known`);
    return version;
  }
}
