/** Reads files that flags name, with one clear line when that fails. */
import { readFileSync } from 'node:fs';
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
    throw new UsageError(`cannot read --${flag} ${name}: ${reason(error)}`);
  }
}

/** What a system error means, in the words of the system's manual. */
export function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ENOENT':
      return 'no such file or directory';
    case 'EACCES':
      return 'permission denied';
    case 'EISDIR':
      return 'is a directory';
    case 'ENOTDIR':
      return 'not a directory';
    case 'EROFS':
      return 'read-only file system';
    case 'ENOSPC':
      return 'no space left on device';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
