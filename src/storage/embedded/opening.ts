/** Opening a store: is it ours to open, can we read its format, is somebody else using it. */
import { randomUUID } from 'node:crypto';
import { realpathSync, statSync } from 'node:fs';
import { errorText } from '../../base/errors.ts';
import { Environment, type EnvironmentOptions, type Instruction, type Snapshot, stateInstruction } from './environment.ts';
import { damageOf, dataFile, isWritable, makeFolder } from './folder.ts';
import { CLUSTER_KEY, EMPTY_STATE, FORMAT, FORMAT_KEY } from './layout.ts';
import { isAlive, parseOwner, thisProcess } from './owner.ts';

/** A folder that cannot be used as a store now: the message is one line that says why and what to do. */
export class StoreRefused extends Error {
  override readonly name = 'StoreRefused';
}

/** How a store of format `from` becomes one of `from + 1`. */
export interface Migration {
  readonly from: number;
  migrate(snapshot: Snapshot): readonly Instruction[];
}

const MIGRATIONS: readonly Migration[] = [];

/** LMDB must not open a file twice in one process. */
const openHere = new Set<string>();

export interface OpenedEnvironment {
  readonly environment: Environment;
  /** What the fence carries while the store is ours. */
  readonly token: number;
  close(): Promise<void>;
}

export interface OpeningOptions extends EnvironmentOptions {
  readonly migrations?: readonly Migration[];
}

/** Opens the store in `folder`, made when absent, and claims it. @throws {StoreRefused} */
export function openAndClaim(folder: string, options: OpeningOptions = {}): OpenedEnvironment {
  makeOrRefuse(folder);
  const release = reserveFolder(folder);
  let environment: Environment | undefined;
  try {
    environment = openEnvironment(folder, options);
    const token = claim(environment, folder, options.migrations ?? MIGRATIONS);
    return { environment, token, close: closing(environment, token, release) };
  } catch (error) {
    void environment?.close();
    release();
    throw error;
  }
}

function makeOrRefuse(folder: string): void {
  try {
    makeFolder(folder);
  } catch (error) {
    throw new StoreRefused(`the folder ${folder} cannot be made: ${errorText(error)}`, { cause: error });
  }
}

/** Keeps the rest of this process from opening the store in `folder`. @returns the end of that @throws {StoreRefused} */
export function reserveFolder(folder: string): () => void {
  const { dev, ino } = statSync(realpathSync(folder));
  const identity = `${dev}:${ino}`;
  if (openHere.has(identity)) {
    throw new StoreRefused(`the store in ${folder} is already open in this process`);
  }
  openHere.add(identity);
  return () => void openHere.delete(identity);
}

function openEnvironment(folder: string, options: OpeningOptions): Environment {
  if (!isWritable(folder)) {
    throw new StoreRefused(`the folder ${folder} is read-only: the store needs to write into it; choose another one with --data-dir`);
  }
  const damage = damageOf(folder);
  if (damage !== undefined) {
    throw new StoreRefused(`the file ${dataFile(folder)} is damaged (${damage}): restore a backup with \`coxswain db restore\`, or move it away`);
  }
  try {
    return new Environment(folder, options);
  } catch (error) {
    throw new StoreRefused(`the store in ${folder} cannot be opened: ${errorText(error)}`, { cause: error });
  }
}

function claim(environment: Environment, folder: string, migrations: readonly Migration[]): number {
  const self = thisProcess();
  // Any number that no earlier owner had; LMDB keeps it as a double.
  const token = Number.parseInt(randomUUID().replaceAll('-', '').slice(0, 13), 16);
  environment.commitNow((now) => {
    const owner = parseOwner(now.owner());
    if (owner !== undefined && isAlive(owner, self)) {
      throw new StoreRefused(`the store in ${folder} is in use by process ${owner.pid}: stop it first, or choose another folder with --data-dir`);
    }
    return { owner: { identity: JSON.stringify(self), token }, instructions: prepare(now, folder, migrations) };
  });
  return token;
}

/** Makes a new store or brings an old one to the current format. */
function prepare(now: Snapshot, folder: string, migrations: readonly Migration[]): readonly Instruction[] {
  const format = now.format();
  const asFormat = (version: number): Instruction => ({ table: 'meta', key: FORMAT_KEY, value: Buffer.from(String(version)) });
  if (format === undefined) {
    return [asFormat(FORMAT), { table: 'meta', key: CLUSTER_KEY, value: Buffer.from(randomUUID()) }, stateInstruction(EMPTY_STATE)];
  }
  checkFormat(format, folder);
  const instructions: Instruction[] = [];
  for (let version = format; version < FORMAT; version++) {
    const migration = migrations.find((step) => step.from === version);
    if (migration === undefined) {
      throw new StoreRefused(`the store in ${folder} has format ${format}, which this version cannot bring to format ${FORMAT}`);
    }
    instructions.push(...migration.migrate(now), asFormat(version + 1));
  }
  return instructions;
}

/** @throws {StoreRefused} for a format that only a later version knows */
export function checkFormat(format: number, folder: string): void {
  if (!(format <= FORMAT)) {
    throw new StoreRefused(
      `the store in ${folder} was written by a newer version (format ${format}, this version knows ${FORMAT}): use that version, or choose another folder with --data-dir`,
    );
  }
}

function closing(environment: Environment, token: number, release: () => void): () => Promise<void> {
  return async () => {
    try {
      environment.commitNow((now) => ({ ...(now.token() === token ? { owner: 'none' as const } : {}), instructions: [] }));
    } catch {
      // The owner stays written down (a full disk): it is found to be gone by the next one.
    }
    await environment.close();
    release();
  };
}
