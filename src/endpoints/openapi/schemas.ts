/**
 * Definitions of types in the two dialects of OpenAPI. Both come from the type tables; v3 says more (defaults, oneOf) and wraps a reference that has
 * company in allOf, v2 puts it beside the reference.
 */
import { Describer } from '../../apis/descriptions.ts';
import type { Field, OpaqueType, ScalarType, StructType, Type } from '../../machinery/descriptor.ts';
import type { GroupVersionKind } from '../../machinery/gvk.ts';
import { FIELD_FACTS, type FieldFacts, UNIONS } from './facts.ts';
import type { JsonObject, JsonValue } from './model.ts';
import { definitionName } from './names.ts';

export type Dialect = 'v2' | 'v3';

/** Where definitions live in each dialect. */
const REFERENCE_PREFIX: { readonly [dialect in Dialect]: string } = { v2: '#/definitions/', v3: '#/components/schemas/' };

/** Writes definitions of the types it is asked for and of all types inside them. */
export class Definitions {
  readonly #dialect: Dialect;
  readonly #kindsOf: (name: string) => readonly GroupVersionKind[];
  readonly #written = new Map<string, JsonObject>();
  readonly #describer = new Describer();

  /** @param kindsOf the kinds that a definition stands for */
  constructor(dialect: Dialect, kindsOf: (name: string) => readonly GroupVersionKind[]) {
    this.#dialect = dialect;
    this.#kindsOf = kindsOf;
  }

  /** By name, in no order. */
  get written(): ReadonlyMap<string, JsonObject> {
    return this.#written;
  }

  /** A reference to the type's definition, which is written if it has not been. */
  reference(type: StructType): JsonObject {
    return this.#reference(definitionName(type.name), () => this.#struct(type));
  }

