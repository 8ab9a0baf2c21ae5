/** The listeners of one server: TLS, plain HTTP on loopback, a Unix socket. */
import type { Logger } from '../base/log.ts';
import { handshakeErrors } from '../server/metrics.ts';
import type { Handle } from '../server/pipeline.ts';
import { onlyProfiles } from '../server/profiling/debug-socket.ts';
import { type Listener, listenInsecure, listenSecure, listenUnix, type SecureListener } from '../server/transport/listen.ts';
import type { Authentication } from './access/authentication.ts';
import type { CompletedConfig } from './config.ts';
import type { SecureOptions } from './options.ts';

export interface Listeners {
  readonly secure: SecureListener | undefined;
  readonly insecure: Listener | undefined;
  readonly all: readonly Listener[];
}

/** @throws {Error} of one line for a port that is taken; no listener is left open then */
export async function startListeners({ options, log, metrics }: CompletedConfig, authentication: Authentication, handle: Handle): Promise<Listeners> {
  const all: Listener[] = [];
  const opened = <T extends Listener>(listener: T): T => {
    all.push(listener);
    return listener;
  };
  try {
    const secure = options.secure && opened(await openSecure(options.secure, authentication, handshakeErrors(metrics), handle, log));
    const insecure = options.insecure && opened(await listenInsecure(options.insecure, handle, log));
    if (options.unixSocket !== undefined) opened(await listenUnix(options.unixSocket, handle, log));
    if (options.debugSocket !== undefined) opened(await listenUnix(options.debugSocket, onlyProfiles(handle), log));
    return { secure, insecure, all };
  } catch (error) {
    for (const listener of all) listener.destroy();
    throw error;
  }
}

function openSecure(
  secure: SecureOptions,
  authentication: Authentication,
  onHandshakeError: () => void,
  handle: Handle,
  log: Logger,
): Promise<SecureListener> {
  const settings = {
    onHandshakeError,
    address: secure.address,
    port: secure.port,
    serving: secure.serving,
    ...(secure.sni === undefined ? {} : { sni: secure.sni }),
    ...authentication.clientAuthorities(),
    ...(secure.minVersion === undefined ? {} : { minVersion: secure.minVersion }),
    ...(secure.cipherSuites === undefined ? {} : { ciphers: secure.cipherSuites }),
    ...(secure.curves === undefined ? {} : { curves: secure.curves }),
    ...(secure.reusePort === undefined ? {} : { reusePort: secure.reusePort }),
    ...(secure.disableHttp2 === undefined ? {} : { disableHttp2: secure.disableHttp2 }),
    ...(secure.maxStreams === undefined ? {} : { maxStreams: secure.maxStreams }),
  };
  return listenSecure(settings, handle, log);
}
