/**
 * Coxswain as a library: a real API server inside a program or a test, without a process, a port or a file.
 *
 * ```ts
 * await using server = await startTestServer();
 * const response = await server.fetch('/api/v1/namespaces');
 * ```
 */

import type { ServerOptions as Options } from '../controlplane/options.ts';
import { createServer as create, type Server as RunningServer } from '../controlplane/server.ts';

export type Server = RunningServer;
export type ServerOptions = Options;

/** Any server: every store, every door. See the fields of `ServerOptions`. */
export const createServer: (options: Options) => Promise<RunningServer> = create;

/**
 * A server on a memory store that no socket leads to; `fetch` speaks to it as the administrator. Options add to that or change it. No controllers run, so
 * that nothing happens by itself; with `controllers: ['*']` namespaces have accounts and go when they are deleted, and dependents follow their owners.
 */
export function startTestServer(options: Partial<Options> = {}): Promise<RunningServer> {
  return create({ storage: { backend: 'memory' }, ...options });
}
