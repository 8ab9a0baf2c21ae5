/** The doors of one server: where requests come in. */
import type { Logger } from '../base/log.ts';
import { type Door, listenInsecure, listenSecure, listenUnix, type SecureDoor } from '../server/listen.ts';
import { handshakeErrors } from '../server/metrics.ts';
import type { Handle } from '../server/pipeline.ts';
import type { Authentication } from './access/authentication.ts';
import type { Ground } from './ground.ts';
import type { ServerOptions } from './options.ts';

export interface Doors {
  readonly secure: SecureDoor | undefined;
  readonly insecure: Door | undefined;
  readonly all: readonly Door[];
}

/** @throws {Error} of one line for a port that is taken; no door is left open then */
export async function openDoors({ options, log, metrics }: Ground, authentication: Authentication, handle: Handle): Promise<Doors> {
  const all: Door[] = [];
  const opened = <T extends Door>(door: T): T => {
    all.push(door);
    return door;
  };
  try {
    const secure = options.secure && opened(await openSecure(options.secure, authentication, handshakeErrors(metrics), handle, log));
    const insecure = options.insecure && opened(await listenInsecure(options.insecure, handle, log));
    if (options.unixSocket !== undefined) opened(await listenUnix(options.unixSocket, handle, log));
    return { secure, insecure, all };
  } catch (error) {
    for (const door of all) door.destroy();
    throw error;
  }
}

function openSecure(
  secure: NonNullable<ServerOptions['secure']>,
  authentication: Authentication,
  onHandshakeError: () => void,
  handle: Handle,
  log: Logger,
): Promise<SecureDoor> {
  const settings = {
    onHandshakeError,
    address: secure.address,
    port: secure.port,
    serving: secure.serving,
    ...(secure.sni === undefined ? {} : { sni: secure.sni }),
    ...authentication.clientAuthorities(),
    ...(secure.minVersion === undefined ? {} : { minVersion: secure.minVersion }),
    ...(secure.cipherSuites === undefined ? {} : { ciphers: secure.cipherSuites }),
    ...(secure.disableHttp2 === undefined ? {} : { disableHttp2: secure.disableHttp2 }),
    ...(secure.maxStreams === undefined ? {} : { maxStreams: secure.maxStreams }),
  };
  return listenSecure(settings, handle, log);
}
