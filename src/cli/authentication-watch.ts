/**
 * Who is believed may change while the server runs: authorities of clients and of front proxies, and the configuration of ID tokens. A file that
 * cannot be used leaves what was there in place.
 */
import type { Clock } from '../base/clock.ts';
import { watchFile } from '../base/file-watch.ts';
import type { Logger } from '../base/log.ts';
import type { AuthenticationChange } from '../controlplane/access/authentication.ts';
import type { FlagSet } from './flags/parse.ts';
import { CONFIGURATION_FLAG } from './options/authentication.ts';
import { fileOf } from './options/read-file.ts';

export interface AuthenticationWatch {
  readonly flags: FlagSet;
  readonly clock: Clock;
  readonly log: Logger;
  /** What is trusted beside the file of --client-ca-file. PEM. */
  readonly ownAuthority: string;
  readonly change: (change: AuthenticationChange) => Promise<void>;
}

/** @returns stops it */
export function watchAuthentication({ flags, clock, log, ownAuthority, change }: AuthenticationWatch): () => void {
  const read: readonly (readonly [flag: string, read: () => AuthenticationChange])[] = [
    ['client-ca-file', () => ({ clientCa: withOwn(fileOf(flags, 'client-ca-file'), ownAuthority) })],
    ['requestheader-client-ca-file', () => ({ requestHeaderCa: fileOf(flags, 'requestheader-client-ca-file') ?? '' })],
    [CONFIGURATION_FLAG, () => ({ configuration: fileOf(flags, CONFIGURATION_FLAG) ?? '' })],
  ];
  const apply = async (flag: string, next: () => AuthenticationChange): Promise<void> => {
    try {
      await change(next());
      log.info('reloaded authentication', { flag });
    } catch (error) {
      log.error('Authentication could not be reloaded, the old one stays in use', error, { flag });
    }
  };
  const stops = read
    .filter(([flag]) => flags.string(flag) !== '')
    .map(([flag, next]) => watchFile(flags.string(flag), clock, () => void apply(flag, next)));
  return () => {
    for (const stop of stops) stop();
  };
}

/** Our own authority stays trusted beside the given one, so that the kubeconfig in the data folder works. */
export function withOwn(given: string | undefined, own: string): string {
  return `${given === undefined ? '' : `${given.trimEnd()}\n`}${own}`;
}
