/**
 * Reading decoded JSON whose shape nobody has checked (answers of webhooks, claims of tokens, kubeconfigs, annotations): what is not of the wanted
 * type counts as absent. Names may come from outside, so only own properties are read.
 */
import { getKey } from './object.ts';
import { RawJson } from './raw.ts';

export type JsonObject = { readonly [key: string]: unknown };

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value itself when it is an object; an empty one for anything else. */
export function asJsonObject(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** The object at a name; an empty one when there is none. */
export function objectAt(object: JsonObject | undefined, name: string): JsonObject {
  return asJsonObject(getKey(object, name));
}

/** The text at a name; '' when there is none. */
export function stringAt(object: JsonObject | undefined, name: string): string {
  const value = getKey(object, name);
  return typeof value === 'string' ? value : '';
}

/** The texts of the list at a name. */
export function stringsAt(object: JsonObject | undefined, name: string): readonly string[] {
  return stringsIn(getKey(object, name));
}

/** The texts of a list; none when it is no list. */
export function stringsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}

/** What encoding/json calls the type of a decoded value: "json: cannot unmarshal array into …". */
export function jsonTypeName(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'bigint' || value instanceof RawJson ? 'number' : typeof value;
}
