/**
 * Server-side printing (meta.k8s.io Table): what `kubectl get` shows, made from the kind's TablePrinter.
 *
 * A row's cells are made once per entry; cells that depend on the time (ages) stay functions and are filled in when a row is sent. The row's object
 * is cut out of cached JSON. Only the first table of a watch names its columns, and a bookmark is a row of blanks.
 */
import { encodeJson } from '../../codec/json/encode.ts';
import type { Int64 } from '../../machinery/int64.ts';
import { JSON_TYPE } from '../../machinery/media.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { Status } from '../../machinery/status.ts';
import type { Column, RowCondition, TablePrinter } from '../../registry/generic/declaration.ts';
import type { Entry, WatchItem } from '../../storage/resource-storage.ts';
import { formCache } from './form-cache.ts';
import { sharedFrame } from './frames.ts';
import type { ListHeader, Pieces, Rendering } from './interface.ts';
import { errorFrame, join, listMetaJson, servedPieces } from './json.ts';
import { goJson } from './json-text.ts';
import { partialOf, partialPieces } from './partial.ts';
import { bookmarkObject, type ServedKind } from './served.ts';

export type IncludeObject = 'None' | 'Metadata' | 'Object';

export interface TableOptions {
  readonly printer: TablePrinter;
  /** v1 or v1beta1 of meta.k8s.io */
  readonly metaVersion: string;
  readonly includeObject: IncludeObject;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

type TimedText = (now: number) => string;

/** The JSON of a row up to its object: text, with functions where the time comes in. */
type RowTemplate = readonly (string | TimedText)[];

const ROW_END = Buffer.from('}');
const NULL = Buffer.from('null');
const FRAME_END = Buffer.from('}\n');

export class TableRendering implements Rendering {
  readonly contentType = JSON_TYPE;
  readonly watchContentType = JSON_TYPE;
  readonly shareKey: string;
  readonly #kind: ServedKind;
  readonly #options: TableOptions;
  readonly #apiVersion: string;

  constructor(kind: ServedKind, options: TableOptions) {
    this.#kind = kind;
    this.#options = options;
    this.#apiVersion = `meta.k8s.io/${options.metaVersion}`;
    this.shareKey = `table-json|${kind.group}/${kind.version.version}|${options.metaVersion}|${options.includeObject}`;
  }

