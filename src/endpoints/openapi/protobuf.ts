/**
 * Documents in the Protobuf form of gnostic (openapi.v2 and openapi.v3), which kubectl and client-go ask for. The tables hold the members that
 * our documents have, with the numbers of OpenAPIv2.proto and OpenAPIv3.proto (github.com/google/gnostic-models).
 */
import type { JsonObject, JsonValue } from './model.ts';
import type { Dialect } from './schemas.ts';
import { encodeSteps, type WireField, type WireMessage } from './wire.ts';

/** In small steps. @throws {Error} for a member that the tables do not have */
export function protobufSteps(dialect: Dialect, document: JsonObject): Generator<undefined, Uint8Array> {
  return encodeSteps(dialect === 'v2' ? DOCUMENT_V2 : DOCUMENT_V3, document);
}

const text = (number: number): WireField => ({ number, kind: 'string' });
const flag = (number: number): WireField => ({ number, kind: 'bool' });
const texts = (number: number): WireField => ({ number, kind: 'strings' });
const anys = (number: number): WireField => ({ number, kind: 'anys' });
const one = (number: number, of: () => WireMessage): WireField => ({ number, kind: 'message', of });
const many = (number: number, of: () => WireMessage): WireField => ({ number, kind: 'messages', of });

/** A message whose members are a map: `repeated NamedX additional_properties` under `number`. */
const mapOf = (number: number, of: () => WireMessage): (() => WireMessage) => {
  const message: WireMessage = { form: 'map', field: { number, kind: 'named', of } };
  return () => message;
};

/** A message that holds one of several, chosen by looking at the value. */
const either = (choose: (value: JsonValue) => readonly [number: number, of: WireMessage]): (() => WireMessage) => {
  const message: WireMessage = { form: 'wrapper', choose };
  return () => message;
};

const isReference = (value: JsonValue): boolean => value !== null && typeof value === 'object' && Object.hasOwn(value, '$ref');
const memberOf = (value: JsonValue, name: string): JsonValue | undefined => (value as JsonObject)[name];

const REFERENCE: WireMessage = { form: 'members', fields: { $ref: text(1) } };

// Version 2.

const SCHEMA_V2: WireMessage = {
  form: 'members',
  fields: {
    $ref: text(1),
    format: text(2),
    description: text(4),
    required: texts(19),
    enum: anys(20),
    additionalProperties: one(21, () => SCHEMA_ITEM_V2),
    type: one(22, () => TYPE_ITEM),
    items: one(23, () => SCHEMA_ITEM_V2),
    allOf: many(24, () => SCHEMA_V2),
    properties: one(
      25,
      mapOf(1, () => SCHEMA_V2),
    ),
  },
  extensions: 31,
};

/** AdditionalPropertiesItem, ItemsItem and SchemaItem look alike: a schema under 1. */
const SCHEMA_ITEM_V2: WireMessage = either(() => [1, SCHEMA_V2])();

/** `type` is a list of strings under 1; our documents name one. */
const TYPE_ITEM: WireMessage = { form: 'strings', number: 1 };

const BODY_V2: WireMessage = {
  form: 'members',
  fields: { description: text(1), name: text(2), in: text(3), required: flag(4), schema: one(5, () => SCHEMA_V2) },
};
const QUERY_V2: WireMessage = {
  form: 'members',
  fields: { required: flag(1), in: text(2), description: text(3), name: text(4), type: text(6), uniqueItems: flag(20) },
};
const PATH_V2: WireMessage = {
  form: 'members',
  fields: { required: flag(1), in: text(2), description: text(3), name: text(4), type: text(5), uniqueItems: flag(19) },
};
const NON_BODY_V2 = either((value) => (memberOf(value, 'in') === 'path' ? [4, PATH_V2] : [3, QUERY_V2]));
const PARAMETER_V2 = either((value) => (memberOf(value, 'in') === 'body' ? [1, BODY_V2] : [2, NON_BODY_V2()]));
const PARAMETERS_ITEM_V2 = either((value) => (isReference(value) ? [2, REFERENCE] : [1, PARAMETER_V2()]));

const RESPONSE_V2: WireMessage = { form: 'members', fields: { description: text(1), schema: one(2, () => SCHEMA_ITEM_V2) } };

const OPERATION_V2: WireMessage = {
  form: 'members',
  fields: {
    tags: texts(1),
    description: text(3),
    operationId: text(5),
    produces: texts(6),
    consumes: texts(7),
    parameters: many(8, PARAMETERS_ITEM_V2),
    responses: one(
      9,
      mapOf(
        1,
        either(() => [1, RESPONSE_V2]),
      ),
    ),
    schemes: texts(10),
  },
  extensions: 13,
};

