/**
 * Loads the modules of `--admission-plugin-module`. Their code runs as the server, so nobody but the server's user (and root) may be able to change
 * it: the file that a path really leads to, and every folder above it, must belong to one of them and be writable by nobody else. What the module
 * imports in turn is its own business.
 */
import { realpathSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PluginModule } from '../admission/plugin-module.ts';
import { systemErrorText } from '../base/errors.ts';
import { UsageError } from './flags/usage-error.ts';

const FLAG = 'admission-plugin-module';
const ROOT = 0;
const GROUP_OR_OTHERS_WRITE = 0o022;

export type Ownership = Pick<Stats, 'uid' | 'mode'>;

/** @param user the server's user id; undefined where there are none. @throws {UsageError} */
export async function loadPluginModules(files: readonly string[], user: number | undefined, trust = checkTrust): Promise<readonly PluginModule[]> {
  const modules: PluginModule[] = [];
  for (const file of files) {
    const real = realPath(file);
    if (user !== undefined) trust(real, user);
    modules.push(await load(file, real));
  }
  return modules;
}

function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch (error) {
    throw new UsageError(`--${FLAG} ${file}: ${systemErrorText(error)}`);
  }
}

/** @param file without links. @throws {UsageError} that names what others could change */
export function checkTrust(file: string, user: number, ownershipOf: (place: string) => Ownership = statSync): void {
  for (let place = file; ; place = path.dirname(place)) {
    const { uid, mode } = ownershipOf(place);
    if (uid !== user && uid !== ROOT) throw new UsageError(`--${FLAG} ${file}: ${place} belongs to somebody else (uid ${uid})`);
    if ((mode & GROUP_OR_OTHERS_WRITE) !== 0)
      throw new UsageError(`--${FLAG} ${file}: ${place} can be written by others (mode ${(mode & 0o7777).toString(8).padStart(4, '0')})`);
    if (path.dirname(place) === place) return;
  }
}

async function load(file: string, real: string): Promise<PluginModule> {
  let module: Partial<PluginModule>;
  try {
    module = (await import(pathToFileURL(real).href)) as Partial<PluginModule>;
  } catch (error) {
    throw new UsageError(`--${FLAG} ${file}: ${(error as Error).message}`);
  }
  if (typeof module.makeAdmissionPlugin !== 'function') throw new UsageError(`--${FLAG} ${file}: exports no function makeAdmissionPlugin`);
  return module as PluginModule;
}
