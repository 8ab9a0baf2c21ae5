/** The folder that holds a store, and what can be wrong with it. */
import { accessSync, constants, mkdirSync, statfsSync } from 'node:fs';
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

/** The name of the network file system that the folder lies on, if it does. */
export function networkFileSystem(folder: string): string | undefined {
  try {
    return NETWORK_FILE_SYSTEMS.get(Number(statfsSync(folder).type));
  } catch {
    return undefined;
  }
}
