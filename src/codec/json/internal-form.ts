/**
 * Objects as upstream's internal types print them: some messages show a struct as JSON with Go's field names, in the internal types' order, with
 * zero values and nulls included. There are no internal objects here: a table says how such a type looks, a descriptor where its values are.
 *
 * A table has one type per paragraph: `Name: Field type, Field, ...Embedded`. Types are `int`, `bool`, `quantity`, `port` (a number or a string),
 * `json` (printed with its JSON names) or another name in the table, after `*` (null when absent), `[]` or `{}` (null when empty); a string is not
 * written out.
 */
import type { Field, StructType, Type } from '../../machinery/descriptor.ts';
import { getKey, setKey } from '../../machinery/object.ts';
import { encodeValue } from './encode.ts';
import { encodeString } from './strings.ts';

interface InternalField {
  /** Empty for an embedded struct. */
  readonly name: string;
  readonly type: InternalType;
}

interface InternalType {
  /** `*`, `[]` and `{}`, outermost first. */
  readonly wrappers: readonly string[];
  readonly name: string;
}

type Values = { readonly [key: string]: unknown };

export class InternalTypes {
  readonly #types = new Map<string, readonly InternalField[]>();

  constructor(table: string) {
    for (const paragraph of table.trim().split(/\n(?! )/)) {
      const colon = paragraph.indexOf(':');
      const fields = paragraph.slice(colon + 1).split(',');
      this.#types.set(
        paragraph.slice(0, colon),
        fields.map((each) => parseField(each.trim())),
      );
    }
  }

  /** @param type what `value` is; @param indent what one level is indented by, on lines of their own; '' for one line */
  print(value: unknown, type: Type, name: string, indent = ''): string {
    return this.#wrapped(value, type, { wrappers: wrappersOf(value), name }, new Layout(indent, 0));
  }

  #wrapped(value: unknown, type: Type | undefined, { wrappers, name }: InternalType, layout: Layout): string {
    const [wrapper, ...rest] = wrappers;
    if (wrapper === undefined) return this.#plain(value, type, name, layout);
    if (value === undefined || value === null) return 'null';
    const inner = { wrappers: rest, name };
    if (wrapper === '*') return this.#wrapped(value, type, inner, layout);
    const nested = layout.deeper();
    if (wrapper === '[]') {
      const list = value as readonly unknown[];
      const element = type?.kind === 'list' ? type.element : undefined;
      // Encoders drop empty lists, so one in memory was none.
      return list.length === 0 ? 'null' : layout.list(list.map((each) => this.#wrapped(each, element, inner, nested)));
    }
    const map = value as Values;
    const element = type?.kind === 'map' ? type.value : undefined;
    const keys = Object.keys(map).sort();
    if (keys.length === 0) return 'null';
    return layout.object(keys.map((key) => [key, this.#wrapped(getKey(map, key), element, inner, nested)]));
  }

  #plain(value: unknown, type: Type | undefined, name: string, layout: Layout): string {
    switch (name) {
      case 'string':
        return encodeString(value === undefined || value === null ? '' : String(value));
      case 'int':
        return value === undefined || value === null ? '0' : String(value);
      case 'bool':
        return value === true ? 'true' : 'false';
      case 'quantity':
        return encodeString(value === undefined || value === null ? '0' : String(value));
      case 'port':
        return typeof value === 'string' ? encodeString(value) : String(value ?? 0);
      case 'json':
        return layout.indented(type === undefined ? 'null' : encodeValue(value ?? {}, type));
      default:
        return layout.object(this.#members((value ?? {}) as Values, type as StructType | undefined, name, layout));
    }
  }

  #members(value: Values, type: StructType | undefined, name: string, layout: Layout): [key: string, text: string][] {
    const nested = layout.deeper();
    return (this.#types.get(name) ?? []).flatMap((field) => {
      if (field.name !== '') {
        const known = type?.fields.find((each) => each.go === field.name);
        return [[field.name, this.#wrapped(value[keyOf(known, field.name)], known?.type, field.type, nested)] as [string, string]];
      }
      return field.type.name === 'json' ? embeddedJson(value, nested) : this.#members(value, type, field.type.name, layout);
    });
  }
}

const keyOf = (known: Field | undefined, name: string): string => known?.name ?? name.charAt(0).toLowerCase() + name.slice(1);

/** A struct with JSON names whose fields stand among the others: metadata of templates. */
function embeddedJson(value: Values, layout: Layout): [string, string][] {
  const metadata = (value.metadata ?? {}) as Values;
  return Object.keys(metadata)
    .filter((key) => !isEmpty(metadata[key]))
    .map((key) => [key, layout.indented(plainJson(metadata[key]))]);
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}

function plainJson(value: unknown): string {
  if (typeof value === 'string') return encodeString(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(plainJson).join(',')}]`;
  const map = value as Values;
  return `{${Object.keys(map)
    .sort()
    .map((key) => `${encodeString(key)}:${plainJson(getKey(map, key))}`)
    .join(',')}}`;
}

function wrappersOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? ['[]'] : value === undefined || value === null ? ['*'] : [];
}

function parseField(text: string): InternalField {
  if (text.startsWith('...')) return { name: '', type: { wrappers: [], name: text.slice(3) } };
  const [name = '', type = 'string'] = text.split(' ');
  const wrappers = type.match(/\*|\[\]|\{\}/g) ?? [];
  return { name, type: { wrappers, name: type.slice(wrappers.join('').length) } };
}

/** Where line breaks go, as Go's json.MarshalIndent puts them. */
class Layout {
  readonly #indent: string;
  readonly #depth: number;

  constructor(indent: string, depth: number) {
    this.#indent = indent;
    this.#depth = depth;
  }

  deeper(): Layout {
    return new Layout(this.#indent, this.#depth + 1);
  }

  object(members: readonly (readonly [key: string, text: string])[]): string {
    const colon = this.#indent === '' ? ':' : ': ';
    return members.length === 0
      ? '{}'
      : this.#block(
          '{',
          '}',
          members.map(([key, text]) => `${encodeString(key)}${colon}${text}`),
        );
  }

  list(elements: readonly string[]): string {
    return elements.length === 0 ? '[]' : this.#block('[', ']', elements);
  }

  #block(open: string, close: string, lines: readonly string[]): string {
    if (this.#indent === '') return open + lines.join(',') + close;
    const outer = `\n${this.#indent.repeat(this.#depth)}`;
    return open + lines.map((line) => outer + this.#indent + line).join(',') + outer + close;
  }

  /** JSON of one line, laid out like the rest. */
  indented(json: string): string {
    return this.#indent === '' ? json : this.#relaid(JSON.parse(json) as unknown);
  }

  #relaid(value: unknown): string {
    if (typeof value === 'string') return encodeString(value);
    if (typeof value !== 'object' || value === null) return String(value);
    const nested = this.deeper();
    if (Array.isArray(value)) return this.list(value.map((each) => nested.#relaid(each)));
    const copy: { [key: string]: unknown } = {};
    for (const [key, each] of Object.entries(value)) setKey(copy, key, each);
    return this.object(Object.keys(copy).map((key) => [key, nested.#relaid(getKey(copy, key))]));
  }
}
