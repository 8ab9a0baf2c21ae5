/** Reads files that flags name, with one clear line when that fails. */
import { readFileSync } from 'node:fs';
import { systemErrorText } from '../../base/errors.ts';
import type { FlagSet } from '../flags/parse.ts';
import { UsageError } from '../flags/usage-error.ts';

/**
 * The contents of the file that `--flag` names; undefined when the flag is not set.
 * @throws {UsageError}
 */
export function fileOf(flags: FlagSet, flag: string): string | undefined {
  const name = flags.string(flag);
  return name === '' ? undefined : readNamed(name, flag);
}

/** @throws {UsageError} */
export function readNamed(name: string, flag: string): string {
  try {
    return readFileSync(name, 'utf8');
  } catch (error) {
    throw new UsageError(`cannot read --${flag} ${name}: ${systemErrorText(error)}`);
  }
}
