/**
 * Serving certificates that change while the server runs: files that the user's certificate manager replaces, and our own before they expire.
 *
 * Files are looked at every second, which works on every file system and costs next to nothing. A broken or half-written file leaves the old
 * certificate in place; it is read again when it changes, and a minute later in any case.
 */
import type { Clock } from '../base/clock.ts';
import { fileStamp } from '../base/file-watch.ts';
import type { Logger } from '../base/log.ts';

const LOOK_EVERY_MS = 1_000;
const RETRY_AFTER_MS = 60_000;
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
  let seen = files.map(fileStamp).join();
  let again = clock.now() + RENEW_EVERY_MS;
  let stopped = false;
  let cancel = (): void => {};
  const look = async (): Promise<void> => {
    const now = files.map(fileStamp).join();
    if (now !== seen || clock.now() >= again) {
      seen = now;
      try {
        await reload();
        again = clock.now() + RENEW_EVERY_MS;
      } catch (error) {
        again = clock.now() + RETRY_AFTER_MS;
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
