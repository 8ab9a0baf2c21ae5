/** The folder that holds a store, and what can be wrong with it. */
import { accessSync, closeSync, constants, existsSync, fstatSync, mkdirSync, openSync, readSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

/** What LMDB calls its files within the folder. */
export const DATA_FILE = 'data.mdb';
export const LOCK_FILE = 'lock.mdb';

/** Magic numbers of statfs(2) (Linux) for file systems whose locks and memory maps do not hold across machines. */
const NETWORK_FILE_SYSTEMS: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
  [0x01021997, '9P'],
  [0x00c36400, 'Ceph'],
  [0x0bd00bd0, 'Lustre'],
  [0x5346414f, 'AFS'],
  [0x47504653, 'GPFS'],
]);

export function dataFile(folder: string): string {
  return join(folder, DATA_FILE);
}

/** Makes the folder when it is absent, for its owner only. @throws errors of the system */
export function makeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
}

export function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The name of the network file system that the folder lies on, if it does.
 * @param typeOf asks the system for the magic number; it may fail
 */
export function networkFileSystem(folder: string, typeOf = (path: string): number => statfsSync(path).type): string | undefined {
  try {
    return NETWORK_FILE_SYSTEMS.get(typeOf(folder));
  } catch {
    return undefined;
  }
}

/** Where things stand in the two meta pages of an LMDB file (data format 2): magic, version, page size, root pages of its two core tables. */
const META = { magic: 24, version: 28, pageSize: 48, freeRoot: 88, mainRoot: 136, end: 160 } as const;
const LMDB_MAGIC = 0xbeefc0de;
const LMDB_FORMAT = 2;
const NO_PAGE = 0xffff_ffff_ffff_ffffn;

/**
 * Looks at the head of the file before LMDB does, which crashes on what is not a store.
 * @returns what is wrong with it; undefined when nothing is, or when there is no file yet
 */
export function damageOf(folder: string): string | undefined {
  const path = dataFile(folder);
  if (!existsSync(path)) {
    return undefined;
  }
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    return size === 0 ? undefined : damageOfMeta((at) => readAt(file, at), size);
  } finally {
    closeSync(file);
  }
}

function damageOfMeta(read: (at: number) => Buffer, size: number): string | undefined {
  const pageSize = read(0).readUInt32LE(META.pageSize);
  if (pageSize < 512 || pageSize > 65536 || size < 2 * pageSize) {
    return 'it is not an LMDB file, or it is cut off';
  }
  for (const meta of [read(0), read(pageSize)]) {
    if (meta.readUInt32LE(META.magic) !== LMDB_MAGIC) {
      return 'it is not an LMDB file';
    }
    if ((meta.readUInt32LE(META.version) & 0xffff) !== LMDB_FORMAT) {
      return 'it is of another LMDB format';
    }
    for (const root of [meta.readBigUInt64LE(META.freeRoot), meta.readBigUInt64LE(META.mainRoot)]) {
      if (root !== NO_PAGE && (root + 1n) * BigInt(pageSize) > BigInt(size)) {
        return 'it is cut off';
      }
    }
  }
  return undefined;
}

function readAt(file: number, at: number): Buffer {
  const bytes = Buffer.alloc(META.end);
  readSync(file, bytes, 0, META.end, at);
  return bytes;
}