  object(entry: Entry): Pieces {
    return join([this.#head(`{"resourceVersion":"${entry.revision}"}`, true), ...this.#row(entry, entry.revision), Buffer.from(']}\n')]);
  }

  arrange(entries: readonly Entry[]): readonly Entry[] {
    const { order } = this.#options.printer;
    return order === undefined ? entries : entries.toSorted((one, other) => order(one.object(), other.object()));
  }

  listHead(header: ListHeader, count: number): Pieces {
    const head = this.#head(listMetaJson(header), true);
    return this.#isNull(count) ? [head.subarray(0, head.length - 1), NULL] : [head];
  }

  listItem(entry: Entry, index: number): Pieces {
    return index === 0 ? this.#row(entry, entry.revision) : [Buffer.from(','), ...this.#row(entry, entry.revision)];
  }

  listTail(count: number): Pieces {
    return [Buffer.from(this.#isNull(count) ? '}\n' : ']}\n')];
  }

  #isNull(count: number): boolean {
    return count === 0 && this.#options.printer.nullWhenEmpty === true;
  }

  watchItem(item: WatchItem, first: boolean): Pieces {
    return sharedFrame(item, first ? `${this.shareKey}|first` : this.shareKey, () => {
      const head = Buffer.from(`{"type":"${item.type}","object":`);
      const table = this.#head(`{"resourceVersion":"${item.revision}"}`, first);
      const row = item.type === 'BOOKMARK' ? this.#blankRow(item.revision, item.initialEventsEnd) : this.#row(item.entry, item.revision);
      return join([head, table, ...row, Buffer.from(']}'), FRAME_END]);
    });
  }

  watchError(status: Status): Pieces {
    return [errorFrame(status)];
  }

  #head(metadata: string, withColumns: boolean): Uint8Array {
    return tableHead(this.#apiVersion, metadata, withColumns ? this.#options.printer.columns : undefined);
  }

  #row(entry: Entry, revision: number): Uint8Array[] {
    const template = formCache.get(entry, 'table-row', () => rowTemplate(this.#options.printer, entry.object()), templateSize);
    const now = this.#options.now();
    let text = '';
    for (const part of template) text += typeof part === 'string' ? part : goJson(part(now));
    return [Buffer.from(text), ...this.#rowObject(entry, revision), ROW_END];
  }

  #rowObject(entry: Entry, revision: number): Uint8Array[] {
    switch (this.#options.includeObject) {
      case 'None':
        return [NULL];
      case 'Metadata':
        return partialPieces(this.#kind, entry, revision, this.#apiVersion);
      case 'Object':
        return servedPieces(this.#kind, entry, revision, 0);
    }
  }

  #blankRow(revision: number, initialEventsEnd: boolean): Uint8Array[] {
    const bookmark = bookmarkObject(this.#kind, revision, initialEventsEnd);
    const cells = goJson(blankCells(this.#options.printer, this.#options.now()));
    const json = encodeJson(bookmark, this.#kind.version.type);
    const object = { None: () => [NULL], Metadata: () => partialOf(json, this.#apiVersion), Object: () => [json] }[this.#options.includeObject]();
    return [Buffer.from(`{"cells":${cells},"object":`), ...object, ROW_END];
  }
}

/** One object that is no entry as a table; `object` is what the printer reads, `json` what the client would get without a table. */
export function tableOfObject(object: KubeObject, json: Uint8Array, options: TableOptions): Pieces {
  const apiVersion = `meta.k8s.io/${options.metaVersion}`;
  const { resourceVersion } = object.metadata;
  const header: ListHeader = { resourceVersion: resourceVersion ?? '', continueToken: '', remainingItemCount: undefined };
  const now = options.now();
  const text = rowTemplate(options.printer, object).map((part) => (typeof part === 'string' ? part : goJson(part(now))));
  const shown = options.includeObject === 'None' ? [NULL] : options.includeObject === 'Object' ? [json] : partialOf(json, apiVersion);
  return [tableHead(apiVersion, listMetaJson(header), options.printer.columns), Buffer.from(text.join('')), ...shown, Buffer.from('}]}\n')];
}

/** A table up to its rows; `columns` undefined leaves them out as later tables of a watch do. */
function tableHead(apiVersion: string, metadata: string, columns: readonly Column[] | undefined): Uint8Array {
  const definitions = columns === undefined ? 'null' : columnsJson(columns);
  return Buffer.from(`{"kind":"Table","apiVersion":"${apiVersion}","metadata":${metadata},"columnDefinitions":${definitions},"rows":[`);
}

/** Columns in JSON, made once per printer. */
const columnTexts = new WeakMap<readonly Column[], string>();

function columnsJson(columns: readonly Column[]): string {
  const known = columnTexts.get(columns);
  if (known !== undefined) return known;
  const text = goJson(columns.map(({ name, type, format, description, priority }) => ({ name, type, format, description, priority })));
  columnTexts.set(columns, text);
  return text;
}

function rowTemplate(printer: TablePrinter, object: KubeObject): RowTemplate {
  const { cells, conditions } = printer.row(object);
  const parts: (string | TimedText)[] = [];
  let text = '{"cells":[';
  cells.forEach((cell, index) => {
    if (index > 0) text += ',';
    if (typeof cell === 'function') {
      parts.push(text, cell);
      text = '';
    } else text += typeof cell === 'bigint' ? String(cell) : goJson(cell);
  });
  text += ']';
  if (conditions !== undefined && conditions.length > 0) text += `,"conditions":${goJson(conditions.map(wireCondition))}`;
  parts.push(`${text},"object":`);
  return parts;
}

function wireCondition({ type, status, reason, message }: RowCondition): RowCondition {
  return {
    type,
    status,
    ...(reason === undefined || reason === '' ? {} : { reason }),
    ...(message === undefined || message === '' ? {} : { message }),
  };
}

/** A row in memory: characters, and what a closure costs. */
function templateSize(template: RowTemplate): number {
  let size = 64;
  for (const part of template) size += typeof part === 'string' ? part.length : 64;
  return size;
}

/** What a printer shows for an object in which nothing is set. */
function blankCells(printer: TablePrinter, now: number): (string | Int64 | boolean | null)[] {
  try {
    return printer.row({ kind: '', apiVersion: '', metadata: {} }).cells.map((cell) => (typeof cell === 'function' ? cell(now) : cell));
  } catch {
    return printer.columns.map((column) => (column.type === 'integer' ? 0 : ''));
  }
}
