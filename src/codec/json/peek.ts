/**
 * Looks into JSON without building the object: what the watch cache must know of a stored object before anybody reads it, and what a body says it is.
 */
import { lastingText } from '../../base/lasting-text.ts';
import { setKey } from '../../machinery/object.ts';
import { DecodeError } from '../interface.ts';
import { TYPE_META_GO } from './decode.ts';
import { Scanner, textOf, typeNameOf } from './scan.ts';

export interface PeekedEntry {
  readonly name: string;
  readonly namespace: string;
  readonly labels: { readonly [key: string]: string };
  readonly revisionAt: number;
  readonly prefixLength: number;
}

export interface TypeMetaPeek {
  readonly apiVersion: string;
  readonly kind: string;
}

/** Members of metadata that stand before resourceVersion, in table order. */
const BEFORE_REVISION = new Set(['name', 'generateName', 'namespace', 'selfLink', 'uid']);
/** Those behind it, up to the labels. */
const UP_TO_LABELS = new Set(['generation', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds', 'labels']);

/**
 * From canonical JSON as encodeServed makes it: kind, apiVersion, metadata; no resourceVersion. Undefined when the bytes do not look so; then
 * they must be decoded. Bytes are read as latin1, so that positions are offsets.
 */
export function peekEntry(json: Uint8Array): PeekedEntry | undefined {
  const text = Buffer.from(json.buffer, json.byteOffset, json.byteLength).toString('latin1');
  const scanner = new Scanner(text, true);
  try {
    return readEntry(scanner);
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

function readEntry(scanner: Scanner): PeekedEntry | undefined {
  if (!scanner.text.startsWith('{"kind":"')) return undefined;
  scanner.at = 1;
  scanner.key();
  scanner.string();
  if (!scanner.text.startsWith(',"apiVersion":"', scanner.at)) return undefined;
  scanner.at++;
  scanner.key();
  scanner.string();
  if (!scanner.text.startsWith(',"metadata":{"', scanner.at)) return undefined;
  const prefixLength = scanner.at;
  scanner.at += ',"metadata":{'.length;
  const first = scanner.at;
  let name = '';
  let namespace = '';
  let labels: { [key: string]: string } = {};
  let revisionAt = -1;
  for (;;) {
    const start = scanner.at;
    const key = scanner.key();
    if (key === 'resourceVersion') return undefined;
    if (revisionAt < 0 && !BEFORE_REVISION.has(key)) revisionAt = start;
    if (key === 'name') name = utf8(scanner.string());
    else if (key === 'namespace') namespace = utf8(scanner.string());
    else if (key === 'labels') labels = readLabels(scanner);
    else if (BEFORE_REVISION.has(key) || UP_TO_LABELS.has(key)) scanner.skip();
    else break;
    if (!scanner.moreMembers()) break;
  }
  return { name, namespace, labels, revisionAt: revisionAt < 0 ? first : revisionAt, prefixLength };
}

function readLabels(scanner: Scanner): { [key: string]: string } {
  const labels: { [key: string]: string } = {};
  scanner.at++;
  if (scanner.peek() === 125) {
    scanner.at++;
    return labels;
  }
  do {
    const key = utf8(scanner.key());
    scanner.peek();
    setKey(labels, key, lastingText(utf8(scanner.string())));
  } while (scanner.moreMembers());
  return labels;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the range is that of one byte
const ASCII = /^[\x00-\x7f]*$/;

function utf8(latin1: string): string {
  return ASCII.test(latin1) ? latin1 : Buffer.from(latin1, 'latin1').toString('utf8');
}

/**
 * What a body says it is; '' where it says nothing. The whole text is checked, and names are matched without case, as upstream does.
 * @throws {DecodeError} "couldn't get version/kind; json parse error: ..."
 */
export function peekTypeMeta(json: Uint8Array): TypeMetaPeek {
  try {
    return readTypeMeta(new Scanner(textOf(json)));
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new DecodeError(`couldn't get version/kind; json parse error: ${error.message}`);
  }
}

function readTypeMeta(scanner: Scanner): TypeMetaPeek {
  const found = { apiVersion: '', kind: '' };
  new Scanner(scanner.text).skipDocument();
  const code = scanner.peek();
  if (code === 110) return found;
  if (code !== 123) throw new DecodeError(`json: cannot unmarshal ${typeNameOf(code)} into Go value of type ${TYPE_META_GO}`);
  scanner.at++;
  let problem: string | undefined;
  if (scanner.peek() === 125) return found;
  do {
    const key = scanner.key().toLowerCase();
    const next = scanner.peek();
    const name = key === 'kind' ? 'kind' : key === 'apiversion' ? 'apiVersion' : undefined;
    if (name !== undefined && next === 34) found[name] = scanner.string();
    else {
      scanner.skip();
      if (name !== undefined && next !== 110) problem ??= `json: cannot unmarshal ${typeNameOf(next)} into Go struct field .${name} of type string`;
    }
  } while (scanner.moreMembers());
  if (problem !== undefined) throw new DecodeError(problem);
  return found;
}