  #reference(name: string, write: () => JsonObject): JsonObject {
    if (!this.#written.has(name)) {
      // Types refer to each other and to themselves: the place is taken before the inside is written.
      this.#written.set(name, {});
      this.#written.set(name, write());
    }
    return { $ref: REFERENCE_PREFIX[this.#dialect] + name };
  }

  #struct(type: StructType): JsonObject {
    const name = definitionName(type.name);
    const properties: JsonObject = {};
    const texts = this.#describer.fields(type);
    for (const field of type.fields) properties[field.name] = this.#property(field, factsOf(name, field), texts.get(field.name) ?? '');
    const required = type.fields
      .filter((each) => (!each.optional && !each.omitempty) || factsOf(name, each).required === true)
      .map((each) => each.name);
    const kinds = this.#kindsOf(name);
    const union = UNIONS.get(name);
    return {
      ...described(this.#describer.type(type)),
      type: 'object',
      ...(type.fields.length === 0 ? {} : { properties }),
      ...(required.length === 0 ? {} : { required }),
      ...(kinds.length === 0 ? {} : { 'x-kubernetes-group-version-kind': kinds.map(({ group, version, kind }) => ({ group, kind, version })) }),
      ...(type.atomic ? { 'x-kubernetes-map-type': 'atomic' } : {}),
      ...(union === undefined ? {} : { 'x-kubernetes-unions': [unionExtension(union)] }),
    };
  }

  #property(field: Field, facts: FieldFacts, about: string): JsonObject {
    const schema = this.#type(field.type);
    const company: JsonObject = { ...described(about), ...this.#default(field, facts), ...mergeExtensions(field, facts) };
    if (schema.$ref === undefined) return { ...schema, ...(facts.values === undefined ? {} : { enum: facts.values }), ...company };
    if (this.#dialect === 'v2') return { ...schema, ...company };
    return facts.alone === true && Object.keys(company).length === 0 ? schema : { allOf: [schema], ...company };
  }

  #default(field: Field, facts: FieldFacts): JsonObject {
    if (this.#dialect === 'v2') return {};
    const declared = facts.default ?? field.default;
    if (declared !== undefined) return { default: declared as JsonValue };
    const zero = field.pointer ? undefined : zeroOf(field.type, field.omitempty);
    return zero === undefined ? {} : { default: zero };
  }

  #type(type: Type): JsonObject {
    switch (type.kind) {
      case 'scalar':
        return scalarSchema(type);
      case 'opaque':
        return this.#opaque(type);
      case 'list':
        return { type: 'array', items: this.#type(type.element) };
      case 'map':
        return { type: 'object', additionalProperties: this.#type(type.value) };
      case 'struct':
        return this.reference(type);
    }
  }

  #opaque(type: OpaqueType): JsonObject {
    const { name, v2, v3 } = OPAQUE[type.opaque];
    const schema = this.#dialect === 'v2' ? v2 : v3;
    if (type.inner !== undefined) this.reference(type.inner);
    return name === '' ? schema : this.#reference(name, () => schema);
  }
}

interface OpaqueDefinition {
  /** '' is written where it is used. */
  readonly name: string;
  readonly v2: JsonObject;
  readonly v3: JsonObject;
}

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1.';
const EXTENSIONS = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.';
const same = (name: string, schema: JsonObject): OpaqueDefinition => ({ name, v2: schema, v3: schema });

const OPAQUE: { readonly [name in OpaqueType['opaque']]: OpaqueDefinition } = {
  Time: same(`${META}Time`, { type: 'string', format: 'date-time' }),
  MicroTime: same(`${META}MicroTime`, { type: 'string', format: 'date-time' }),
  Duration: same(`${META}Duration`, { type: 'string' }),
  FieldsV1: same(`${META}FieldsV1`, { type: 'object' }),
  RawExtension: same('io.k8s.apimachinery.pkg.runtime.RawExtension', { type: 'object' }),
  Quantity: {
    name: 'io.k8s.apimachinery.pkg.api.resource.Quantity',
    v2: { type: 'string' },
    v3: { oneOf: [{ type: 'string' }, { type: 'number' }] },
  },
  IntOrString: {
    name: 'io.k8s.apimachinery.pkg.util.intstr.IntOrString',
    v2: { type: 'string', format: 'int-or-string' },
    v3: { oneOf: [{ type: 'integer' }, { type: 'string' }], format: 'int-or-string' },
  },
  JSON: same(`${EXTENSIONS}JSON`, {}),
  JSONSchemaPropsOrBool: same(`${EXTENSIONS}JSONSchemaPropsOrBool`, {}),
  JSONSchemaPropsOrArray: same(`${EXTENSIONS}JSONSchemaPropsOrArray`, {}),
  JSONSchemaPropsOrStringArray: same(`${EXTENSIONS}JSONSchemaPropsOrStringArray`, {}),
  Any: same('', {}),
};

const SCALARS: { readonly [name in ScalarType['scalar']]: JsonObject } = {
  string: { type: 'string' },
  bool: { type: 'boolean' },
  int32: { type: 'integer', format: 'int32' },
  int64: { type: 'integer', format: 'int64' },
  uint32: { type: 'integer', format: 'int64' },
  uint64: { type: 'integer', format: 'int64' },
  float64: { type: 'number', format: 'double' },
  bytes: { type: 'string', format: 'byte' },
};

function scalarSchema(type: ScalarType): JsonObject {
  return type.values === undefined ? SCALARS[type.scalar] : { ...SCALARS[type.scalar], enum: type.values };
}

/** The default that upstream publishes for a field that cannot be absent in Go; undefined for what can. */
function zeroOf(type: Type, omitempty: boolean): JsonValue | undefined {
  switch (type.kind) {
    case 'struct':
      return {};
    case 'opaque':
      return STRUCT_LIKE.has(type.opaque) ? {} : undefined;
    case 'scalar':
      return omitempty ? undefined : type.scalar === 'string' ? '' : type.scalar === 'bool' ? false : type.scalar === 'bytes' ? undefined : 0;
    default:
      return undefined;
  }
}

/** Opaque types that are structs in Go and have no schema of their own making. */
const STRUCT_LIKE: ReadonlySet<OpaqueType['opaque']> = new Set();

const NO_FACTS: FieldFacts = {};

function factsOf(definition: string, field: Field): FieldFacts {
  return FIELD_FACTS.get(`${definition}.${field.name}`) ?? NO_FACTS;
}

function mergeExtensions(field: Field, facts: FieldFacts): JsonObject {
  return {
    ...(field.listType === undefined ? {} : { 'x-kubernetes-list-type': field.listType }),
    ...(field.listMapKeys === undefined ? {} : { 'x-kubernetes-list-map-keys': field.listMapKeys }),
    ...(field.patchMergeKey === undefined ? {} : { 'x-kubernetes-patch-merge-key': field.patchMergeKey }),
    ...(field.patchStrategy === undefined ? {} : { 'x-kubernetes-patch-strategy': field.patchStrategy }),
    ...(facts.granular === true ? { 'x-kubernetes-map-type': 'granular' } : {}),
    ...(field.atomic === true && field.listType === undefined && facts.granular !== true ? { 'x-kubernetes-map-type': 'atomic' } : {}),
  };
}

function unionExtension({ discriminator, members }: { readonly discriminator?: string; readonly members: JsonObject }): JsonObject {
  return { ...(discriminator === undefined ? {} : { discriminator }), 'fields-to-discriminateBy': members };
}

function described(about: string): JsonObject {
  return about === '' ? {} : { description: about };
}
