/**
 * Serving certificates that change while the server runs: files that the user's certificate manager replaces, and our own before they expire.
 *
 * Files are looked at once a minute, as upstream does; a minute is nothing in the life of a certificate, and it works on every file system. A broken or half-written
 * file leaves the old certificate in place, and is looked at again a minute later.
 */
import { statSync } from 'node:fs';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/log.ts';

const LOOK_EVERY_MS = 60_000;
const RENEW_EVERY_MS = 12 * 60 * 60 * 1000;

export interface CertificateWatch {
  /** Files of the user's. */
  readonly files: readonly string[];
  readonly clock: Clock;
  readonly log: Logger;
  /** Reads everything anew and hands it to the server. Called when a file has changed, and twice a day for what expires. */
  readonly reload: () => Promise<void>;
}

/** @returns stops it */
export function watchCertificates({ files, clock, log, reload }: CertificateWatch): () => void {
  let seen = files.map(stamp).join();
  let renewAt = clock.now() + RENEW_EVERY_MS;
  let stopped = false;
  let cancel = (): void => {};
  const look = async (): Promise<void> => {
    const now = files.map(stamp).join();
    if (now !== seen || clock.now() >= renewAt) {
      try {
        await reload();
        seen = now;
        renewAt = clock.now() + RENEW_EVERY_MS;
      } catch (error) {
        log.error('Certificates could not be reloaded, the old ones stay in use', error);
      }
    }
    if (!stopped) cancel = clock.after(LOOK_EVERY_MS, () => void look());
  };
  cancel = clock.after(LOOK_EVERY_MS, () => void look());
  return () => {
    stopped = true;
    cancel();
  };
}

/** Tells a file from its replacement: links that are pointed elsewhere (as kubelets mount secrets) show the new file. */
function stamp(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  return found === undefined ? '' : `${found.ino}:${found.mtimeMs}:${found.size}`;
}
