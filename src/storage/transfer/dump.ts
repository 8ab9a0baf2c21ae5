/**
 * A cluster in one file, to be kept or carried elsewhere. It holds every secret, so only its owner may read it.
 *
 * Layout: a line of JSON (format, identity, count); then records, each key length u32 | value length u32 | crc u32 | key | value, big end first; then
 * an empty record that says the dump is complete. While it is being written the file is called `.partial`: its sound records are kept when the same
 * source is dumped again.
 */
import { constants } from 'node:fs';
import { type FileHandle, open, rename } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { orderKey } from '../key-order.ts';
import { CopyRefused } from './copy.ts';
import type { Item, Source } from './source.ts';

const FORMAT = 1;
const RECORD_HEAD = 12;
const READ_BYTES = 1024 * 1024;
/** A value of a store is far smaller; more is damage. */
const MAX_LENGTH = 256 * 1024 * 1024;
const NEWLINE = 0x0a;
const OWNER_ONLY = 0o600;

interface Head {
  readonly format: number;
  readonly identity: string;
  readonly count: number;
}

/** @returns how many objects the dump holds, and how many of them an earlier attempt had written @throws {CopyRefused} when `to` exists */
export async function writeDump(
  source: Source,
  to: string,
  progress: (done: number, total: number) => void,
): Promise<{ readonly total: number; readonly kept: number }> {
  if (await exists(to)) throw new CopyRefused(`${to} exists already`);
  const partial = `${to}.partial`;
  const { last, kept, end } = await soundPart(partial, source);
  const file = await open(partial, constants.O_RDWR | constants.O_CREAT, OWNER_ONLY);
  let done = kept;
  try {
    await file.chmod(OWNER_ONLY);
    await file.truncate(end);
    let at = end;
    const append = async (bytes: Uint8Array): Promise<void> => {
      await file.write(bytes, 0, bytes.length, at);
      at += bytes.length;
    };
    if (end === 0) await append(headOf(source));
    for await (const page of source.items(last)) {
      await append(Buffer.concat(page.map(recordOf)));
      done += page.length;
      progress(done, source.count);
    }
    if (done !== source.count) throw new CopyRefused(`the source announced ${source.count} objects and held ${done}`);
    await append(recordOf({ key: '', value: new Uint8Array(0) }));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(partial, to);
  return { total: done, kept };
}

/** Opens a finished dump. @throws {CopyRefused} */
export async function readDump(from: string): Promise<Source> {
  const head = await withFile(from, (file) => readHead(file, from));
  return { count: head.count, identity: head.identity, items: (after) => itemsOf(from, after) };
}

async function* itemsOf(from: string, after: string): AsyncGenerator<readonly Item[]> {
  const file = await open(from, 'r');
  try {
    let { end } = await readHead(file, from);
    for (;;) {
      const { items, next, complete, damage } = await readRecords(file, end);
      if (damage !== undefined) throw new CopyRefused(`${from} is damaged: ${damage}`);
      const wanted = after === '' ? items : items.filter(({ key }) => orderKey(key) > orderKey(after));
      if (wanted.length > 0) yield wanted;
      if (complete) return;
      end = next;
    }
  } finally {
    await file.close();
  }
}

/** What an earlier attempt on the same source left behind; nothing when it was another. */
async function soundPart(partial: string, source: Source): Promise<{ readonly last: string; readonly kept: number; readonly end: number }> {
  const nothing = { last: '', kept: 0, end: 0 };
  if (!(await exists(partial))) return nothing;
  return withFile(partial, async (file) => {
    const head = await readHead(file, partial).catch(() => undefined);
    if (head === undefined || head.identity !== source.identity) return nothing;
    let { end } = head;
    let kept = 0;
    let last = '';
    for (;;) {
      const { items, next, complete, damage } = await readRecords(file, end);
      kept += items.length;
      last = items.at(-1)?.key ?? last;
      end = next;
      if (complete || damage !== undefined) return { last, kept, end };
    }
  });
}

function headOf({ identity, count }: Source): Buffer {
  return Buffer.from(`${JSON.stringify({ format: FORMAT, identity, count } satisfies Head)}\n`);
}

function recordOf({ key, value }: Item): Buffer {
  const name = Buffer.from(key, 'utf8');
  const bytes = Buffer.allocUnsafe(RECORD_HEAD + name.length + value.length);
  bytes.writeUInt32BE(name.length, 0);
  bytes.writeUInt32BE(value.length, 4);
  bytes.set(name, RECORD_HEAD);
  bytes.set(value, RECORD_HEAD + name.length);
  bytes.writeUInt32BE(crc32(bytes.subarray(RECORD_HEAD)), 8);
  return bytes;
}

async function readHead(file: FileHandle, name: string): Promise<Head & { readonly end: number }> {
  const bytes = await readAt(file, 0, 4096);
  const line = bytes.indexOf(NEWLINE);
  try {
    const head = JSON.parse(bytes.toString('utf8', 0, line)) as Head;
    if (head.format === FORMAT && typeof head.identity === 'string' && typeof head.count === 'number') return { ...head, end: line + 1 };
  } catch {
    // Told below.
  }
  throw new CopyRefused(`${name} is no dump that this version can read`);
}

interface Records {
  readonly items: readonly Item[];
  /** Where the first record that was not read begins. */
  readonly next: number;
  /** The record that ends the dump has been read. */
  readonly complete: boolean;
  readonly damage?: string;
}

/** About a mebibyte of records from `start` on. */
async function readRecords(file: FileHandle, start: number): Promise<Records> {
  let bytes = await readAt(file, start, READ_BYTES);
  const items: Item[] = [];
  for (let at = 0; ; ) {
    const next = start + at;
    if (bytes.length - at < RECORD_HEAD)
      return items.length > 0 ? { items, next, complete: false } : { items, next, complete: false, damage: 'it ends early' };
    const keyLength = bytes.readUInt32BE(at);
    const length = RECORD_HEAD + keyLength + bytes.readUInt32BE(at + 4);
    if (length > MAX_LENGTH) return { items, next, complete: false, damage: 'a record is too long' };
    if (bytes.length - at < length) {
      if (items.length > 0) return { items, next, complete: false };
      bytes = await readAt(file, start, length);
      if (bytes.length < length) return { items, next, complete: false, damage: 'it ends early' };
    }
    const content = bytes.subarray(at + RECORD_HEAD, at + length);
    if (bytes.readUInt32BE(at + 8) !== crc32(content)) return { items, next, complete: false, damage: 'a checksum does not match' };
    if (keyLength === 0) return { items, next, complete: true };
    items.push({ key: content.toString('utf8', 0, keyLength), value: content.subarray(keyLength) });
    at += length;
  }
}

async function readAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(length), 0, length, at);
  return buffer.subarray(0, bytesRead);
}

async function withFile<Result>(name: string, use: (file: FileHandle) => Promise<Result>): Promise<Result> {
  const file = await open(name, 'r');
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

async function exists(name: string): Promise<boolean> {
  try {
    await (await open(name, 'r')).close();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}
