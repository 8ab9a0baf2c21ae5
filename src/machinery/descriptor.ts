/**
 * Type descriptors: what a Kubernetes API type is, as data.
 *
 * One declaration per type, and everything else follows from it: decoding and encoding (JSON, YAML, Protobuf, CBOR), merge
 * strategies, ownership of fields, OpenAPI and documentation. The tables under `apis/` are written in this vocabulary; structural schemas of
 * custom resources implement the same interfaces later, so no reader may assume that a descriptor comes from a table.
 *
 * Invariants: a struct's members are computed on first use and never change; JSON field names are unique in a struct after
 * inlining; a Protobuf number is unique in its message (inlined structs are messages of their own).
 *
 * How values look in memory (all codecs agree):
 *   string, enumerations  string                        bool      boolean
 *   int32, float64        number                        int64     number if it is a safe integer, else bigint (int64.ts)
 *   bytes                 string, standard base64 with padding
 *   Time, MicroTime       string as Go prints it in UTC  Duration  string as Go prints it ("1m0s")
 *   Quantity              string in the form that upstream would write ("512Mi")
 *   IntOrString           number | string                RawExtension, FieldsV1, JSON   RawJson
 *   list                  array                          map       plain object (keys by setKey; read with Object.hasOwn)
 *   struct                plain object, keys in table order (inlined members in place)
 * Absent is Go's nil or an omitted zero value. A field without omitempty is always present in a decoded object (null for a nil
 * list, map or pointer; "", 0, false or {} else). What a client is writing may hold explicitly empty lists and maps besides, until it is stored
 * (codec/interface.ts): where Go asks for a length, rules ask for emptiness; where it asks for nil, for absence.
 */

export type ScalarName = 'string' | 'bool' | 'int32' | 'int64' | 'uint32' | 'uint64' | 'float64' | 'bytes';

/** A scalar, or a named alias of one. `go` is the type as Go prints it ("string", "v1.Protocol"). */
export interface ScalarType {
  readonly kind: 'scalar';
  readonly scalar: ScalarName;
  readonly go: string;
  /** The values of an enumeration, sorted as published; absent when any value is allowed. */
  readonly values?: readonly string[];
}

/** Types with a wire form of their own. */
export type OpaqueName =
  | 'Time'
  | 'MicroTime'
  | 'Duration'
  | 'Quantity'
  | 'IntOrString'
  | 'RawExtension'
  | 'FieldsV1'
  | 'JSON'
  | 'JSONSchemaPropsOrBool'
  | 'JSONSchemaPropsOrArray'
  | 'JSONSchemaPropsOrStringArray'
  | 'Any';

export interface OpaqueType {
  readonly kind: 'opaque';
  readonly opaque: OpaqueName;
  readonly go: string;
  /** The struct inside, for the types that are "a schema or something else". */
  readonly inner?: StructType;
}

export interface ListType {
  readonly kind: 'list';
  readonly element: Type;
  /** A named list type of Go ("v1.ExtraValue"), for messages. */
  readonly go?: string;
}

export interface MapType {
  readonly kind: 'map';
  readonly key: ScalarType;
  readonly value: Type;
  readonly go?: string;
}

export interface StructType {
  readonly kind: 'struct';
  /** Package path and name, "k8s.io/api/core/v1.PodSpec": unique, and the source of OpenAPI's model name. */
  readonly name: string;
  /** As Go prints it: "v1.PodSpec". */
  readonly go: string;
  /** One sentence in our own words; empty where none has been written yet. */
  readonly about: string;
  /** Server-side apply: the whole struct has one owner, wherever it stands (`+structType=atomic`). */
  readonly atomic: boolean;
  /** In declaration order, inlined structs as members: what Protobuf sees. */
  readonly members: readonly Member[];
  /** Flattened, in declaration order: what JSON sees. */
  readonly fields: readonly Field[];
  /** A field by its exact JSON name. */
  field(name: string): Field | undefined;
}

export type Type = ScalarType | OpaqueType | ListType | MapType | StructType;

export type Member = Field | Inline;

/** A struct whose fields stand in the surrounding object in JSON, and in a message of its own in Protobuf (number 0: not there). */
export interface Inline {
  readonly kind: 'inline';
  readonly type: StructType;
  readonly number: number;
  readonly pointer: boolean;
}

/** How lists and maps merge: server-side apply's list and map types. */
export type ListSemantics = 'atomic' | 'set' | 'map';

export interface Field {
  readonly kind: 'field';
  readonly name: string;
  /** The Go field name ("NodeName"). */
  readonly go: string;
  readonly type: Type;
  /** Protobuf number; 0 when the field is not on that wire. */
  readonly number: number;
  /** A pointer in Go: absent and zero are different. */
  readonly pointer: boolean;
  /** Left out of JSON when empty. */
  readonly omitempty: boolean;
  readonly optional: boolean;
  /** Of OpenAPI (`+default`), in memory form. */
  readonly default?: unknown;
  /** Strategic merge: "merge", "replace", "retainKeys" combinations as published ("merge,retainKeys"). */
  readonly patchStrategy?: string;
  readonly patchMergeKey?: string;
  readonly listType?: ListSemantics;
  readonly listMapKeys?: readonly string[];
  /** Server-side apply: whether the struct or map is one unit; a field overrides what its struct says. */
  readonly atomic?: boolean;
  /** The feature gate that the field belongs to. */
  readonly featureGate?: string;
  /** An empty list means something else than none, so decoding keeps it (managedFields: []). */
  readonly keepEmpty?: boolean;
  readonly about: string;
}

