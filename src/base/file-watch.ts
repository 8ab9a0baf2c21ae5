/**
 * Files that are replaced while the server runs. Files are polled, because that works on every file system and for symbolic
 * links that change their target, which is how kubelets mount secrets.
 */
import { statSync } from 'node:fs';
import type { Clock } from './clock.ts';

const LOOK_EVERY_MS = 1_000;

/** Tells a file from its replacement; '' for one that is not there. */
export function fileStamp(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  return found === undefined ? '' : `${found.ino}:${found.mtimeMs}:${found.size}`;
}

/**
 * Calls `changed` after the file was replaced or written; it must not throw.
 * @returns stops it
 */
export function watchFile(file: string, clock: Clock, changed: () => void): () => void {
  let seen = fileStamp(file);
  let cancel = (): void => {};
  const look = (): void => {
    const now = fileStamp(file);
    if (now !== seen) {
      seen = now;
      changed();
    }
    cancel = clock.after(LOOK_EVERY_MS, look);
  };
  cancel = clock.after(LOOK_EVERY_MS, look);
  return () => cancel();
}
