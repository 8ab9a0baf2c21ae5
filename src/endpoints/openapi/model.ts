/** What both OpenAPI documents (v2 and v3) are written from: operations and the types that they mention. */
import type { StructType } from '../../machinery/descriptor.ts';
import type { GroupVersionKind } from '../../machinery/gvk.ts';

export type Method = 'get' | 'put' | 'post' | 'delete' | 'options' | 'head' | 'patch';

export interface Parameter {
  readonly in: 'query' | 'path';
  readonly name: string;
  readonly type: 'string' | 'integer' | 'boolean';
  readonly description: string;
  /** Name in the shared parameters of v2; undefined for those that stand where they are used. */
  readonly shared: string | undefined;
}

export interface Body {
  readonly type: StructType;
  readonly required: boolean;
}

/** 'string' for what is no API object; undefined for a response without a body. */
export type ResponseBody = StructType | 'string' | undefined;

export interface Operation {
  readonly method: Method;
  readonly id: string;
  readonly tag: string;
  readonly description: string;
  readonly action: string | undefined;
  readonly kind: GroupVersionKind | undefined;
  readonly consumes: readonly string[];
  readonly produces: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly body: Body | undefined;
  /** By status code. */
  readonly responses: ReadonlyMap<number, ResponseBody>;
}

export interface PathItem {
  readonly path: string;
  readonly operations: readonly Operation[];
}

/** JSON in the making. */
export interface JsonObject {
  [member: string]: JsonValue | undefined;
}

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