/** What a table says of a field besides its name, type and number. */
export interface FieldOptions {
  /** The Go name. Default: the JSON name with a capital. */
  readonly go?: string;
  /** A pointer in Go, so that absent and zero are different. Default false. */
  readonly pointer?: boolean;
  /** Default true; the tables say false where Go always writes the field. */
  readonly omitempty?: boolean;
  /** `+optional`: OpenAPI does not require it. Default false. */
  readonly optional?: boolean;
  /** `+default`, in memory form: for OpenAPI and apply; setting it is the work of defaults.ts. */
  readonly default?: unknown;
  /** `patchStrategy`: "merge", "replace", "retainKeys", or two of them with a comma. */
  readonly patch?: string;
  /** `patchMergeKey`. */
  readonly mergeKey?: string;
  /** `+listType`: how server-side apply takes the list. Default: atomic. */
  readonly list?: ListSemantics;
  /** `+listMapKey`s, for `list: 'map'`. */
  readonly keys?: readonly string[];
  /** `+structType=atomic` or `+mapType=atomic` at this field. Default: what its struct says; maps are granular. */
  readonly atomic?: boolean;
  /** The feature gate that the field belongs to. */
  readonly gate?: string;
  /** Decoding keeps an empty list. */
  readonly keepEmpty?: boolean;
  /** What it means, in a sentence, for types without a page of descriptions. */
  readonly about?: string;
}

function scalar(name: ScalarName, go: string = name, values?: readonly string[]): ScalarType {
  return values === undefined ? { kind: 'scalar', scalar: name, go } : { kind: 'scalar', scalar: name, go, values };
}

/** A named string type with its known values ("v1.Protocol", ['SCTP', 'TCP', 'UDP']). */
export function enumeration(go: string, values?: readonly string[]): ScalarType {
  return scalar('string', go, values);
}

export function opaque(name: OpaqueName, go: string, inner?: StructType): OpaqueType {
  return inner === undefined ? { kind: 'opaque', opaque: name, go } : { kind: 'opaque', opaque: name, go, inner };
}

export function list(element: Type, go?: string): ListType {
  return go === undefined ? { kind: 'list', element } : { kind: 'list', element, go };
}

/** @param go the named Go type, when it has one */
export function map(value: Type, key: ScalarType = string, go?: string): MapType {
  return go === undefined ? { kind: 'map', key, value } : { kind: 'map', key, value, go };
}

export const string: ScalarType = scalar('string');
export const bool: ScalarType = scalar('bool');
export const int32: ScalarType = scalar('int32');
export const int64: ScalarType = scalar('int64');
export const float64: ScalarType = scalar('float64');
export const bytes: ScalarType = scalar('bytes', '[]uint8');

/**
 * A line of a table.
 * @param name as in JSON
 * @param number in Protobuf; 0: the field is not on that wire
 */
export function field(name: string, type: Type, number: number, options: FieldOptions = {}): Field {
  return {
    kind: 'field',
    name,
    go: options.go ?? name.charAt(0).toUpperCase() + name.slice(1),
    type,
    number,
    pointer: options.pointer ?? false,
    omitempty: options.omitempty ?? true,
    optional: options.optional ?? false,
    about: options.about ?? '',
    ...(options.default === undefined ? {} : { default: options.default }),
    ...(options.patch === undefined ? {} : { patchStrategy: options.patch }),
    ...(options.mergeKey === undefined ? {} : { patchMergeKey: options.mergeKey }),
    ...(options.list === undefined ? {} : { listType: options.list }),
    ...(options.keys === undefined ? {} : { listMapKeys: options.keys }),
    ...(options.atomic === undefined ? {} : { atomic: options.atomic }),
    ...(options.gate === undefined ? {} : { featureGate: options.gate }),
    ...(options.keepEmpty === undefined ? {} : { keepEmpty: options.keepEmpty }),
  };
}

/** A struct whose fields stand in the surrounding object (see `Inline`). */
export function inline(type: StructType, number = 0, pointer = false): Inline {
  return { kind: 'inline', type, number, pointer };
}

/**
 * Declares a struct. `members` runs at the first look at a field, so that types may refer to each other in any order and an
 * unused type costs nothing at start.
 */
export function struct(name: string, members: () => readonly Member[], about = '', options: { readonly atomic?: boolean } = {}): StructType {
  return new LazyStruct(name, members, about, options.atomic ?? false);
}

class LazyStruct implements StructType {
  readonly kind = 'struct';
  readonly name: string;
  readonly go: string;
  readonly about: string;
  readonly atomic: boolean;
  readonly #declare: () => readonly Member[];
  #members: readonly Member[] | undefined;
  #fields: readonly Field[] | undefined;
  #index: Map<string, Field> | undefined;

  constructor(name: string, declare: () => readonly Member[], about: string, atomic: boolean) {
    this.name = name;
    this.go = name.slice(name.lastIndexOf('/') + 1);
    this.about = about;
    this.atomic = atomic;
    this.#declare = declare;
  }

  get members(): readonly Member[] {
    this.#members ??= this.#declare();
    return this.#members;
  }

  get fields(): readonly Field[] {
    this.#fields ??= this.members.flatMap((member) => (member.kind === 'inline' ? member.type.fields : [member]));
    return this.#fields;
  }

  field(name: string): Field | undefined {
    this.#index ??= new Map(this.fields.map((each) => [each.name, each]));
    return this.#index.get(name);
  }
}
