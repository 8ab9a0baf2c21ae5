/**
 * Coxswain as a library: a real API server inside a program or a test, without a process, a port or a file.
 *
 * ```ts
 * import { startTestServer } from 'coxswain';
 *
 * await using server = await startTestServer();
 * const response = await server.fetch('/api/v1/namespaces');
 * console.log(await response.json());
 * ```
 *
 * This file is the whole of what the package exports; docs/library.md shows more.
 */
import type { ServerOptions } from '../controlplane/options.ts';
import { createServer as create, type Server } from '../controlplane/server.ts';

// Admission plugins (`admissionPluginModules`).
export type { AdmissionAttributes, AdmissionOperation, AdmissionPlugin, Getter, Lister } from '../admission/interface.ts';
export type { PluginHost, PluginModule } from '../admission/plugin-module.ts';
// Kinds (`resources`): the table of a type, its write rules, its declaration.
export { ObjectMeta, TypeMeta } from '../apis/meta/v1/types.ts';
// Servers and their options.
export type { AuthenticationConfiguration } from '../authentication/configuration/interface.ts';
export type { WebhookConfiguration } from '../authorization/configuration/types.ts';
// Time and logs, which a test may want to hold in its hand.
export type { Clock } from '../base/clock.ts';
export type { Logger, LogValue } from '../base/log.ts';
export { ManualClock } from '../base/manual-clock.ts';
export type { RestConfig, RestTls } from '../client/rest-config.ts';
export type { AuthenticationChange } from '../controlplane/access/authentication.ts';
export type {
  FrontProxyOptions,
  ListenOptions,
  SecureOptions,
  ServerOptions,
  ServiceAccountOptions,
  SniCertificate,
  StorageOptions,
  TlsMaterial,
  TokenWebhookSettings,
} from '../controlplane/options.ts';
export type { Server, ServingCertificates } from '../controlplane/server.ts';
export type { FieldOptions, StructType, Type } from '../machinery/descriptor.ts';
export { bool, field, float64, inline, int32, int64, list, map, string, struct } from '../machinery/descriptor.ts';
export { ErrorList, FieldPath } from '../machinery/field-errors.ts';
export type { KubeObject } from '../machinery/object.ts';
export { ApiError } from '../machinery/status.ts';
export type { ResourceDeclaration, Strategy, StrategyContext, VersionDeclaration } from '../registry/generic/declaration.ts';
export { resource } from '../registry/generic/declaration.ts';
export { statusIsolation, statusOf } from '../registry/strategies/status.ts';
export type { HttpRequest, ResponseSink } from '../request/http.ts';
export type { Fetch } from '../server/transport/in-process.ts';

/**
 * Starts any server: every store, every listener, whatever the command can do. It listens nowhere, runs no controllers and logs nothing unless the
 * options say so. Resolves when it is ready; it runs until `close`, or until the end of the block that holds it with `await using`.
 *
 * @throws {Error} whose message is one line: an option that makes no sense, a port that is taken, a store that cannot be opened. Nothing is left open
 * then.
 */
export function createServer(options: ServerOptions): Promise<Server> {
  return create(options);
}

/**
 * Starts a server on a memory store that no socket leads to; `fetch` speaks to it as the administrator. Options add to that or change it: `{
 * insecure: { address: '127.0.0.1', port: 0 } }` opens a port for client libraries, and `server.kubeconfig` is what they load.
 *
 * No controllers run, so that nothing happens by itself. With `{ controllers: ['*'] }` namespaces get their accounts and are emptied when they are
 * deleted, and dependents go with their owners.
 *
 * @throws {Error} as `createServer`
 */
export function startTestServer(options: Partial<ServerOptions> = {}): Promise<Server> {
  return create({ storage: { backend: 'memory' }, ...options });
}
