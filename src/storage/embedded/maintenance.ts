/**
 * What an operator does to a store: look at it, check every byte, back it up, restore it, shrink its file, throw it away. `status` and
 * `backup` also work while a server runs on it; the others refuse then.
 */
import { chmodSync, closeSync, existsSync, fsyncSync, mkdtempSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Revision } from '../interface.ts';
import { type Change, Environment, type Snapshot, stateInstruction } from './environment.ts';
import { DATA_FILE, damageOf, dataFile, LOCK_FILE, makeFolder } from './folder.ts';
import { unpackNumber } from './layout.ts';
import { checkFormat, openAndClaim, reserveFolder, StoreRefused } from './opening.ts';
import { isAlive, parseOwner, thisProcess } from './owner.ts';
import { decodeRecord } from './record.ts';

/** More damage than this is not listed one by one. */
const MAX_DAMAGES = 1000;
const PAUSE_EVERY = 1000;
/**
 * A restored store goes on this far above the backup: clients have seen revisions that the backup never had, and no revision may come twice.
 * They all get 410 Gone and list anew. (etcd's tools recommend the same distance.)
 */
const RESTORE_JUMP = 1_000_000_000;

export interface StoreStatus {
  readonly folder: string;
  readonly format: number;
  readonly clusterId: string;
  readonly revision: Revision;
  readonly compactedRevision: Revision;
  readonly keys: number;
  /** Size of the file, pages that wait for reuse included. */
  readonly fileBytes: number;
  /** The process that has the store now. */
  readonly ownerPid: number | undefined;
  /** Only when asked to verify. */
  readonly damages: readonly Damage[] | undefined;
}

export interface Damage {
  /** The key, or the revision of a record whose key cannot be read. */
  readonly of: string;
  readonly detail: string;
}

/** @param options.verify reads and checks every record @throws {StoreRefused} */
export async function status(folder: string, options: { readonly verify?: boolean } = {}): Promise<StoreStatus> {
  return await withReader(folder, async (environment) => {
    const snapshot = environment.snapshot();
    try {
      const { revision, compacted } = snapshot.state();
      const owner = parseOwner(snapshot.owner());
      return {
        folder,
        format: snapshot.format() ?? 0,
        clusterId: snapshot.clusterId(),
        revision,
        compactedRevision: compacted,
        keys: snapshot.count('head', {}) + snapshot.count('long', {}),
        fileBytes: statSync(dataFile(folder)).size,
        ownerPid: owner !== undefined && isAlive(owner, thisProcess()) ? owner.pid : undefined,
        damages: options.verify === true ? await verify(snapshot) : undefined,
      };
    } finally {
      snapshot.release();
    }
  });
}

/** Copies the store, as it is at one moment, into the file `to`. Works while a server runs. @throws {StoreRefused} */
export async function backup(folder: string, to: string): Promise<void> {
  await withReader(folder, (environment) => backupEnvironment(environment, to));
}

