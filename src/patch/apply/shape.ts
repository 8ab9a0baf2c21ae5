/**
 * The shape of a value as ownership sees it: scalars and atomic things are leaves, lists may have elements with an identity, maps and structs have
 * members. Made from type descriptors once and kept; a schema of any other origin only has to offer the same four interfaces.
 */
import { lazy } from '../../base/lazy.ts';
import type { Field, StructType, Type } from '../../machinery/descriptor.ts';
import { compareBytes } from '../../machinery/go/format.ts';
import { fieldElement, type PathElement } from './path-element.ts';

export type ScalarKind = 'string' | 'numeric' | 'boolean' | 'untyped';

export interface ScalarShape {
  readonly kind: 'scalar';
  readonly scalar: ScalarKind;
}

export interface ListShape {
  readonly kind: 'list';
  /** 'atomic': one leaf. 'set': elements are their values. 'map': elements are told apart by `keys`. */
  readonly relation: 'atomic' | 'set' | 'map';
  readonly keys: readonly string[];
  /** The value that stands for an absent key. */
  keyDefault(key: string): unknown;
  readonly element: Shape;
}

export interface MapShape {
  readonly kind: 'map';
  readonly atomic: boolean;
  /** The shape of a member; undefined: the name is not declared. */
  member(name: string): Shape | undefined;
  /** Whether the name is a declared field, not just a key of a map. */
  isField(name: string): boolean;
  /** Whether Go leaves the member out when it writes the object: an empty list or map under omitempty, which nobody owns. Absent: nothing is. */
  readonly omits?: (name: string, value: unknown) => boolean;
  /** All that there can be, where that is known, in the order of their path elements. */
  readonly sortedFields?: () => readonly FieldShape[];
}

/** A declared field and its path element, also as JSON. */
export interface FieldShape {
  readonly name: string;
  readonly element: PathElement;
  readonly quoted: string;
  /** Whether an empty list or map here is left out when Go writes the object, so that nobody owns it. */
  readonly omitsEmpty: boolean;
  readonly shape: Shape;
}

/** Anything at all: a map of anything, an atomic list or a scalar, whichever the value is; one leaf when `atomic`. */
export interface AnyShape {
  readonly kind: 'any';
  readonly atomic: boolean;
}

export type Shape = ScalarShape | ListShape | MapShape | AnyShape;

const STRING: ScalarShape = { kind: 'scalar', scalar: 'string' };
const NUMERIC: ScalarShape = { kind: 'scalar', scalar: 'numeric' };
const BOOLEAN: ScalarShape = { kind: 'scalar', scalar: 'boolean' };
const UNTYPED: ScalarShape = { kind: 'scalar', scalar: 'untyped' };
const ATOMIC_ANY: AnyShape = { kind: 'any', atomic: true };
const ANY: AnyShape = { kind: 'any', atomic: false };

const structs = new WeakMap<StructType, MapShape>();
const fields = new WeakMap<Field, Shape>();

/** The shape of an object of this type. */
export function shapeOfStruct(type: StructType): MapShape {
  let shape = structs.get(type);
  if (shape === undefined) {
    shape = structShape(type, type.atomic);
    structs.set(type, shape);
  }
  return shape;
}

function structShape(type: StructType, atomic: boolean): MapShape {
  return {
    kind: 'map',
    atomic,
    member: (name) => {
      const field = type.field(name);
      return field === undefined ? undefined : shapeOfField(field);
    },
    isField: (name) => type.field(name) !== undefined,
    omits: (name, value) => {
      const field = isEmptyContainer(value) ? type.field(name) : undefined;
      return field !== undefined && omitsEmpty(field);
    },
    sortedFields: lazy(() => sortedFieldsOf(type)),
  };
}

function sortedFieldsOf(type: StructType): readonly FieldShape[] {
  const described = type.fields.map((field): FieldShape => {
    const element = fieldElement(field.name);
    return { name: field.name, element, quoted: JSON.stringify(element), omitsEmpty: omitsEmpty(field), shape: shapeOfField(field) };
  });
  return described.sort((a, b) => compareBytes(a.element, b.element));
}

export function isEmptyContainer(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.length === 0;
  for (const _ in value) return false;
  return true;
}

/** Whether Go leaves an empty list or map out when it writes the field, even where memory tells it from none. */
function omitsEmpty(field: Field): boolean {
  return field.omitempty && !field.pointer && (field.type.kind === 'list' || field.type.kind === 'map');
}

function shapeOfField(field: Field): Shape {
  let shape = fields.get(field);
  if (shape === undefined) {
    shape = shapeOf(field.type, field);
    fields.set(field, shape);
  }
  return shape;
}

function shapeOf(type: Type, field?: Field): Shape {
  switch (type.kind) {
    case 'scalar':
      if (type.scalar === 'bool') return BOOLEAN;
      return type.scalar === 'string' || type.scalar === 'bytes' ? STRING : NUMERIC;
    case 'opaque':
      return opaqueShape(type.opaque);
    case 'list':
      return listShape(type.element, field);
    case 'map': {
      const element = lazy(() => shapeOf(type.value));
      return { kind: 'map', atomic: field?.atomic ?? false, member: element, isField: () => false };
    }
    case 'struct':
      return field?.atomic === undefined || field.atomic === type.atomic ? shapeOfStruct(type) : structShape(type, field.atomic);
  }
}

function opaqueShape(name: string): Shape {
  switch (name) {
    case 'Duration':
      return STRING;
    // A string with a format is any scalar to the schema.
    case 'Time':
    case 'MicroTime':
    case 'Quantity':
      return UNTYPED;
    case 'IntOrString':
    case 'RawExtension':
    case 'FieldsV1':
      return ATOMIC_ANY;
    default:
      return ANY;
  }
}

function listShape(element: Type, field: Field | undefined): ListShape {
  const shape = lazy(() => shapeOf(element));
  const keyed = element.kind === 'struct' ? element : undefined;
  return {
    kind: 'list',
    relation: field?.listType ?? 'atomic',
    keys: field?.listMapKeys ?? [],
    keyDefault: (key) => {
      const found = keyed?.field(key);
      return found === undefined ? undefined : publishedDefault(found);
    },
    get element() {
      return shape();
    },
  };
}

/** The default that OpenAPI publishes: a declared one, or the zero value of a field that Go always writes. */
function publishedDefault(field: Field): unknown {
  if (field.default !== undefined) return field.default;
  if (field.omitempty || field.pointer || field.type.kind !== 'scalar') return undefined;
  if (field.type.scalar === 'bool') return false;
  return field.type.scalar === 'string' || field.type.scalar === 'bytes' ? '' : 0;
}

/** What a value of unknown shape turns out to be. */
export function deduce(shape: Shape, value: unknown): ScalarShape | ListShape | MapShape | 'leaf' {
  if (shape.kind !== 'any') return shape;
  if (shape.atomic) return 'leaf';
  if (Array.isArray(value)) return ANY_LIST;
  return typeof value === 'object' && value !== null ? ANY_MAP : UNTYPED;
}

const ANY_LIST: ListShape = { kind: 'list', relation: 'atomic', keys: [], keyDefault: () => undefined, element: ANY };
const ANY_MAP: MapShape = { kind: 'map', atomic: false, member: () => ANY, isField: () => false };