const PATH_ITEM_V2: WireMessage = {
  form: 'members',
  fields: {
    get: one(2, () => OPERATION_V2),
    put: one(3, () => OPERATION_V2),
    post: one(4, () => OPERATION_V2),
    delete: one(5, () => OPERATION_V2),
    options: one(6, () => OPERATION_V2),
    head: one(7, () => OPERATION_V2),
    patch: one(8, () => OPERATION_V2),
    parameters: many(9, PARAMETERS_ITEM_V2),
  },
};

const API_KEY_V2: WireMessage = { form: 'members', fields: { type: text(1), name: text(2), in: text(3), description: text(4) } };
const STRINGS: WireMessage = { form: 'strings', number: 1 };

const DOCUMENT_V2: WireMessage = {
  form: 'members',
  fields: {
    swagger: text(1),
    info: one(2, () => ({ form: 'members', fields: { title: text(1), version: text(2) } })),
    paths: one(
      8,
      mapOf(2, () => PATH_ITEM_V2),
    ),
    definitions: one(
      9,
      mapOf(1, () => SCHEMA_V2),
    ),
    parameters: one(10, mapOf(1, PARAMETER_V2)),
    security: many(
      12,
      mapOf(1, () => STRINGS),
    ),
    securityDefinitions: one(
      13,
      mapOf(
        1,
        either(() => [2, API_KEY_V2]),
      ),
    ),
  },
};

// Version 3.

const SCHEMA_V3: WireMessage = {
  form: 'members',
  fields: {
    required: texts(23),
    enum: anys(24),
    uniqueItems: flag(20),
    type: text(25),
    allOf: many(26, () => SCHEMA_OR_REFERENCE),
    oneOf: many(27, () => SCHEMA_OR_REFERENCE),
    items: one(30, () => ITEMS_V3),
    properties: one(
      31,
      mapOf(1, () => SCHEMA_OR_REFERENCE),
    ),
    additionalProperties: one(32, () => ITEMS_V3),
    default: one(33, () => DEFAULT_TYPE),
    description: text(34),
    format: text(35),
  },
  extensions: 36,
};

const SCHEMA_OR_REFERENCE: WireMessage = either((value) => (isReference(value) ? [2, REFERENCE] : [1, SCHEMA_V3]))();
/** ItemsItem and AdditionalPropertiesItem: a SchemaOrReference under 1. */
const ITEMS_V3: WireMessage = either(() => [1, SCHEMA_OR_REFERENCE])();
/** Numbers, booleans and strings have a place; a default that is an object is there and empty. */
const DEFAULT_TYPE: WireMessage = { form: 'scalar', double: 1, bool: 2, string: 3 };

const MEDIA_TYPES = mapOf(1, () => ({ form: 'members', fields: { schema: one(1, () => SCHEMA_OR_REFERENCE) } }));
const PARAMETER_V3: WireMessage = {
  form: 'members',
  fields: { name: text(1), in: text(2), description: text(3), required: flag(4), schema: one(10, () => SCHEMA_OR_REFERENCE) },
};
const PARAMETERS_V3 = many(
  6,
  either(() => [1, PARAMETER_V3]),
);
const RESPONSE_V3: WireMessage = { form: 'members', fields: { description: text(1), content: one(3, MEDIA_TYPES) } };
const BODY_V3: WireMessage = { form: 'members', fields: { content: one(2, MEDIA_TYPES), required: flag(3) } };

const OPERATION_V3: WireMessage = {
  form: 'members',
  fields: {
    tags: texts(1),
    description: text(3),
    operationId: text(5),
    parameters: PARAMETERS_V3,
    requestBody: one(
      7,
      either(() => [1, BODY_V3]),
    ),
    responses: one(
      8,
      mapOf(
        2,
        either(() => [1, RESPONSE_V3]),
      ),
    ),
  },
  extensions: 13,
};

const PATH_ITEM_V3: WireMessage = {
  form: 'members',
  fields: {
    get: one(4, () => OPERATION_V3),
    put: one(5, () => OPERATION_V3),
    post: one(6, () => OPERATION_V3),
    delete: one(7, () => OPERATION_V3),
    options: one(8, () => OPERATION_V3),
    head: one(9, () => OPERATION_V3),
    patch: one(10, () => OPERATION_V3),
    parameters: { ...PARAMETERS_V3, number: 13 },
  },
};

const SECURITY_SCHEME_V3: WireMessage = { form: 'members', fields: { type: text(1), description: text(2), name: text(3), in: text(4) } };

const DOCUMENT_V3: WireMessage = {
  form: 'members',
  fields: {
    openapi: text(1),
    info: one(2, () => ({ form: 'members', fields: { title: text(1), version: text(6) } })),
    paths: one(
      4,
      mapOf(1, () => PATH_ITEM_V3),
    ),
    components: one(5, () => ({
      form: 'members',
      fields: {
        schemas: one(
          1,
          mapOf(1, () => SCHEMA_OR_REFERENCE),
        ),
        securitySchemes: one(
          7,
          mapOf(
            1,
            either(() => [1, SECURITY_SCHEME_V3]),
          ),
        ),
      },
    })),
  },
};