/** @throws {StoreRefused} when `to` exists */
export async function backupEnvironment(environment: Environment, to: string): Promise<void> {
  if (existsSync(to)) {
    throw new StoreRefused(`${to} exists already`);
  }
  const scratch = mkdtempSync(join(dirname(to), '.backup-'));
  try {
    await environment.copyTo(scratch);
    publish(join(scratch, DATA_FILE), to);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Puts a backup in the place of the store in `folder`, which must not be in use. @throws {StoreRefused} */
export async function restore(folder: string, from: string): Promise<void> {
  if (!existsSync(from)) {
    throw new StoreRefused(`there is no backup at ${from}`);
  }
  makeFolder(folder);
  const scratch = mkdtempSync(join(folder, '.restore-'));
  try {
    await copyFile(from, join(scratch, DATA_FILE));
    await prepareRestored(scratch, from);
    if (existsSync(dataFile(folder))) {
      await withClaim(folder, async () => {});
    }
    rmSync(join(folder, LOCK_FILE), { force: true });
    publish(join(scratch, DATA_FILE), dataFile(folder));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Writes the file anew without its free pages. The store must not be in use. @throws {StoreRefused} */
export async function compact(folder: string): Promise<{ readonly before: number; readonly after: number }> {
  mustExist(folder);
  const before = statSync(dataFile(folder)).size;
  const scratch = mkdtempSync(join(folder, '.compact-'));
  try {
    await withClaim(folder, (environment) => environment.copyTo(scratch));
    await changeCopy(scratch, () => ({ owner: 'none', instructions: [] }));
    publish(join(scratch, DATA_FILE), dataFile(folder));
    rmSync(join(folder, LOCK_FILE), { force: true });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return { before, after: statSync(dataFile(folder)).size };
}

/** Throws everything away. The store must not be in use. @throws {StoreRefused} */
export async function reset(folder: string): Promise<void> {
  mustExist(folder);
  await withClaim(folder, async () => {});
  rmSync(dataFile(folder), { force: true });
  rmSync(join(folder, LOCK_FILE), { force: true });
}

async function verify(snapshot: Snapshot): Promise<readonly Damage[]> {
  const damages: Damage[] = [];
  const keys = new Map<Revision, string>();
  let seen = 0;
  const pause = async (): Promise<void> => {
    seen++;
    if (seen % PAUSE_EVERY === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  for (const { key, value } of snapshot.range('head', {})) {
    keys.set(unpackNumber(value), Buffer.from(key).toString('utf8'));
    await pause();
  }
  for (const { key, value } of snapshot.range('log', {})) {
    const revision = unpackNumber(key);
    const expected = keys.get(revision);
    const record = decodeRecord(value, revision);
    if (typeof record === 'string') {
      damages.push({ of: expected ?? `revision ${revision}`, detail: record });
    } else if (expected !== undefined && record.key !== expected) {
      damages.push({ of: expected, detail: `its record is about ${record.key}` });
    }
    keys.delete(revision);
    await pause();
    if (damages.length >= MAX_DAMAGES) {
      return damages;
    }
  }
  for (const key of keys.values()) {
    damages.push({ of: key, detail: 'its record is missing' });
  }
  return damages.slice(0, MAX_DAMAGES);
}

/** Makes a backup a store that nobody has, above all revisions that were ever seen. */
async function prepareRestored(folder: string, from: string): Promise<void> {
  const damage = damageOf(folder);
  if (damage !== undefined) {
    throw new StoreRefused(`${from} is not a backup: ${damage}`);
  }
  await changeCopy(folder, (now) => {
    const format = now.format();
    if (format === undefined) {
      throw new StoreRefused(`${from} is not a backup of a store`);
    }
    checkFormat(format, from);
    const state = now.state();
    const revision = state.revision + RESTORE_JUMP;
    return { owner: 'none', instructions: [stateInstruction({ ...state, revision, compacted: revision, compactedBytes: state.bytes })] };
  });
}

/** Changes a copy of a store that nobody else knows of yet. */
async function changeCopy(folder: string, change: (now: Snapshot) => Change): Promise<void> {
  const environment = new Environment(folder);
  try {
    environment.commitNow(change);
  } finally {
    await environment.close();
  }
}

async function withReader<T>(folder: string, use: (environment: Environment) => Promise<T>): Promise<T> {
  mustExist(folder);
  const release = reserveFolder(folder);
  try {
    const damage = damageOf(folder);
    if (damage !== undefined) {
      throw new StoreRefused(`the file ${dataFile(folder)} is damaged (${damage})`);
    }
    const environment = new Environment(folder, { readOnly: true });
    try {
      return await use(environment);
    } finally {
      await environment.close();
    }
  } finally {
    release();
  }
}

async function withClaim<T>(folder: string, use: (environment: Environment) => Promise<T>): Promise<T> {
  const opened = openAndClaim(folder);
  try {
    return await use(opened.environment);
  } finally {
    await opened.close();
  }
}

function mustExist(folder: string): void {
  if (!existsSync(dataFile(folder))) {
    throw new StoreRefused(`there is no store in ${folder}`);
  }
}

/** Moves a finished file to where it belongs; after a crash there is the old one or the new one. */
function publish(from: string, to: string): void {
  chmodSync(from, 0o600);
  syncPath(from);
  renameSync(from, to);
  syncPath(dirname(to));
}

function syncPath(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
